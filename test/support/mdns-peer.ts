// A host of the test bed that speaks mDNS, as the test sees it.
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, RecordType } from 'dns-packet';
import type { Host, TestBed } from './test-bed.js';

const PROCESS = fileURLToPath(new URL('mdns-peer-process.js', import.meta.url));

/** How a message goes, and how the answer is wanted: to all at port 5353, to one there, or to one at another port. */
type Way = 'multicast' | 'unicast' | 'legacy';

export interface Question {
  readonly name: string;
  readonly type: RecordType;
  readonly way: Way;
  /** IPv4 addresses that are known already. */
  readonly known?: readonly string[];
  /** To this address in place of the group. */
  readonly to?: string;
}

export interface PeerMessage {
  readonly way: Way;
  readonly from: string;
  readonly type: 'query' | 'response';
  readonly id: number;
  readonly questions: readonly { readonly name: string; readonly type: string }[];
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

export class MdnsPeer {
  readonly heard: PeerMessage[] = [];
  private taken = 0;
  private readonly news = new EventEmitter();

  private constructor(private readonly write: (line: string) => void) {}

  /** @param own the address of the host there; it ends with the bed */
  static async start(bed: TestBed, host: Host, own: string, link = 'eth0'): Promise<MdnsPeer> {
    const family = own.includes(':') ? 'ipv6' : 'ipv4';
    const child = bed.start(host, [process.execPath, PROCESS, family, own, link]);
    child.stderr.pipe(process.stderr);
    const peer = new MdnsPeer((line) => child.stdin.write(`${line}\n`));
    const output = createInterface({ input: child.stdout });
    await once(output, 'line');
    output.on('line', (line) => {
      peer.heard.push(JSON.parse(line) as PeerMessage);
      peer.news.emit('heard');
    });
    return peer;
  }

  ask(question: Question): void {
    this.write(JSON.stringify(question));
  }

  /** The next message for which `wanted` holds, of those that have come since the last one that was waited for. */
  async next(wanted: (heard: PeerMessage) => boolean): Promise<PeerMessage> {
    for (;;) {
      const index = this.heard.findIndex((heard, at) => at >= this.taken && wanted(heard));
      const found = this.heard[index];
      if (found !== undefined) {
        this.taken = index + 1;
        return found;
      }
      await once(this.news, 'heard');
    }
  }
}

/** The records as `TYPE DATA TTL`, in the order of the message. */
export function recordsIn(answers: readonly Answer[]): string[] {
  return answers.map((answer) => {
    const data = 'data' in answer ? answer.data : '';
    const ttl = 'ttl' in answer ? answer.ttl : undefined;
    return `${answer.type} ${typeof data === 'string' ? data : JSON.stringify(data)} ${ttl ?? 0}`;
  });
}
