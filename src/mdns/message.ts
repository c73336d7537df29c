// Reads mDNS messages, which anybody may have sent: bounded, never throwing, and only what concerns one name.
import { decode, encode, type Answer, type Packet, type Question } from 'dns-packet';
import { canonical } from '../config/ip-literal.js';
import type { AddressType } from './own-name.js';

/** A question about the name. */
export interface NameQuestion {
  /** As it was spelled. */
  readonly name: string;
  /** As the library calls it: `A`, `AAAA`, `ANY`, `UNKNOWN_65` … */
  readonly type: string;
  /** Whether the answer may go to the one who asks (RFC 6762 section 5.4). */
  readonly isUnicast: boolean;
}

/** A record of the name with an address. */
export interface AddressRecord {
  readonly type: AddressType;
  /** The address as hexadecimal digits, which are in the same order as the bytes. */
  readonly data: string;
  /** In seconds; 0 takes the record back. */
  readonly ttl: number;
}

export interface Message {
  readonly kind: 'query' | 'response';
  readonly id: number;
  readonly asked: readonly NameQuestion[];
  /** In a query: what who asks knows already (section 7.1). */
  readonly answers: readonly AddressRecord[];
  /** In a query: what who asks would like the name to stand for (section 8.1). */
  readonly claims: readonly AddressRecord[];
}

/** No mDNS message is longer (section 17). */
export const MAX_BYTES = 9000;
/** More than any real message has of either; each costs time to read. */
const MAX_QUESTIONS = 64;
const MAX_RECORDS = 512;

/** What a message says about a name (in lower case); undefined if that is nothing, or it is no mDNS message. */
export function readMessage(bytes: Buffer, name: string): Message | undefined {
  const packet = isBounded(bytes) ? decoded(bytes) : undefined;
  if (packet === undefined) return undefined;
  const message = packet.type === 'query' ? query(packet, name) : statement(packet, name);
  return message.asked.length + message.answers.length > 0 ? message : undefined;
}

function query({ id = 0, questions = [], answers = [], authorities = [] }: Packet, name: string): Message {
  const claims = told(authorities, name);
  return { kind: 'query', id, asked: asked(questions, name), answers: told(answers, name), claims };
}

/** Additional records are a host's own as much as its answers are. */
function statement({ id = 0, answers = [], additionals = [] }: Packet, name: string): Message {
  return { kind: 'response', id, asked: [], answers: told([...answers, ...additionals], name), claims: [] };
}

// Sections 18.3 and 18.11: messages with another opcode or response code than 0 are ignored.
const OPCODE_AND_RCODE = 0x780f;

function isBounded(bytes: Buffer): boolean {
  if (bytes.length < 12 || bytes.length > MAX_BYTES) return false;
  if ((bytes.readUInt16BE(2) & OPCODE_AND_RCODE) !== 0) return false;
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  return bytes.readUInt16BE(4) <= MAX_QUESTIONS && records <= MAX_RECORDS;
}

function decoded(bytes: Buffer): Packet | undefined {
  try {
    return decode(bytes);
  } catch {
    // Not DNS.
    return undefined;
  }
}

// The library (5.6.1) does not take the topmost bit out of the class of a question, as it does for records: 0x8001, 0x80ff.
const CLASSES: ReadonlyMap<string, { readonly isUnicast: boolean }> = new Map([
  ['IN', { isUnicast: false }],
  ['ANY', { isUnicast: false }],
  ['UNKNOWN_32769', { isUnicast: true }],
  ['UNKNOWN_33023', { isUnicast: true }],
]);

function asked(questions: readonly Question[], name: string): NameQuestion[] {
  return questions.flatMap((question) => {
    const ofClass = CLASSES.get(question.class ?? '');
    return ofClass !== undefined && isSame(question.name, name)
      ? [{ name: question.name, type: question.type, ...ofClass }]
      : [];
  });
}

function told(answers: readonly Answer[], name: string): AddressRecord[] {
  return answers.flatMap((answer) => {
    if (answer.type !== 'A' && answer.type !== 'AAAA') return [];
    if (answer.class !== 'IN' || !isSame(answer.name, name)) return [];
    return [{ type: answer.type, data: bytesOf(answer.type, answer.data), ttl: answer.ttl ?? 0 }];
  });
}

/** Only the letters of ASCII have two cases here (section 16). */
const isSame = (one: string, name: string): boolean =>
  one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) === name;

/** Behind header, root name, type, class, time to live and length. */
const RDATA = 12 + 1 + 10;

/** See {@link AddressRecord.data}. */
export function bytesOf(type: AddressType, address: string): string {
  return encode({ type: 'response', answers: [{ type, name: '.', data: address }] }).toString('hex', RDATA);
}

/** The address as people write it. */
export function addressText({ type, data }: AddressRecord): string {
  if (type === 'A') return Buffer.from(data, 'hex').join('.');
  return canonical(data.replaceAll(/....(?=.)/g, '$&:'));
}
