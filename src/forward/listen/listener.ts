// Listens on one address and hands over the connections it accepts.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { ListenAddress } from '../../config/config.js';
import { errorCode } from '../../error-code.js';
import { SERVER_OPTIONS } from '../wire/socket-wire.js';

/** Connections the kernel keeps waiting for accept(); it lowers the figure to net.core.somaxconn itself. */
const BACKLOG = 4096;

/**
 * An address of loopback that no program is expected to want. A socket that listens there on a port keeps others from
 * listening on that port of all addresses at once.
 */
export const GUARD_HOST = '127.255.255.254';

/** A program that listens on an address, as far as this user may see. */
export interface PortUser {
  /** Undefined, like `name`, for a process of another user, seen without root. */
  readonly pid: number | undefined;
  readonly name: string | undefined;
  /** The name of the socket's user, or its number. */
  readonly user: string;
}

/**
 * The other program that listens on an address, or on one that covers it; undefined if none is seen. With `isCertain`
 * the kernel has just refused the address for it; without, the answer may be ten seconds old.
 */
export type PortUserOf = (address: ListenAddress, isCertain?: boolean) => PortUser | undefined;

/** An address could not be listened on. `code` is the errno name: EADDRINUSE, EACCES, EADDRNOTAVAIL … */
export class ListenError extends Error {
  /**
   * @param entry what the configuration says, if that is an interface and `address` one of its addresses
   * @param user the program that has the port, for EADDRINUSE
   */
  constructor(
    readonly address: ListenAddress,
    readonly code: string,
    readonly entry: ListenAddress = address,
    readonly user?: PortUser,
  ) {
    super(`cannot listen on port ${address.port}: ${code}`);
  }
}

/** Hands over the connections that a server accepts, unread and from then on the receiver's, as `C`. */
export type TakeAccepted<C> = (server: Server, accepted: (client: C) => void) => void;

export class Listener {
  private readonly server: Server;
  private isStopped = false;
  /** The address listened on, with the port the kernel chose if it was 0; undefined before and after. */
  bound: ListenAddress | undefined;

  /** @param acceptFailed called when accept() failed, typically for want of descriptors; the listener goes on */
  constructor(
    readonly address: ListenAddress,
    acceptFailed: (code: string) => void,
  ) {
    this.server = createServer(SERVER_OPTIONS);
    this.server.on('error', (error) => {
      if (this.server.listening) acceptFailed(errorCode(error));
    });
  }

  /**
   * @param listening gets the server in the tick in which it begins to listen
   * @throws the error of listen(2)
   */
  async start(listening: (server: Server) => void): Promise<void> {
    const { fd, host, port } = this.address;
    // Without a host Node listens on :: for both families, or on 0.0.0.0 where there is no IPv6.
    const where = fd === undefined ? { port, ...(host !== undefined && { host }) } : { fd };
    // As an argument: within the options Node ignores it for a descriptor.
    this.server.once('listening', () => listening(this.server)).listen(where, BACKLOG);
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
