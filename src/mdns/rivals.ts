// Rivals for the name: conflicting records, goodbyes, and the order of simultaneous probes.
import { bytesOf, type Message, type AddressRecord } from './message.js';
import { typeOf } from './own-name.js';

/** Addresses in the form of {@link AddressRecord.data}. */
export type OwnAddresses = ReadonlySet<string>;

export function ownAddresses(addresses: readonly string[]): OwnAddresses {
  return new Set(addresses.map((address) => bytesOf(typeOf(address), address)));
}

/** A record of a response that gives the name to another host (RFC 6762 sections 8.1 and 9). */
export function rivalIn({ answers }: Message, own: OwnAddresses): AddressRecord | undefined {
  return answers.find(({ data, ttl }) => ttl > 0 && !own.has(data));
}

/** Whether another host gives the name up in a response (section 10.1). */
export function isGivenUp({ answers }: Message, own: OwnAddresses): boolean {
  return answers.some(({ data, ttl }) => ttl === 0 && !own.has(data));
}

/**
 * Whether a query is the probe of a rival that wins (section 8.2.1). Both record lists are sorted; the first greater
 * record wins, else the longer list.
 */
export function isOutranked({ claims }: Message, mine: readonly string[], own: OwnAddresses): boolean {
  if (claims.every(({ data }) => own.has(data))) return false;
  const records = mine.map((address) => ({ type: typeOf(address), data: bytesOf(typeOf(address), address) }));
  return inOrder(records) < inOrder(claims);
}

/** Sorted records as one text, whose order is that of the lists, because all records of a type are equally long. */
function inOrder(records: readonly Omit<AddressRecord, 'ttl'>[]): string {
  // The prefix sorts by type number, 1 for A and 28 (hex 1c) for AAAA.
  const ranks = records.map(({ type, data }) => `${type === 'A' ? '01' : '1c'}${data}`);
  return ranks.sort().join('');
}
