// Builds the reply to a query for the own name: RFC 6762 sections 5.4, 6, 6.1, 6.7 and 7.1.
import { AUTHORITATIVE_ANSWER, encode, type Answer } from 'dns-packet';
import { MDNS_PORT } from '../machine/mdns-group.js';
import { bytesOf, type Message } from './message.js';
import {
  ADDRESS_TYPES,
  additionals,
  addressRecords,
  LEGACY_LIFETIME,
  noOtherTypes,
  response,
  SHARED_LIFETIME,
  TTL,
  type AddressType,
  type OwnName,
  type RecordLifetime,
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
  const answers = answersTo(query, own, SHARED_LIFETIME, knownTo(query));
  if (answers.length === 0) return undefined;
  const isUnicast = query.questions.every((each) => each.isUnicast) && sinceSaidMs < RECENTLY_MS;
  const bytes = response(answers, additionals(answers, own));
  return { to: isUnicast ? 'querier' : 'group', bytes, isDefence };
}

const key = (type: AddressType, data: string): string => `${type} ${data}`;

/** The unknown records for the questions, with an NSEC record if a question is for a type that the name lacks. */
function answersTo(
  { questions }: Message,
  own: OwnName,
  lifetime: RecordLifetime,
  known: ReadonlySet<string> = new Set(),
): Answer[] {
  const isAsked = (asked: string): boolean => questions.some(({ type }) => type === asked || type === 'ANY');
  const records = addressRecords(own, ADDRESS_TYPES.filter(isAsked), lifetime);
  const isMissing = questions.some(
    ({ type }) => type !== 'ANY' && !records.some((each) => each.type === type),
  );
  const unknown = records.filter(({ type, data }) => !known.has(key(type, bytesOf(type, data))));
  return [...unknown, ...(isMissing ? [noOtherTypes(own, lifetime)] : [])];
}

/** The known answers with at least half of their lifetime left (section 7.1). */
function knownTo({ answers }: Message): ReadonlySet<string> {
  return new Set(answers.filter(({ ttl }) => ttl >= TTL / 2).map(({ type, data }) => key(type, data)));
}

/** A conventional DNS answer, which repeats the id and the questions of the query. */
function legacyReply(query: Message, own: OwnName): Buffer {
  return encode({
    type: 'response',
    id: query.id,
    flags: AUTHORITATIVE_ANSWER,
    // The library encodes every type that it has decoded, also those missing in its typings.
    questions: query.questions.map(({ name, type }) => ({ name, type: type as AddressType })),
    answers: answersTo(query, own, LEGACY_LIFETIME),
  });
}
