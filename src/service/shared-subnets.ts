// Forwards to one address that two links of this machine may lead to: nothing but a source tells the gateways apart.
import type { ForwardConfig } from '../config/config.js';
import { formatTarget, sharedTargets, targetKey } from '../config/endpoint.js';
import { isAddress } from '../config/ip-literal.js';
import type { ConfigWithPlaces } from '../config/load.js';
import type { Translated } from '../config/language.js';
import { placeText } from '../config/place.js';
import { problem, type Problem } from '../config/problem.js';
import type { Places } from '../config/settings.js';
import { linksTo, type OwnAddress } from '../forward/target/own-end.js';

/** Only while several links have an address there; links that come later make the target unreachable. */
export function sharedSubnets(
  { config: { forwards }, places }: ConfigWithPlaces,
  networks: () => readonly OwnAddress[],
): Problem[] {
  // First: each of hundreds of forwards is not compared with each other one.
  const shared = sharedTargets(forwards.map(({ target }) => target));
  const unbound = forwards.filter(
    ({ target, source }) => source === undefined && isAddress(target.host) && shared.has(targetKey(target)),
  );
  return unbound.flatMap((forward) => {
    const key = targetKey(forward.target);
    const other = forwards.find((each) => each !== forward && targetKey(each.target) === key);
    const links = other === undefined ? [] : linksTo(forward.target.host, networks());
    if (other === undefined || links.length < 2) return [];
    const where = places.get(forward.target) ?? forward.name;
    return [problem('conflict', where, wanted(links), found(forward, other, links, places))];
  });
}

const wanted = ([link]: readonly string[]): Translated<string> => ({
  en: `a source in each forward to it, such as ${link}`,
  de: `in jeder Weiterleitung dorthin ein source, zum Beispiel ${link}`,
});

function found(
  { target }: ForwardConfig,
  other: ForwardConfig,
  links: readonly string[],
  places: Places,
): Translated<string> {
  const [place, text] = [places.get(other.target) ?? other.name, formatTarget(target)];
  return {
    en: `none for ${text}, which is behind ${links.join(' and ')} and also the target of forward ${other.name} (${placeText(place, 'en')})`,
    de: `keines für ${text}; dahin führen ${links.join(' und ')}, und die Weiterleitung ${other.name} führt auch dahin (${placeText(place, 'de')})`,
  };
}
