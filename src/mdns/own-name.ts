// The records of the name that this machine claims on a link, and the messages in which it says them (RFC 6762).
import { AUTHORITATIVE_ANSWER, encode, type Answer } from 'dns-packet';
import { isIPv4 } from 'node:net';

/** A name, in lower case, and what it stands for on one link: addresses without zones, at least one. */
export interface OwnName {
  readonly name: string;
  readonly addresses: readonly string[];
}

export type AddressType = 'A' | 'AAAA';
export const ADDRESS_TYPES: readonly AddressType[] = ['A', 'AAAA'];

/** What RFC 6762 section 10 recommends for records with addresses, in seconds. */
export const TTL = 120;
/** Not longer in a cache that hears neither announcements nor goodbyes (section 6.7). */
const LEGACY_TTL = 10;

/** `flush`: nobody else has records of this name and type (section 10.2). */
interface RecordLifetime {
  readonly ttl: number;
  readonly flush: boolean;
}

const SHARED_LIFETIME: RecordLifetime = { ttl: TTL, flush: true };
/** A conventional resolver knows no such bit (section 6.7). */
export const LEGACY_LIFETIME: RecordLifetime = { ttl: LEGACY_TTL, flush: false };

export const typeOf = (address: string): AddressType => (isIPv4(address) ? 'A' : 'AAAA');

/** The records with the addresses of these types. */
export function addressRecords(
  { name, addresses }: OwnName,
  types = ADDRESS_TYPES,
  lasting: RecordLifetime = SHARED_LIFETIME,
): Answer[] {
  const wanted = addresses.filter((address) => types.includes(typeOf(address)));
  return wanted.map((data) => ({ ...lasting, name, type: typeOf(data), data }));
}

/** Says which types of record the name has, and so that it has no others (section 6.1). */
export function noOtherTypes(
  { name, addresses }: OwnName,
  lasting: RecordLifetime = SHARED_LIFETIME,
): Answer {
  const rrtypes = ADDRESS_TYPES.filter((type) => addresses.some((address) => typeOf(address) === type));
  return { ...lasting, name, type: 'NSEC', data: { nextDomain: name, rrtypes } };
}

/** Asks whether somebody has the name, and says what it would stand for here (section 8.1). */
export function probe(own: OwnName): Buffer {
  // As a multicast question, like avahi: the port is shared, and a unicast answer would reach one of its users only.
  return encode({
    type: 'query',
    // The types do not know the question for any type (255), which the library does.
    questions: [{ name: own.name, type: 'ANY' as 'A' }],
    authorities: addressRecords(own, ADDRESS_TYPES, { ttl: TTL, flush: false }),
  });
}

/** Everything about the name, for everybody (section 8.3). */
export function announcement(own: OwnName): Buffer {
  const isLacking = new Set(own.addresses.map(typeOf)).size < ADDRESS_TYPES.length;
  return response(addressRecords(own), isLacking ? [noOtherTypes(own)] : []);
}

/** Takes it back (section 10.1). */
export function goodbye(own: OwnName): Buffer {
  return response(addressRecords(own, ADDRESS_TYPES, { ttl: 0, flush: true }));
}

export function response(answers: Answer[], additionals: Answer[] = []): Buffer {
  return encode({ type: 'response', flags: AUTHORITATIVE_ANSWER, answers, additionals });
}
