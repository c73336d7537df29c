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
  const isLacking = source === undefined || isAddress(source.value);
  if (isLinkLocal(host) && !host.includes('%') && isLacking)
    problems.push(problem('invalid-value', where, `${zoneWanted(host)}, or it as the source`, quote(host)));
  const expected = source && misfit(source.value, host);
  if (source === undefined || expected === undefined) return;
  const came = `${source.value} for ${formatTarget(target)} (${where})`;
  problems.push(problem('conflict', source.where, expected, came));
}

/** The kind of source that a target wants in place of this one. */
function misfit(source: string, host: string): string | undefined {
  const [, zone] = host.split('%');
  if (zone !== undefined) return source === zone ? undefined : `${zone}, the zone of the target`;
  const hasFamily = isAddress(host) && isAddress(source) && !isLinkLocal(host);
  return hasFamily && isIPv4(source) !== isIPv4(host) ? "an address of the target's family" : undefined;
}

/** For a link-local target without a zone the source is the zone. */
export function withZone<T extends Pick<ForwardConfig, 'target' | 'source'>>(fields: T): T {
  const { target, source } = fields;
  if (source === undefined || !isLinkLocal(target.host) || target.host.includes('%')) return fields;
  return { ...fields, target: { ...target, host: `${target.host}%${source}` } };
}
