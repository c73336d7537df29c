// Rivals for the name: conflicting records, goodbyes, and the order of simultaneous probes.
import { bytesOf, type Message, type AddressRecord } from './message.js';
import { typeOf } from './own-name.js';

/** Addresses in the form of {@link AddressRecord.data}. */
export type OwnAddresses = ReadonlySet<string>;

export function ownAddresses(addresses: readonly string[]): OwnAddresses {
  return new Set(addresses.map((address) => bytesOf(typeOf(address), address)));
}

/** A record that gives the name to another host (RFC 6762 sections 8.1 and 9). */
export function rivalIn({ kind, answers }: Message, own: OwnAddresses): AddressRecord | undefined {
  if (kind !== 'response') return undefined;
  return answers.find(({ data, ttl }) => ttl > 0 && !own.has(data));
}

/** Whether another host gives the name up (section 10.1). */
export function isGivenUp({ kind, answers }: Message, own: OwnAddresses): boolean {
  return kind === 'response' && answers.some(({ data, ttl }) => ttl === 0 && !own.has(data));
}

/**
 * Whether a query is the probe of a rival that wins (section 8.2.1). Both record lists are sorted; the first greater
 * record wins, else the longer list.
 */
export function isOutranked({ claims }: Message, mine: readonly string[], own: OwnAddresses): boolean {
  if (claims.every(({ data }) => own.has(data))) return false;
  return compare(ordered(mine.map((address) => ordinal(typeOf(address), address))), theirs(claims)) < 0;
}

const theirs = (claims: readonly AddressRecord[]): string[] =>
  ordered(claims.map((told) => rank(told.type, told.data)));
const ordinal = (type: AddressRecord['type'], address: string): string => rank(type, bytesOf(type, address));
// The prefix sorts by type number, 1 for A and 28 (hex 1c) for AAAA.
const rank = (type: AddressRecord['type'], data: string): string => `${type === 'A' ? '01' : '1c'}${data}`;
const ordered = (ranks: readonly string[]): string[] => [...ranks].sort();

function compare(mine: readonly string[], others: readonly string[]): number {
  for (const [index, one] of mine.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    if (one !== other) return one < other ? -1 : 1;
  }
  return mine.length - others.length;
}
