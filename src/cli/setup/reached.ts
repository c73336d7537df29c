// Where the gateway is reached when it is set up, for the words at the end.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../../config/config.js';
import { DEFAULT_TARGET_PORT, targetKey } from '../../config/endpoint.js';
import { homeNames, homePorts, urlOf, type HomePort } from '../../check/judge-home.js';
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
  return {
    ...{ address, maker, mdns },
    has443: usual !== undefined,
    url: urlOf({ ...port, address: maker === 'EMH' ? (mdns ?? address) : address }),
    urls: ports.map(urlOf),
    names: [...(mdns === undefined ? [] : [mdns]), ...names].map((name) => urlOf({ ...port, address: name })),
  };
}
