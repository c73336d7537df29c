// A load process: the target that all forwarders forward to. It answers, sends without end, or takes what comes.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { answerCalls } from '../../test/support/helper-process.js';
import { counters, totals, type TargetCalls } from './calls.js';
import { ANSWER, ASK, CHUNK_BYTES, REQUEST, SEND } from './protocol.js';

const CHUNK = Buffer.alloc(CHUNK_BYTES, SEND);

function answerRequests(socket: Socket, first: Buffer): void {
  let pending = 0;
  const take = ({ length }: Buffer): void => {
    for (pending += length; pending >= REQUEST.length; pending -= REQUEST.length) {
      counters.sent += ANSWER.length;
      socket.write(ANSWER);
    }
  };
  take(first);
  socket.on('data', (chunk) => {
    counters.received += chunk.length;
    take(chunk);
  });
}

/** Any byte after the client's first means STOP. */
function sendWithoutEnd(socket: Socket): void {
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  const send = (): void => {
    if (stopped) return;
    counters.sent += CHUNK.length;
    // A write that has been done at once is followed by no 'drain'. In between, STOP must be able to come in.
    if (socket.write(CHUNK)) setImmediate(send);
  };
  socket.on('drain', send).on('close', stop);
  socket.on('data', (chunk) => {
    counters.received += chunk.length;
    stop();
    socket.end();
  });
  send();
}

function takeEverything(socket: Socket): void {
  socket.on('data', ({ length }) => (counters.received += length));
}

function serve(socket: Socket): void {
  // A load that gives up, and a client that stalls, reset their connections.
  socket.on('error', () => undefined);
  socket.once('data', (first) => {
    counters.received += first.length;
    if (first[0] === ASK) answerRequests(socket, first);
    else if (first[0] === SEND) sendWithoutEnd(socket);
    else takeEverything(socket);
  });
}

/** Enough for all connections of a load to arrive at once. */
const BACKLOG = 4096;
const server = createServer({ noDelay: true }, serve);

answerCalls<TargetCalls>({
  totals,
  listen: async () => {
    server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  },
});
