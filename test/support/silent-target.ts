// A target that does not answer a SYN: its accept queue is full and stays so.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { closed } from './sockets.js';

const BACKLOG = 1;
const program = (port: number): string => `
  const server = require('node:net').createServer();
  server.listen({ port: ${port}, host: '127.0.0.1', backlog: ${BACKLOG} }, () => console.log(server.address().port));`;

export interface SilentTarget {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Linux drops a SYN when more than `backlog` connections wait to be accepted.
 *
 * @param at a free port; 0 = any
 */
export async function startSilentTarget(at = 0): Promise<SilentTarget> {
  const child: ChildProcess = spawn(process.execPath, ['-e', program(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  const fillers: Socket[] = [];
  for (let i = 0; i <= BACKLOG; i += 1) fillers.push(await filler(port));
  return {
    port,
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      for (const socket of fillers) socket.destroy();
      await Promise.all(fillers.map(closed));
    },
  };
}

async function filler(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}
