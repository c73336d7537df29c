// Where the gateway is reached when it is set up, for the words at the end.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { formatRange } from '../../config/address-range.js';
import type { Config, ForwardConfig, ListenAddress } from '../../config/config.js';
import { DEFAULT_TARGET_PORT, targetKey } from '../../config/endpoint.js';
import { bracketed, canonical } from '../../config/ip-literal.js';
import { isWildcard } from '../../config/listen-address.js';
import { homeNames, homePorts } from '../../check/judge-home.js';
import { isSure } from '../../gateway/maker.js';
import { MAKERS } from '../../gateway/makers.js';
import { urlOf, type HomePort } from '../../gateway/programs.js';
import type { Gateway } from './find.js';
import type { Ready } from './preflight.js';
import type { Reached } from './texts.en.js';

export function reachedBy(
  { forwards, mdns, admin }: Config,
  { target, maker }: Gateway,
  ready: Ready,
  link: string,
): Reached {
  const { home, homeAddress: address } = ready;
  const its = forwards.filter(
    (each) => targetKey(each.target) === targetKey(target) && (each.source ?? link) === link,
  );
  const ports = its.flatMap((each) => homePorts(each, home, [address]));
  const usual = ports.find(({ port }) => port === DEFAULT_TARGET_PORT);
  const port: HomePort = usual ?? ports[0] ?? { address, port: DEFAULT_TARGET_PORT, isPlain: false };
  const names = homeNames(hostname(), existsSync('/run/avahi-daemon'));
  const ways = { page: pageOf(admin, home, address), allowed: allowedBy(its) };
  // A gateway that answers to one name refuses every other one.
  if (mdns !== undefined && mdns === hostNameOf(maker))
    return { ...ways, urls: ports.map((at) => urlOf({ ...at, address: mdns })), names: [] };
  return {
    ...ways,
    urls: ports.map(urlOf),
    names: [...(mdns === undefined ? [] : [mdns]), ...names].map((name) => urlOf({ ...port, address: name })),
  };
}

const hostNameOf = (guess: Gateway['maker']): string | undefined =>
  guess !== undefined && isSure(guess) ? MAKERS[guess.maker]?.hostName : undefined;

/** Where the status page is, as a browser at home takes it; undefined where it is for this machine alone. */
function pageOf(admin: ListenAddress | undefined, home: string, address: string): string | undefined {
  if (admin === undefined) return undefined;
  const isAtHome =
    admin.interface === home || isWildcard(admin) || canonical(admin.host ?? '') === canonical(address);
  return isAtHome ? `http://${bracketed(address)}:${admin.port}/` : undefined;
}

/** Empty where every device in the home network may connect. */
function allowedBy(forwards: readonly Pick<ForwardConfig, 'allow'>[]): readonly string[] {
  const ranges = forwards.flatMap(({ allow }) => allow);
  return ranges.some(({ kind }) => kind === 'private') ? [] : ranges.map(formatRange);
}
