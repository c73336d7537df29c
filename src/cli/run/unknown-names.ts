// Looks up the targets of a configuration, for --check-config. A failure is no mistake: a router may still be starting.
import type { ConfigWithPlaces } from '../../config/load.js';
import { isAddress } from '../../config/ip-literal.js';
import { placeText } from '../../config/place.js';
import { quote } from '../../config/problem.js';
import { Names, type FoundAddresses, type Lookup } from '../../forward/target/names.js';
import { dialOutcome } from '../../forward/outcome.js';
import { hintFor } from '../../log/hint.js';

/** A line for each forward whose target has a name that cannot be looked up. */
export async function unknownNames(
  { config: { forwards }, places }: ConfigWithPlaces,
  lookUp: Lookup,
): Promise<string[]> {
  const names = new Names(lookUp);
  const named = forwards.filter(({ target }) => !isAddress(target.host));
  const lines = named.map(async ({ name, target }) => {
    const found = await new Promise<FoundAddresses>((resolve) => names.find(target.host, resolve));
    if (found.ok) return [];
    const { code } = found;
    const hint = hintFor({ outcome: dialOutcome(code), code, holder: undefined });
    const where = placeText(places.get(target) ?? name, 'en');
    return [`${where}: ${quote(target.host)}: ${hint ?? 'the lookup failed'} (${code})`];
  });
  return (await Promise.all(lines)).flat();
}
