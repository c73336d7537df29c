// Whole Ethernet frames, in and out of one interface. Node has no sockets for them; packet-socket.pl has.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Link } from './links.js';
import { packageFolder } from './package.js';

/** Why there is none: no right to it (CAP_NET_RAW), no Perl, or something else of the machine's. */
export type PacketSocketTrouble = 'not-permitted' | 'no-perl' | 'failed';

export class PacketSocketError extends Error {
  constructor(
    readonly trouble: PacketSocketTrouble,
    message: string,
  ) {
    super(message);
  }
}

/** Carries frames as lines of hexadecimal digits. Ends with its standard input. */
const CARRIER = 'src/machine/packet-socket.pl';

/** Covers the part of a frame that is read here; DHCP has the longest. */
const LONGEST_FRAME = 600;

/** An open one. `frame` events bring what arrives, cut to 600 bytes; frames of this machine are not among them. */
export class PacketSocket extends EventEmitter<{ frame: [Buffer] }> {
  constructor(private readonly child: Carrier) {
    super();
  }

  /** Sends frames at once, in order. Frames that the link does not take, because it is down or full, are lost. */
  send(frames: readonly Buffer[]): void {
    if (this.child.stdin.writable)
      this.child.stdin.write(frames.map((frame) => `${frame.toString('hex')}\n`).join(''));
  }

  /** Whether it has more to send than it can; then wait before sending on. */
  get isBusy(): boolean {
    return this.child.stdin.writableNeedDrain;
  }

  close(): void {
    this.removeAllListeners();
    this.child.stdin.end();
    this.child.stdout.destroy();
  }
}

type Carrier = ChildProcessByStdio<Writable, Readable, null>;

/** Opens one; rejects with a PacketSocketError. The caller owes close(). */
export function openPacketSocket({ index }: Pick<Link, 'index'>): Promise<PacketSocket> {
  const carrier = fileURLToPath(new URL(CARRIER, packageFolder()));
  const child = spawn('perl', [carrier, String(index), String(LONGEST_FRAME)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const socket = new PacketSocket(child);
  return new Promise((resolve, reject) => {
    child.on('error', ({ message }) => {
      reject(new PacketSocketError('no-perl', message));
    });
    // Its end is told by its output.
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        if (line === 'ready') resolve(socket);
        else if (line.startsWith('error')) reject(failure(Number(line.split(' ')[1])));
        else socket.emit('frame', Buffer.from(line, 'hex'));
      })
      .on('close', () => {
        reject(new PacketSocketError('failed', 'perl ended at once'));
      });
  });
}

function failure(errno: number): PacketSocketError {
  const { EPERM, EACCES } = constants.errno;
  const isForbidden = errno === EPERM || errno === EACCES;
  return new PacketSocketError(isForbidden ? 'not-permitted' : 'failed', `errno ${errno}`);
}
