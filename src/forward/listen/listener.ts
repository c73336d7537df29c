// Listens on one address and hands over the connections it accepts.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ListenAddress } from '../../config/config.js';
import { errorCode } from '../../error-code.js';
import { STREAM_OPTIONS } from '../relay/tcp.js';

/** Connections the kernel keeps waiting for accept(); it lowers the figure to net.core.somaxconn itself. */
const BACKLOG = 4096;

/** An address could not be listened on. `code` is the errno name: EADDRINUSE, EACCES, EADDRNOTAVAIL … */
export class ListenError extends Error {
  /** @param entry what the configuration says, if that is an interface and `address` one of its addresses */
  constructor(
    readonly address: ListenAddress,
    readonly code: string,
    readonly entry: ListenAddress = address,
  ) {
    super(`cannot listen on port ${address.port}: ${code}`);
  }
}

/** Reports of a listener while it listens. */
export interface ListenerEvents {
  /** A connection was accepted: unread, without listeners, from now on the receiver's. */
  readonly accepted: (client: Socket) => void;
  /** accept() failed, typically for want of descriptors; the listener goes on. */
  readonly acceptFailed: (code: string) => void;
}

export class Listener {
  private readonly server: Server;
  private isStopped = false;
  /** The address listened on, with the port the kernel chose if it was 0; undefined before and after. */
  bound: ListenAddress | undefined;

  constructor(
    readonly address: ListenAddress,
    events: ListenerEvents,
  ) {
    this.server = createServer({ ...STREAM_OPTIONS, pauseOnConnect: true }, events.accepted);
    this.server.on('error', (error) => {
      if (this.server.listening) events.acceptFailed(errorCode(error));
    });
  }

  /** @throws the error of listen(2) */
  async start(): Promise<void> {
    const { fd, host, port } = this.address;
    // Without a host Node listens on :: for both families, or on 0.0.0.0 where there is no IPv6.
    const where = fd === undefined ? { port, ...(host !== undefined && { host }) } : { fd };
    // As an argument: within the options Node ignores it for a descriptor.
    this.server.listen(where, BACKLOG);
    await once(this.server, 'listening');
    if (this.isStopped) this.server.close();
    else this.bound = { ...this.address, port: (this.server.address() as AddressInfo).port };
  }

  /** Stops accepting at once; what was accepted stays. Connections the kernel still holds are reset by it. */
  stop(): void {
    this.isStopped = true;
    this.bound = undefined;
    this.server.close();
  }
}
