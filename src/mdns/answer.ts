// What is answered to a question about the own name, and to whom: RFC 6762 sections 5.4, 6, 6.1, 6.7 and 7.1.
import { AUTHORITATIVE_ANSWER, encode, type Answer } from 'dns-packet';
import { MDNS_PORT } from '../machine/mdns-group.js';
import { bytesOf, type Message } from './message.js';
import {
  ADDRESS_TYPES,
  addressRecords,
  LEGACY_LIFETIME,
  noOtherTypes,
  response,
  TTL,
  typeOf,
  type AddressType,
  type OwnName,
} from './own-name.js';

export interface Reply {
  readonly to: 'everybody' | 'asker';
  readonly bytes: Buffer;
  /** Somebody wants to take the name and has to be told in time (section 6). */
  readonly isDefence: boolean;
}

/** An answer to one host would leave the caches of the others too old (section 5.4). */
const RECENTLY_MS = (TTL * 1000) / 4;

/**
 * @param port from which was asked: that of mDNS, or another one by a conventional resolver
 * @param sinceSaidMs how long ago everybody on the link was told
 */
export function replyTo(query: Message, port: number, own: OwnName, sinceSaidMs: number): Reply | undefined {
  if (query.asked.length === 0) return undefined;
  const isDefence = query.claims.length > 0;
  if (port !== MDNS_PORT) return { to: 'asker', bytes: legacyReply(query, own), isDefence };
  const { addresses, isMissing } = wanted(query, own);
  const known = knownTo(query);
  const unknown = addresses.filter(({ type, data }) => !known.has(key(type, data)));
  if (unknown.length === 0 && !isMissing) return undefined;
  const answers = [...unknown.map(({ record }) => record), ...(isMissing ? [noOtherTypes(own)] : [])];
  const isForOne = query.asked.every(({ isUnicast }) => isUnicast) && sinceSaidMs < RECENTLY_MS;
  const bytes = response(answers, besides(answers, own));
  return { to: isForOne ? 'asker' : 'everybody', bytes, isDefence };
}

interface OwnRecord {
  readonly type: AddressType;
  readonly data: string;
  readonly record: Answer;
}

const key = (type: AddressType, data: string): string => `${type} ${data}`;

/** The records asked for; `isMissing`: and one was asked for that the name does not have. */
function wanted({ asked }: Message, own: OwnName) {
  const types = new Set<string>(asked.flatMap(({ type }) => (type === 'ANY' ? [...ADDRESS_TYPES] : [type])));
  const addresses: OwnRecord[] = own.addresses.flatMap((address) => {
    const type = typeOf(address);
    if (!types.has(type)) return [];
    const [record] = addressRecords({ ...own, addresses: [address] });
    return record === undefined ? [] : [{ type, data: bytesOf(type, address), record }];
  });
  const isMissing = asked.some(({ type }) => type !== 'ANY' && !addresses.some((each) => each.type === type));
  return { addresses, isMissing };
}

/** What the asker knows for at least half of its time (section 7.1). */
function knownTo({ answers }: Message): ReadonlySet<string> {
  return new Set(answers.filter(({ ttl }) => ttl >= TTL / 2).map(({ type, data }) => key(type, data)));
}

/** What will be asked next: the addresses of the other family, or that there are none (section 6.2). */
function besides(answers: readonly Answer[], own: OwnName): Answer[] {
  const types = new Set(answers.map(({ type }) => type));
  const others = ADDRESS_TYPES.filter((type) => !types.has(type));
  const records = addressRecords(own, others);
  const isComplete = types.has('NSEC') || new Set(own.addresses.map(typeOf)).size === ADDRESS_TYPES.length;
  return isComplete ? records : [...records, noOtherTypes(own)];
}

/** A conventional answer: with the number and the questions of what was asked. */
function legacyReply(query: Message, own: OwnName): Buffer {
  const { addresses, isMissing } = wanted(query, own);
  const types = [...new Set(addresses.map(({ type }) => type))];
  const answers = addressRecords(own, types, LEGACY_LIFETIME);
  return encode({
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER,
    // The library writes every type that it has read, also those that its types do not name.
    questions: query.asked.map(({ name, type }) => ({ name, type: type as AddressType })),
    answers: isMissing ? [...answers, noOtherTypes(own, LEGACY_LIFETIME)] : answers,
  });
}
