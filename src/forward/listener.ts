// Listens on one address and hands over the connections it accepts.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ListenAddress } from '../config/config.js';
import { errorCode } from './outcome.js';
import { TCP_OPTIONS } from './tcp.js';

/** Connections the kernel keeps waiting for accept(); it lowers the figure to net.core.somaxconn itself. */
const BACKLOG = 4096;

/** An address could not be listened on. `code` is the errno name: EADDRINUSE, EACCES, EADDRNOTAVAIL … */
export class ListenError extends Error {
  constructor(
    readonly address: ListenAddress,
    readonly code: string,
  ) {
    super(`cannot listen on port ${address.port}: ${code}`);
  }
}

/** What a listener reports while it listens. */
export interface ListenerEvents {
  /** A connection was accepted: unread, without listeners, from now on the receiver's. */
  readonly accepted: (client: Socket) => void;
  /** accept() failed, typically for want of descriptors; the listener goes on. */
  readonly acceptFailed: (code: string) => void;
}

export class Listener {
  private readonly server: Server;

  constructor(
    private readonly address: ListenAddress,
    events: ListenerEvents,
  ) {
    this.server = createServer({ ...TCP_OPTIONS, pauseOnConnect: true }, events.accepted);
    this.server.on('error', (error) => {
      if (this.server.listening) events.acceptFailed(errorCode(error));
    });
  }

  /**
   * @returns the address listened on, with the port the kernel chose if it was 0
   * @throws ListenError
   */
  start(): Promise<ListenAddress> {
    return new Promise((resolve, reject) => {
      const onError = (error: Error): void => {
        reject(new ListenError(this.address, errorCode(error)));
      };
      this.server.once('error', onError);
      // Without a host Node listens on :: for both families, or on 0.0.0.0 where there is no IPv6.
      this.server.listen({ ...this.address, backlog: BACKLOG }, () => {
        this.server.off('error', onError);
        resolve({ ...this.address, port: (this.server.address() as AddressInfo).port });
      });
    });
  }

  /** Stops accepting at once; what was accepted stays. Connections the kernel still holds are reset by it. */
  stop(): void {
    this.server.close();
  }
}
