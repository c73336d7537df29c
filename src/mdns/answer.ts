// Builds the reply to a query for the own name: RFC 6762 sections 5.4, 6, 6.1, 6.7 and 7.1.
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

/** A reply for the multicast group or for the querier alone. */
export interface Reply {
  readonly to: 'group' | 'querier';
  readonly bytes: Buffer;
  /** The query is the probe of a rival, which must hear the reply within 250 ms (section 6). */
  readonly isDefence: boolean;
}

/** Without a multicast for this long, replies go to the group to refresh all caches (section 5.4). */
const RECENTLY_MS = (TTL * 1000) / 4;

/**
 * @param port the source port of the query; any but 5353 marks a conventional resolver
 * @param sinceSaidMs the age of the last multicast on the link
 */
export function replyTo(query: Message, port: number, own: OwnName, sinceSaidMs: number): Reply | undefined {
  if (query.questions.length === 0) return undefined;
  const isDefence = query.claims.length > 0;
  if (port !== MDNS_PORT) return { to: 'querier', bytes: legacyReply(query, own), isDefence };
  const { addresses, isMissing } = matching(query, own);
  const known = knownTo(query);
  const unknown = addresses.filter(({ type, data }) => !known.has(key(type, data)));
  if (unknown.length === 0 && !isMissing) return undefined;
  const answers = [...unknown.map(({ record }) => record), ...(isMissing ? [noOtherTypes(own)] : [])];
  const isUnicast = query.questions.every((each) => each.isUnicast) && sinceSaidMs < RECENTLY_MS;
  const bytes = response(answers, additionals(answers, own));
  return { to: isUnicast ? 'querier' : 'group', bytes, isDefence };
}

interface OwnRecord {
  readonly type: AddressType;
  readonly data: string;
  readonly record: Answer;
}

const key = (type: AddressType, data: string): string => `${type} ${data}`;

/** The records that match the questions. `isMissing`: a question is for a type that the name does not have. */
function matching({ questions }: Message, own: OwnName) {
  const types = new Set<string>(
    questions.flatMap(({ type }) => (type === 'ANY' ? [...ADDRESS_TYPES] : [type])),
  );
  const addresses: OwnRecord[] = own.addresses.flatMap((address) => {
    const type = typeOf(address);
    if (!types.has(type)) return [];
    const [record] = addressRecords({ ...own, addresses: [address] });
    return record === undefined ? [] : [{ type, data: bytesOf(type, address), record }];
  });
  const isMissing = questions.some(
    ({ type }) => type !== 'ANY' && !addresses.some((each) => each.type === type),
  );
  return { addresses, isMissing };
}

/** The known answers with at least half of their lifetime left (section 7.1). */
function knownTo({ answers }: Message): ReadonlySet<string> {
  return new Set(answers.filter(({ ttl }) => ttl >= TTL / 2).map(({ type, data }) => key(type, data)));
}

/** Additional records (section 6.2): the addresses of the other family, or that there are none. */
function additionals(answers: readonly Answer[], own: OwnName): Answer[] {
  const types = new Set(answers.map(({ type }) => type));
  const others = ADDRESS_TYPES.filter((type) => !types.has(type));
  const records = addressRecords(own, others);
  const isComplete = types.has('NSEC') || new Set(own.addresses.map(typeOf)).size === ADDRESS_TYPES.length;
  return isComplete ? records : [...records, noOtherTypes(own)];
}

/** A conventional DNS answer, which repeats the id and the questions of the query. */
function legacyReply(query: Message, own: OwnName): Buffer {
  const { addresses, isMissing } = matching(query, own);
  const types = [...new Set(addresses.map(({ type }) => type))];
  const answers = addressRecords(own, types, LEGACY_LIFETIME);
  return encode({
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER,
    // The library encodes every type that it has decoded, also those missing in its typings.
    questions: query.questions.map(({ name, type }) => ({ name, type: type as AddressType })),
    answers: isMissing ? [...answers, noOtherTypes(own, LEGACY_LIFETIME)] : answers,
  });
}
