// Who else wants the own name: records that contradict it, and who wins when two claim it at the same time.
import { bytesOf, type Message, type AddressRecord } from './message.js';
import { typeOf } from './own-name.js';

/** Addresses as they are compared with those that messages tell. */
export type OwnAddresses = ReadonlySet<string>;

export function ownAddresses(addresses: readonly string[]): OwnAddresses {
  return new Set(addresses.map((address) => bytesOf(typeOf(address), address)));
}

/** A record by which somebody else says that the name is his (RFC 6762 sections 8.1 and 9). */
export function rivalIn({ kind, answers }: Message, own: OwnAddresses): AddressRecord | undefined {
  if (kind !== 'response') return undefined;
  return answers.find(({ data, ttl }) => ttl > 0 && !own.has(data));
}

/** Whether somebody else gives the name up (section 10.1). */
export function isGivenUp({ kind, answers }: Message, own: OwnAddresses): boolean {
  return kind === 'response' && answers.some(({ data, ttl }) => ttl === 0 && !own.has(data));
}

/**
 * Whether a query is of somebody who claims the name as well and goes first: the records of both in order, the one
 * with the first that is greater wins, or with more of them (section 8.2.1).
 */
export function isOutranked({ claims }: Message, mine: readonly string[], own: OwnAddresses): boolean {
  if (claims.every(({ data }) => own.has(data))) return false;
  return compare(ordered(mine.map((address) => ordinal(typeOf(address), address))), theirs(claims)) < 0;
}

const theirs = (claims: readonly AddressRecord[]): string[] =>
  ordered(claims.map((told) => rank(told.type, told.data)));
const ordinal = (type: AddressRecord['type'], address: string): string => rank(type, bytesOf(type, address));
// The numbers of the types, 1 and 28, are in the order of their names.
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
