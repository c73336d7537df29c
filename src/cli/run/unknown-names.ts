// Looks up the targets of a configuration, for --check-config. A failure is no mistake: a router may still be starting.
import { pageWords } from '../../admin/page-words.js';
import type { ConfigWithPlaces } from '../../config/load.js';
import type { Language, Translated } from '../../config/language.js';
import { isAddress } from '../../config/ip-literal.js';
import { placeText } from '../../config/place.js';
import { quoted } from '../../config/problem.js';
import { Names, type FoundAddresses, type Lookup } from '../../forward/target/names.js';
import { dialOutcome } from '../../forward/outcome.js';
import { hintFor } from '../../log/hint.js';

const TEXTS: Translated<{ readonly failed: string; readonly again: string }> = {
  en: { failed: 'the lookup failed', again: 'smgw-proxy run tries again until it is found' },
  de: {
    failed: 'der Name ließ sich nicht auflösen',
    again: 'smgw-proxy run versucht es weiter, bis er gefunden wird',
  },
};

/** A line for each forward whose target has a name that cannot be looked up. */
export async function unknownNames(
  { config: { forwards }, places }: ConfigWithPlaces,
  lookUp: Lookup,
  language: Language,
): Promise<string[]> {
  const words = await pageWords(language);
  const { failed, again } = TEXTS[language];
  const names = new Names(lookUp);
  const named = forwards.filter(({ target }) => !isAddress(target.host));
  const lines = named.map(async ({ name, target }) => {
    const found = await new Promise<FoundAddresses>((resolve) => names.find(target.host, resolve));
    if (found.ok) return [];
    const { code } = found;
    const hint = hintFor({ outcome: dialOutcome(code), code, holder: undefined });
    const where = placeText(places.get(target) ?? name, language);
    const reason = hint === undefined ? failed : words.hint(hint);
    return [`${where}: ${quoted(target.host)[language]}: ${reason} (${code}); ${again}`];
  });
  return (await Promise.all(lines)).flat();
}
