// Runs on a host of the test bed: opens sockets there and hands them to the test that started it.
import { connect, createServer, type Socket } from 'node:net';
import { errorCode } from '../../src/error-code.js';

/** An IP literal, a zone in it being an interface of the host that uses it, and a port. */
export interface BedPlace {
  readonly host: string;
  readonly port: number;
}

export interface BedRequest extends BedPlace {
  /** Comes back in every reply. */
  readonly id: number;
  readonly kind: 'connect' | 'listen';
}

/** With a socket: connected, or one that was accepted. Without: it listens, or failed with the errno name `code`. */
export interface BedReply {
  readonly id: number;
  readonly code?: string;
}

function reply(message: BedReply, socket?: Socket): void {
  process.send?.(message, socket);
}

/** Nothing is read here: those bytes would be missing in what is handed over. */
function open({ id, kind, host, port }: BedRequest): void {
  const onError = (error: Error): void => {
    reply({ id, code: errorCode(error) });
  };
  if (kind === 'connect') {
    const socket = connect({ host, port, noDelay: true }).pause();
    socket.on('error', onError).on('connect', () => {
      reply({ id }, socket);
    });
  } else {
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      reply({ id }, socket);
    });
    server.on('error', onError).listen({ host, port }, () => {
      reply({ id });
    });
  }
}

process.on('message', open);
process.on('disconnect', () => process.exit());
