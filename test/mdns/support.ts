// Builders and readers of mDNS messages, and a link without a network whose clock the test moves.
import { decode, encode, type Answer, type Packet, type RecordType } from 'dns-packet';
import { readMessage, type Message } from '../../src/mdns/message.js';
import type { OwnName } from '../../src/mdns/own-name.js';
import type { MdnsClock } from '../../src/mdns/times.js';
import type { MulticastSocket, Sender } from '../../src/mdns/voice.js';

export const NAME = 'smgw.local';
export const OWN: OwnName = { name: NAME, addresses: ['192.168.0.10', 'fe80::10'] };
export const IPV4_ONLY: OwnName = { name: NAME, addresses: ['192.168.0.10'] };

export function record(data: string, ttl = 120, name = NAME): Answer {
  return { type: data.includes(':') ? 'AAAA' : 'A', name, data, ttl };
}

/** @param types one question each; `A!` asks for a unicast answer */
export function query(types: readonly string[], rest: Partial<Packet> = {}, name = NAME): Buffer {
  const questions = types.map((type) => ({ type: type.replace('!', '') as RecordType, name }));
  const bytes = encode({ type: 'query', questions, ...rest });
  const length = name.length + 2 + 4;
  types.forEach((type, index) => {
    if (type.endsWith('!')) bytes.writeUInt8(0x80, 12 + (index + 1) * length - 2);
  });
  return bytes;
}

export function response(...answers: readonly Answer[]): Buffer {
  return encode({ type: 'response', answers: [...answers] });
}

export function read(bytes: Buffer): Message {
  const message = readMessage(bytes, NAME);
  if (message === undefined) throw new Error('the message has nothing about the name');
  return message;
}

/** A message in short, such as `? ANY | A 192.168.0.10 120`; `!` marks the cache-flush bit. */
export function inShort(bytes: Buffer): string {
  const { questions = [], answers = [], authorities = [], additionals = [] } = decode(bytes);
  const parts = [questions.map(({ type }) => `? ${type}`), ...[answers, authorities, additionals].map(texts)];
  return parts.map((part) => part.join(', ')).join(' | ');
}

function texts(records: readonly Answer[]): string[] {
  return records.map((each) => {
    if (each.type === 'NSEC')
      return `NSEC ${each.data.rrtypes.join('+')} ${each.ttl ?? 0}${each.flush ? '!' : ''}`;
    if (each.type !== 'A' && each.type !== 'AAAA') return each.type;
    return `${each.type} ${each.data} ${each.ttl ?? 0}${each.flush ? '!' : ''}`;
  });
}

export class TestClock implements MdnsClock {
  private time = 0;
  private readonly waiting = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.time + ms, run };
    this.waiting.add(entry);
    return () => this.waiting.delete(entry);
  }

  /** Moves the clock and runs everything that falls due. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const [next] = [...this.waiting].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (next === undefined) break;
      this.waiting.delete(next);
      this.time = next.at;
      next.run();
    }
    this.time = end;
  }
}

/** Records the sent messages: `*` for the group, else the address. */
export class TestSocket implements MulticastSocket {
  sent: string[] = [];

  constructor(private readonly clock: MdnsClock) {}

  send(bytes: Buffer, to?: Sender): void {
    this.sent.push(`${this.clock.now()} ${to?.address ?? '*'} ${inShort(bytes)}`);
  }

  /** The messages sent since the last call. */
  take(): string[] {
    return this.sent.splice(0);
  }
}
