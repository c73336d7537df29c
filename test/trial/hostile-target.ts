// The target of the hostile trial, a process of its own: answers questions, floods on request, ignores the rest.
import { createServer, type Socket } from 'node:net';
import { answerCalls } from '../support/helper-process.js';
import { listen } from '../support/sockets.js';
import { answerTo, FLOOD, QUESTION, questionLength } from './question.js';

const FLOOD_PIECE = Buffer.alloc(64 * 1024, 'flood');

/** By the first byte that comes. */
function serve(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    if (first[0] === QUESTION) answerQuestions(socket, first);
    else if (first[0] === FLOOD) flood(socket);
    else socket.resume();
  });
}

function answerQuestions(socket: Socket, first: Buffer): void {
  let waiting = first;
  const answer = (): void => {
    for (let length = questionLength(waiting); length <= waiting.length; length = questionLength(waiting)) {
      socket.write(answerTo(waiting.subarray(0, length)));
      waiting = waiting.subarray(length);
    }
  };
  answer();
  socket.on('data', (piece: Buffer) => {
    waiting = Buffer.concat([waiting, piece]);
    answer();
  });
}

function flood(socket: Socket): void {
  socket.resume();
  const fill = (): void => {
    while (!socket.destroyed && socket.write(FLOOD_PIECE));
  };
  socket.on('drain', fill);
  fill();
}

// A flooded client may send FIN and want the flood all the same; the others are answered with FIN at once.
const server = createServer({ allowHalfOpen: true, noDelay: true }, serve);
server.on('connection', (socket) => {
  socket.on('end', () => {
    if (socket.writableLength === 0) socket.end();
  });
});

const calls = { listen: () => listen(server) };
export type HostileTargetCalls = typeof calls;

answerCalls(calls);
