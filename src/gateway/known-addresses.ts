// The HAN addresses that makers and users of gateways have documented, likeliest first, and the ranges around them.
import type { Maker } from './makers.js';
import { ipv4FromNumber, ipv4Number } from '../machine/subnet.js';

export interface KnownAddress {
  readonly address: string;
  /** The maker that sets this address; undefined where several do. */
  readonly maker?: Maker;
}

export const KNOWN_ADDRESSES: readonly KnownAddress[] = [
  { address: '192.168.1.200', maker: 'PPC' },
  { address: '192.168.100.100', maker: 'PPC' },
  // PPC and EMH.
  { address: '192.168.168.168' },
  { address: '10.11.120.2', maker: 'Theben' },
  { address: '192.168.33.2', maker: 'EMH' },
  { address: '172.20.0.1', maker: 'PPC' },
  { address: '192.168.178.200', maker: 'PPC' },
  { address: '169.254.1.1' },
  { address: '192.200.1.1', maker: 'Theben' },
  { address: '192.200.1.100', maker: 'Theben' },
];

/** `count` IPv4 addresses from `first` on, as 32-bit numbers. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

export const only = (address: string): Range => ({ first: ipv4Number(address), count: 1 });

const LAST_BYTE = 256;

/** The subnets of 254 addresses around the known ones, each once. */
export const AROUND_KNOWN: readonly Range[] = [
  ...new Set(KNOWN_ADDRESSES.map(({ address }) => Math.floor(ipv4Number(address) / LAST_BYTE))),
].map((network) => ({ first: network * LAST_BYTE + 1, count: LAST_BYTE - 2 }));

/** 192.168.0.0/16 and 172.16.0.0/12. 10.0.0.0/8 is left out because it would take hours. */
export const WIDE: readonly Range[] = [
  { first: ipv4Number('192.168.0.0'), count: 2 ** 16 },
  { first: ipv4Number('172.16.0.0'), count: 2 ** 20 },
];

export const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, { count }) => sum + count, 0);

export function isInRanges(address: string, ranges: readonly Range[]): boolean {
  const number = ipv4Number(address);
  return ranges.some(({ first, count }) => number >= first && number < first + count);
}

/** The addresses of all ranges in order. */
export function* addressesOf(ranges: readonly Range[]): Generator<string, undefined> {
  for (const { first, count } of ranges) for (let i = 0; i < count; i += 1) yield ipv4FromNumber(first + i);
  return undefined;
}
