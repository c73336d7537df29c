// Whole Ethernet frames, in and out of one interface. Node cannot, so that a few lines of Perl do: every Debian has it.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Link } from './links.js';

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

/**
 * Carries frames as lines of hexadecimal digits, and knows nothing of them: from the link to standard output, from
 * standard input to the link. Needs no Perl module, only the package perl-base. Ends with its standard input, so it
 * never outlives this process. Numbers from <linux/if_packet.h>: AF_PACKET 17, SOCK_RAW 3, SOL_PACKET 263,
 * PACKET_ADD_MEMBERSHIP 1 with PACKET_MR_ALLMULTI 2, because what a device asks at its start goes to multicast
 * addresses; ETH_P_ALL 3; PACKET_OUTGOING 4 marks what this machine sends. Bound to the link before anything can arrive
 * from another one.
 */
const CARRIER = String.raw`
  my ($index, $longest) = @ARGV;
  sub fail { print "error ", $! + 0, "\n"; exit 1 }
  $| = 1;
  socket(my $link, 17, 3, 0) or fail;
  setsockopt($link, 263, 1, pack('lSSa8', $index, 2, 0, '')) or fail;
  bind($link, pack('SnlSCCa8', 17, 3, $index, 0, 0, 0, '')) or fail;
  print "ready\n";
  my ($both, $text) = ('', '');
  vec($both, fileno(STDIN), 1) = vec($both, fileno($link), 1) = 1;
  while (1) {
    select(my $ready = $both, undef, undef, undef) > 0 or next;
    if (vec($ready, fileno($link), 1)) {
      my $from = recv($link, my $frame, $longest, 0);
      print unpack('H*', $frame), "\n" if defined $from && unpack('x10C', $from) != 4;
    }
    if (vec($ready, fileno(STDIN), 1)) {
      sysread(STDIN, $text, 65536, length $text) or exit;
      send($link, pack('H*', $1), 0) while $text =~ s/^([0-9a-f]*)\n//;
    }
  }
`;

/** What is looked at lies within the first bytes of a frame; DHCP has the longest. */
const LONGEST_FRAME = 600;

/** An open one. `frame` events bring what arrives, cut to 600 bytes; frames of this machine are not among them. */
export class PacketSocket extends EventEmitter<{ frame: [Buffer] }> {
  constructor(private readonly child: Carrier) {
    super();
  }

  /** Sends frames at once, in order. What the link does not take, because it is down or full, is lost. */
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

/** Opens one; rejects with a PacketSocketError. Whoever opens it closes it. */
export function openPacketSocket({ index }: Link): Promise<PacketSocket> {
  const args = ['-we', CARRIER, String(index), String(LONGEST_FRAME)];
  const child = spawn('perl', args, { stdio: ['pipe', 'pipe', 'ignore'] });
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
