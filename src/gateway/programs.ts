// The values to enter into each client program, for the maker of the gateway. Pure; the words are the command's.
import { isIPv4 } from 'node:net';
import { bracketed } from '../config/ip-literal.js';
import { MAKERS, type Maker, type MakerFacts } from './makers.js';

/** The clients in use, as their own users call them. */
export type Program = 'theben_conexa' | 'ha-ppc-smgw' | 'evcc' | 'TRuDI' | 'browser' | 'curl';

/** The reason why a program cannot read the gateway as it is set up. */
export type ProgramTrouble =
  /** Its host field takes no port, so that only 443 is left. */
  | 'needs-443'
  /** It sends the name it connects to as Host, and the gateway does not answer to that. */
  | 'needs-name'
  /** It takes addresses only, and the gateway answers to a name alone. */
  | 'address-only';

/** One program: the fields to fill in, or the trouble. `ID` in a path stands for the user's own part. */
export type ProgramEntry =
  | { readonly program: Program; readonly trouble: ProgramTrouble }
  | { readonly program: 'theben_conexa'; readonly host: string }
  | { readonly program: 'ha-ppc-smgw' | 'browser'; readonly url: string }
  | { readonly program: 'evcc'; readonly uri: string; readonly host: string }
  | { readonly program: 'TRuDI'; readonly address: string; readonly port: number }
  | { readonly program: 'curl'; readonly command: string };

/** Where clients of the home reach a gateway. */
export interface WayIn {
  readonly maker: Maker | undefined;
  /** At least one, the preferred first. */
  readonly ports: readonly HomePort[];
  /** The gateway's own address. */
  readonly gateway: string;
  /** The mDNS name of this machine. */
  readonly mdns: string | undefined;
}

/** An address of this machine in the home, with the port. */
export interface HomePort {
  readonly address: string;
  readonly port: number;
  /** smgw-proxy speaks TLS behind it, and clients speak none (--target-tls). */
  readonly isPlain?: boolean;
}

export const HTTPS = 443;
const HTTP = 80;

/** The URL for a browser; without the usual port. */
export function urlOf({ address, port, isPlain = false }: HomePort): string {
  const usual = isPlain ? HTTP : HTTPS;
  return `${isPlain ? 'http' : 'https'}://${bracketed(address)}${port === usual ? '' : `:${port}`}`;
}

/** Empty without a port. For an unknown maker: the programs that read any, without a path. */
export function programsFor(way: WayIn): ProgramEntry[] {
  const at = way.ports.find(({ port }) => port === HTTPS) ?? way.ports[0];
  if (at === undefined) return [];
  const { maker } = way;
  const facts = (maker && MAKERS[maker]) ?? ANY;
  const { hostName, path, haPpcPath } = facts;
  return [
    ...(maker === 'Theben' || maker === undefined ? [thebenConexa(at)] : []),
    byName('ha-ppc-smgw', haPpcPath, way, at, hostName),
    ...(maker === 'EMH' ? [evcc(way, at, hostName)] : []),
    hostName === undefined ? { program: 'TRuDI', ...at } : { program: 'TRuDI', trouble: 'address-only' },
    byName('browser', path, way, at, hostName),
    curl(path, way, at, hostName),
  ];
}

const ANY: Pick<MakerFacts, 'path' | 'haPpcPath' | 'hostName'> = { path: '', haPpcPath: '' };

const thebenConexa = ({ address, port }: HomePort): ProgramEntry =>
  port === HTTPS
    ? { program: 'theben_conexa', host: address }
    : { program: 'theben_conexa', trouble: 'needs-443' };

/** evcc has a field for the Host header, so that it needs no name. A link-local address has a zone, which no header takes. */
const evcc = ({ gateway }: WayIn, at: HomePort, hostName = gateway): ProgramEntry => ({
  program: 'evcc',
  uri: urlOf(at),
  host: isIPv4(gateway) ? gateway : hostName,
});

/** Undefined if the gateway answers to a name that this machine does not have. */
function namedUrl({ mdns }: WayIn, { address, port }: HomePort, hostName: string | undefined) {
  if (hostName !== undefined && hostName !== mdns) return undefined;
  return urlOf({ address: hostName ?? address, port });
}

/** A program that sends as Host the name or address that it connects to. */
function byName(
  program: 'ha-ppc-smgw' | 'browser',
  path: string,
  ...reach: Parameters<typeof namedUrl>
): ProgramEntry {
  const url = namedUrl(...reach);
  return url === undefined ? { program, trouble: 'needs-name' } : { program, url: `${url}${path}` };
}

function curl(path: string, ...reach: Parameters<typeof namedUrl>): ProgramEntry {
  const [{ gateway }, at] = reach;
  const named = namedUrl(...reach);
  const where = named ?? `-H 'Host: ${gateway}' ${urlOf(at)}`;
  return { program: 'curl', command: `curl -kL --digest -u NAME ${where}${path}` };
}
