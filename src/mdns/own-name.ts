// The records of the claimed name on one link, and the messages that carry them (RFC 6762).
import { AUTHORITATIVE_ANSWER, encode, type Answer, type StringAnswer } from 'dns-packet';
import { isIPv4 } from 'node:net';
import { isLinkLocal } from '../config/ip-literal.js';
import type { OwnNetwork } from '../machine/interfaces.js';

/** A name in lower case and its addresses on one link, without zones. */
export interface OwnName {
  readonly name: string;
  readonly addresses: readonly string[];
}

/**
 * The part of the name for messages over one family. A link-local address heard over IPv4 is useless: its zone is the
 * interface of the message, and resolvers know that of an IPv6 message only.
 */
export function ownOver(family: OwnNetwork['family'], { name, addresses }: OwnName): OwnName {
  const fit = family === 'ipv6' ? addresses : addresses.filter((address) => !isLinkLocal(address));
  return { name, addresses: fit };
}

export type AddressType = 'A' | 'AAAA';
export const ADDRESS_TYPES: readonly AddressType[] = ['A', 'AAAA'];

/** The lifetime of address records that RFC 6762 section 10 recommends, in seconds. */
export const TTL = 120;
/** Short, because the cache of a conventional resolver hears no goodbye (section 6.7). */
const LEGACY_TTL = 10;

/** `flush` is the cache-flush bit: no other host has records of this name and type (section 10.2). */
export interface RecordLifetime {
  readonly ttl: number;
  readonly flush: boolean;
}

export const SHARED_LIFETIME: RecordLifetime = { ttl: TTL, flush: true };
/** Without the cache-flush bit, which a conventional resolver does not know (section 6.7). */
export const LEGACY_LIFETIME: RecordLifetime = { ttl: LEGACY_TTL, flush: false };

export const typeOf = (address: string): AddressType => (isIPv4(address) ? 'A' : 'AAAA');

/** The address records of these types. */
export function addressRecords(
  { name, addresses }: OwnName,
  types = ADDRESS_TYPES,
  lasting: RecordLifetime = SHARED_LIFETIME,
): (StringAnswer & { type: AddressType })[] {
  const wanted = addresses.filter((address) => types.includes(typeOf(address)));
  return wanted.map((data) => ({ ...lasting, name, type: typeOf(data), data }));
}

/** The NSEC record, which lists the name's record types and so excludes all others (section 6.1). */
export function noOtherTypes(
  { name, addresses }: OwnName,
  lasting: RecordLifetime = SHARED_LIFETIME,
): Answer {
  const rrtypes = ADDRESS_TYPES.filter((type) => addresses.some((address) => typeOf(address) === type));
  return { ...lasting, name, type: 'NSEC', data: { nextDomain: name, rrtypes } };
}

/** A probe: asks for any record of the name, and proposes our own (section 8.1). */
export function probe(own: OwnName): Buffer {
  // Asks for a multicast answer, like avahi: a unicast one would reach only one of the programs at the port.
  return encode({
    type: 'query',
    // The typings lack the question type ANY (255), which the library supports.
    questions: [{ name: own.name, type: 'ANY' as 'A' }],
    authorities: addressRecords(own, ADDRESS_TYPES, { ttl: TTL, flush: false }),
  });
}

/** An announcement: all records of the name (section 8.3). */
export function announcement(own: OwnName): Buffer {
  const answers = addressRecords(own);
  return response(answers, additionals(answers, own));
}

/** Additional records (section 6.2): the addresses of the other family, or that there are none. */
export function additionals(answers: readonly Answer[], own: OwnName): Answer[] {
  const types = new Set(answers.map(({ type }) => type));
  const others = ADDRESS_TYPES.filter((type) => !types.has(type));
  const records = addressRecords(own, others);
  const isComplete = types.has('NSEC') || new Set(own.addresses.map(typeOf)).size === ADDRESS_TYPES.length;
  return isComplete ? records : [...records, noOtherTypes(own)];
}

/** A goodbye: all address records with the lifetime 0 (section 10.1). */
export function goodbye(own: OwnName): Buffer {
  return response(addressRecords(own, ADDRESS_TYPES, { ttl: 0, flush: true }));
}

export function response(answers: Answer[], additionals: Answer[] = []): Buffer {
  return encode({ type: 'response', flags: AUTHORITATIVE_ANSWER, answers, additionals });
}
