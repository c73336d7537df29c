// Guesses the maker of a gateway from its certificate, MAC, mDNS service or name, or address.
import { KNOWN_ADDRESSES } from './known-addresses.js';
import { MAKERS, type Maker, type MakerFacts } from './makers.js';

export interface MakerGuess {
  readonly maker: Maker;
  /** The evidence, surest first. None is a proof: any host can sign a certificate. */
  readonly from: 'certificate' | 'mac' | 'service' | 'mdns' | 'address';
}

/** Whether the evidence is the maker's own. Several makers may use the same name or the same address. */
export const isSure = ({ from }: MakerGuess): boolean => from !== 'mdns' && from !== 'address';

export interface Traits {
  /** All names in the certificate. */
  readonly certificateNames?: string;
  readonly mac?: string | undefined;
  /** The names in its mDNS answer: any text. */
  readonly mdnsNames?: readonly string[] | undefined;
  readonly address?: string | undefined;
}

/**
 * DIN 43863-5 numbers metering devices: e for electricity, three letters for the maker, ten digits. Certificates
 * carry that number as a name, such as ethe0300186023.sm.
 */
const NUMBERS: readonly (readonly [RegExp, Maker])[] = [
  [/ethe\d{10}/i, 'Theben'],
  [/eppc\d{10}/i, 'PPC'],
  [/eemh\d{10}/i, 'EMH'],
  [/elgz\d{10}/i, 'Landis+Gyr'],
  [/\btheben\b/i, 'Theben'],
  [/\bpower plus communications\b/i, 'PPC'],
  [/\bemh\b/i, 'EMH'],
  [/\blandis ?\+ ?gyr\b/i, 'Landis+Gyr'],
];

/** MAC address blocks from the IEEE registry. */
const MAC_BLOCKS: Readonly<Record<string, Maker>> = {
  '5c:ca:32': 'Theben',
  '00:25:18': 'PPC',
  '00:15:3b': 'EMH',
  '00:1f:58': 'EMH',
  '00:0f:93': 'Landis+Gyr',
  '00:1c:64': 'Landis+Gyr',
  '30:eb:5a': 'Landis+Gyr',
  '64:01:fb': 'Landis+Gyr',
  '98:b1:77': 'Landis+Gyr',
};

/** The guess with the surest evidence; undefined without any. */
export function guessMaker(traits: Traits): MakerGuess | undefined {
  const { certificateNames = '', mac = '', mdnsNames = [], address } = traits;
  const names = new Set(mdnsNames.map((name) => name.toLowerCase()));
  const has = (name: string | undefined): boolean => name !== undefined && names.has(name);
  const guesses: readonly (readonly [MakerGuess['from'], Maker | undefined])[] = [
    ['certificate', NUMBERS.find(([pattern]) => pattern.test(certificateNames))?.[1]],
    ['mac', MAC_BLOCKS[mac.slice(0, 8)]],
    ['service', makerWhere(({ service }) => has(service))],
    // BSI TR-03109-1 suggests the name to all makers; EMH is the only one known to use it.
    ['mdns', makerWhere(({ hostName }) => has(hostName))],
    ['address', KNOWN_ADDRESSES.find((known) => known.address === address)?.maker],
  ];
  for (const [from, maker] of guesses) if (maker !== undefined) return { maker, from };
  return undefined;
}

function makerWhere(holds: (facts: MakerFacts) => boolean): Maker | undefined {
  const rows = Object.entries(MAKERS) as [Maker, MakerFacts][];
  return rows.find(([, facts]) => holds(facts))?.[0];
}
