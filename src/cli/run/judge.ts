// Judges a loaded configuration by this machine: its own addresses, and the subnets of its links.
import type { LoadResult } from '../../config/load.js';
import { ownNetworks } from '../../machine/interfaces.js';
import { ownTargets } from '../../service/own-targets.js';
import { sharedSubnets } from '../../service/shared-subnets.js';

/** The same configuration, or the problems that it has on this machine. */
export function judged(loaded: LoadResult): LoadResult {
  if (!loaded.ok) return loaded;
  const problems = [...ownTargets(loaded), ...sharedSubnets(loaded, ownNetworks)];
  return problems.length === 0 ? loaded : { ok: false, problems };
}
