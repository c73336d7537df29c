// A process on a host of the test bed, as the test sees it: it opens sockets there, and they become the test's own.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { BedPlace, BedReply, BedRequest } from './bed-agent-process.js';

const PROCESS = fileURLToPath(new URL('bed-agent-process.js', import.meta.url));

export type OnReply = (reply: BedReply, socket: Socket | undefined) => void;

export class Agent {
  private readonly child: ChildProcess;
  private readonly asked: OnReply[] = [];
  private readonly sockets: Socket[] = [];

  /** @param wrapper what makes a command run on the host */
  constructor(wrapper: readonly string[]) {
    const [file, ...words] = [...wrapper, process.execPath, PROCESS];
    this.child = spawn(file, words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.child.on('message', (message, handle) => {
      const reply = message as BedReply;
      this.asked[reply.id]?.(reply, handle && this.adopt(handle as Socket));
    });
  }

  /** `onReply` is called once for each reply, see Reply. */
  ask(kind: BedRequest['kind'], { host, port }: BedPlace, onReply: OnReply): void {
    const id = this.asked.push(onReply) - 1;
    this.child.send({ id, kind, host, port } satisfies BedRequest);
  }

  /** Ends it, and every socket it has handed out: one that stays open keeps its namespace alive. */
  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    if (this.child.connected) this.child.disconnect();
  }

  /** Node opens what arrives from another process with its default options. */
  private adopt(socket: Socket): Socket {
    this.sockets.push(socket);
    socket.allowHalfOpen = true;
    return socket.on('error', () => undefined);
  }
}
