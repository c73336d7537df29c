// The service manager's end of NOTIFY_SOCKET: receives what a service says, one datagram at a time.
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Longer than any test: then the receiver ends by itself, if a test that was ended has left it behind. */
const LONGEST_S = 120;

// Perl, because Node has no such sockets and Debian always has Perl. A line of hexadecimal digits for each datagram,
// an empty one when it is bound. The kernel closes descriptors that come with a datagram, such as that of a barrier.
const RECEIVER = `
  use Socket;
  $| = 1;
  alarm ${LONGEST_S};
  socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die $!;
  bind($socket, pack_sockaddr_un($ARGV[0] =~ s/^@/\\0/r)) or die $!;
  print "\\n";
  while (defined recv($socket, my $datagram, 65536, 0)) { print unpack("H*", $datagram), "\\n" }`;

/** With it systemd-notify waits until everything before it has been received; it says nothing about the service. */
const BARRIER = 'BARRIER=1';

export class NotifySocket {
  /** The messages so far, each datagram a list of assignments; barriers left out. */
  readonly messages: string[][] = [];
  private readonly emitter = new EventEmitter();

  constructor(
    /** For NOTIFY_SOCKET. */
    readonly address: string,
    private readonly receiver: ChildProcess,
    private readonly directory: string,
  ) {}

  /** Resolves when it is bound. */
  async start(): Promise<void> {
    const lines = createInterface({ input: this.receiver.stdout as NodeJS.ReadableStream });
    await once(lines, 'line');
    lines.on('line', (line) => {
      const datagram = Buffer.from(line, 'hex').toString();
      if (datagram !== BARRIER) this.messages.push(datagram.split('\n'));
      this.emitter.emit('message');
    });
  }

  /** The nth message (from 1) that has this assignment, or one of this name: `READY=1`, `STATUS`. */
  async message(assignment: string, nth = 1): Promise<string[]> {
    for (;;) {
      const found = this.messages.filter((message) =>
        message.some((each) => each === assignment || each.startsWith(`${assignment}=`)),
      )[nth - 1];
      if (found !== undefined) return found;
      await once(this.emitter, 'message');
    }
  }

  async stop(): Promise<void> {
    this.receiver.kill('SIGKILL');
    await once(this.receiver, 'close');
    rmSync(this.directory, { recursive: true });
  }
}

/** Bound to a file of its own, or to an abstract address, which lives outside the file system: unix(7). */
export async function startNotifySocket(kind: 'file' | 'abstract' = 'file'): Promise<NotifySocket> {
  const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  const address = kind === 'file' ? path.join(directory, 'notify') : `@${directory}/notify`;
  const receiver = spawn('perl', ['-e', RECEIVER, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  const socket = new NotifySocket(address, receiver, directory);
  await socket.start();
  return socket;
}
