// Guesses the maker of a gateway from its certificate, MAC, mDNS name or address.

export type Maker = 'Theben' | 'PPC' | 'EMH' | 'Landis+Gyr';

export interface MakerGuess {
  readonly maker: Maker;
  /** The evidence, surest first. None is a proof: any host can sign a certificate. */
  readonly from: 'certificate' | 'mac' | 'mdns' | 'address';
}

export interface Traits {
  /** All names in the certificate. */
  readonly certificateNames?: string;
  readonly mac?: string | undefined;
  readonly hasMdns?: boolean;
  readonly knownAddressOf?: Maker | undefined;
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
  const { certificateNames = '', mac = '', hasMdns, knownAddressOf } = traits;
  const named = NUMBERS.find(([pattern]) => pattern.test(certificateNames))?.[1];
  if (named !== undefined) return { maker: named, from: 'certificate' };
  const built = MAC_BLOCKS[mac.slice(0, 8)];
  if (built !== undefined) return { maker: built, from: 'mac' };
  // EMH is the only one of these makers known to answer for smgw.local.
  if (hasMdns === true) return { maker: 'EMH', from: 'mdns' };
  return knownAddressOf === undefined ? undefined : { maker: knownAddressOf, from: 'address' };
}
