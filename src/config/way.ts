// Judges how --source and the address of its target fit together, and gives a link-local target its zone.
import { isIPv4 } from 'node:net';
import type { Endpoint, ForwardConfig } from './config.js';
import { formatTarget } from './endpoint.js';
import { isAddress, isLinkLocal, zoneWanted } from './ip-literal.js';
import type { Translated } from './language.js';
import { placeText } from './place.js';
import { problem, quoted, type Problem } from './problem.js';
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
    problems.push(problem('invalid-value', where, orSource(zoneWanted(host)), quoted(host)));
  const expected = source && misfit(source.value, host);
  if (source === undefined || expected === undefined) return;
  const [value, text] = [source.value, formatTarget(target)];
  const came = {
    en: `${value} for ${text} (${placeText(where, 'en')})`,
    de: `${value} für ${text} (${placeText(where, 'de')})`,
  };
  problems.push(problem('conflict', source.where, expected, came));
}

const orSource = ({ en, de }: Translated<string>): Translated<string> => ({
  en: `${en}, or it as the source`,
  de: `${de}, oder ihn als source`,
});

/** The kind of source that a target wants in place of this one. */
function misfit(source: string, host: string): Translated<string> | undefined {
  const [, zone] = host.split('%');
  if (zone !== undefined)
    return source === zone
      ? undefined
      : {
          en: `${zone}, the zone of the target`,
          de: `${zone}, der Anschluss hinter der Adresse des Gateways`,
        };
  const hasFamily = isAddress(host) && isAddress(source) && !isLinkLocal(host);
  if (!hasFamily || isIPv4(source) === isIPv4(host)) return undefined;
  const family = isIPv4(host) ? 'IPv4' : 'IPv6';
  return { en: `an ${family} address, as the target`, de: `eine ${family}-Adresse wie die des Gateways` };
}

/** For a link-local target without a zone the source is the zone. */
export function withZone<T extends Pick<ForwardConfig, 'target' | 'source'>>(fields: T): T {
  const { target, source } = fields;
  if (source === undefined || !isLinkLocal(target.host) || target.host.includes('%')) return fields;
  return { ...fields, target: { ...target, host: `${target.host}%${source}` } };
}
