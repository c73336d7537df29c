// Keeps this machine among the clients where only named ones may connect: `status` and `check` ask from its addresses.
import { isIPv6 } from 'node:net';
import { homeAddresses } from '../../check/judge-home.js';
import { pickHomeLink } from '../../check/pick-links.js';
import { RANGE } from '../../config/kinds.js';
import { Access } from '../../forward/admit/access.js';
import type { Surroundings } from '../../machine/choose-link.js';
import { isInOwnSubnet, ownNetworks } from '../../machine/interfaces.js';
import type { OptionValue, WrittenOptions } from '../../setup/written-options.js';

const LOOPBACK = '127.0.0.1';

/** @param gatewayLink the interface to the gateway, which is not that into the home; undefined if it is unknown */
export function ownAddresses(surroundings: Surroundings, gatewayLink: string | undefined): string[] {
  const own = ownNetworks();
  const links = new Set(gatewayLink === undefined ? [] : [gatewayLink]);
  const home = pickHomeLink(surroundings, own, links)?.name;
  return [LOOPBACK, ...(home === undefined ? [] : homeAddresses(home, own).slice(0, 1))];
}

/** Adds those of the addresses that `allow` leaves out; options without it stay as they are. */
export function withOwnAccess(options: WrittenOptions, own: readonly string[]): WrittenOptions {
  return options.allow === undefined ? options : { ...options, allow: withOwn(options.allow, own) };
}

function withOwn(allow: OptionValue, own: readonly string[]): OptionValue {
  const texts = [allow].flat();
  const ranges = texts.flatMap((text) => {
    const result = RANGE.parse(text);
    return result.ok ? [result.value] : [];
  });
  const access = new Access({ allow: ranges, deny: [], acceptProxy: [] }, isInOwnSubnet);
  const missing = own.filter((address) => !access.admits(address));
  return missing.length === 0
    ? allow
    : [...texts, ...missing.map((each) => `${each}/${isIPv6(each) ? 128 : 32}`)];
}
