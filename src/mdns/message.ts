// Reads untrusted mDNS messages: bounded, never throws, and keeps only the questions and records of one name.
import { decode, encode, type Answer, type Packet, type Question } from 'dns-packet';
import { canonical } from '../config/ip-literal.js';
import type { AddressType } from './own-name.js';

/** A question about the name. */
interface NameQuestion {
  /** In the querier's spelling. */
  readonly name: string;
  /** In the library's spelling: `A`, `AAAA`, `ANY`, `UNKNOWN_65` … */
  readonly type: string;
  /** Whether the querier accepts a unicast answer (RFC 6762 section 5.4). */
  readonly isUnicast: boolean;
}

/** An A or AAAA record of the name. */
export interface AddressRecord {
  readonly type: AddressType;
  /** The address in hexadecimal digits, whose order as text is that of the bytes. */
  readonly data: string;
  /** In seconds; 0 is a goodbye. */
  readonly ttl: number;
}

export interface Message {
  readonly kind: 'query' | 'response';
  readonly id: number;
  /** Without meaning in a response (section 6), like the claims. */
  readonly questions: readonly NameQuestion[];
  /** In a query, the known answers of the querier (section 7.1). */
  readonly answers: readonly AddressRecord[];
  /** In a query, the records that the querier proposes (section 8.1). */
  readonly claims: readonly AddressRecord[];
}

/** The longest mDNS message (section 17). */
export const MAX_BYTES = 9000;
/** Limits far above real messages, because every record costs time to read. */
const MAX_QUESTIONS = 64;
const MAX_RECORDS = 512;

/** The parts of a message about a name in lower case; undefined if there are none, or it is no mDNS message. */
export function readMessage(bytes: Buffer, name: string): Message | undefined {
  const packet = isBounded(bytes) ? decoded(bytes) : undefined;
  if (packet === undefined) return undefined;
  const {
    type: kind = 'query',
    id = 0,
    questions = [],
    answers = [],
    authorities = [],
    additionals = [],
  } = packet;
  const message = {
    kind,
    id,
    questions: questionsFor(questions, name),
    // Additional records of a response count like answers: both are the host's own.
    answers: addressRecordsFor(kind === 'query' ? answers : [...answers, ...additionals], name),
    claims: addressRecordsFor(authorities, name),
  };
  return message.questions.length + message.answers.length > 0 ? message : undefined;
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
    // Malformed DNS.
    return undefined;
  }
}

// dns-packet 5.6.1 masks the highest bit in the class of records, but not of questions: 0x8001 and 0x80ff.
const UNICAST_CLASSES = ['UNKNOWN_32769', 'UNKNOWN_33023'];
const CLASSES = ['IN', 'ANY', ...UNICAST_CLASSES];

function questionsFor(questions: readonly Question[], name: string): NameQuestion[] {
  return questions.flatMap(({ name: asked, type, class: ofClass = '' }) =>
    CLASSES.includes(ofClass) && isSame(asked, name)
      ? [{ name: asked, type, isUnicast: UNICAST_CLASSES.includes(ofClass) }]
      : [],
  );
}

function addressRecordsFor(answers: readonly Answer[], name: string): AddressRecord[] {
  return answers.flatMap((answer) => {
    if (answer.type !== 'A' && answer.type !== 'AAAA') return [];
    if (answer.class !== 'IN' || !isSame(answer.name, name)) return [];
    return [{ type: answer.type, data: bytesOf(answer.type, answer.data), ttl: answer.ttl ?? 0 }];
  });
}

/** Ignores the case of ASCII letters only (section 16). */
const isSame = (one: string, name: string): boolean =>
  one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) === name;

/** The offset of the data: header, root name, type, class, time to live and length. */
const RDATA = 12 + 1 + 10;

/** An address as {@link AddressRecord.data}. */
export function bytesOf(type: AddressType, address: string): string {
  return encode({ type: 'response', answers: [{ type, name: '.', data: address }] }).toString('hex', RDATA);
}

/** The address as text, IPv6 as in RFC 5952. */
export function addressText({ type, data }: AddressRecord): string {
  if (type === 'A') return Buffer.from(data, 'hex').join('.');
  return canonical(data.replaceAll(/....(?=.)/g, '$&:'));
}
