// Judges how --source and the address of its target fit together, and gives a link-local target its zone.
import { isIPv4 } from 'node:net';
import type { Endpoint, ForwardConfig } from './config.js';
import { formatTarget } from './endpoint.js';
import { isAddress, isLinkLocal, zoneWanted } from './ip-literal.js';
import { problem, quote, type Problem } from './problem.js';
import type { Setting } from './settings.js';

/** The zone of a link-local target binds connections to its interface, so that both must say the same. */
export function reportWay(
  { value: target, where }: Setting<Endpoint>,
  source: Setting<string> | undefined,
  problems: Problem[],
): void {
  const { host } = target;
  const [, zone] = host.split('%');
  const name = source === undefined || isAddress(source.value) ? undefined : source.value;
  if (isLinkLocal(host) && zone === undefined && name === undefined)
    problems.push(problem('invalid-value', where, `${zoneWanted(host)}, or it as the source`, quote(host)));
  if (source === undefined || !isAddress(host)) return;
  const fits = isLinkLocal(host)
    ? name === (zone ?? name)
    : name !== undefined || isSameFamily(source.value, host);
  if (fits) return;
  const expected = isLinkLocal(host) ? 'the interface of the target' : "an address of the target's family";
  problems.push(
    problem('conflict', source.where, expected, `${source.value} for ${formatTarget(target)} (${where})`),
  );
}

const isSameFamily = (one: string, other: string): boolean => isIPv4(one) === isIPv4(other);

/** For a link-local target without a zone the source is the zone. */
export function withZone<T extends Pick<ForwardConfig, 'target' | 'source'>>(fields: T): T {
  const { target, source } = fields;
  if (source === undefined || !isLinkLocal(target.host) || target.host.includes('%')) return fields;
  return { ...fields, target: { ...target, host: `${target.host}%${source}` } };
}
