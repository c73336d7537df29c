// Where the gateway is reached when it is set up, for the words at the end.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../../config/config.js';
import { DEFAULT_TARGET_PORT, targetKey } from '../../config/endpoint.js';
import { homeNames, homePorts } from '../../check/judge-home.js';
import { isSure } from '../../gateway/maker.js';
import { MAKERS } from '../../gateway/makers.js';
import { urlOf, type HomePort } from '../../gateway/programs.js';
import type { Gateway } from './find.js';
import type { Ready } from './preflight.js';
import type { Reached } from './texts.en.js';

export function reachedBy({ forwards, mdns }: Config, { target, maker }: Gateway, ready: Ready): Reached {
  const { home, homeAddress: address } = ready;
  const its = forwards.filter((each) => targetKey(each.target) === targetKey(target));
  const ports = its.flatMap((each) => homePorts(each, home, [address]));
  const usual = ports.find(({ port }) => port === DEFAULT_TARGET_PORT);
  const port: HomePort = usual ?? ports[0] ?? { address, port: DEFAULT_TARGET_PORT, isPlain: false };
  const names = homeNames(hostname(), existsSync('/run/avahi-daemon'));
  // A gateway that answers to one name refuses every other one.
  if (mdns !== undefined && mdns === hostNameOf(maker))
    return { urls: ports.map((at) => urlOf({ ...at, address: mdns })), names: [] };
  return {
    urls: ports.map(urlOf),
    names: [...(mdns === undefined ? [] : [mdns]), ...names].map((name) => urlOf({ ...port, address: name })),
  };
}

const hostNameOf = (guess: Gateway['maker']): string | undefined =>
  guess !== undefined && isSure(guess) ? MAKERS[guess.maker]?.hostName : undefined;
