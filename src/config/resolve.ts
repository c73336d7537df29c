// Looks up the names of targets at the start, so that a misspelt one shows before the first client.
import { isAddress } from './ip-literal.js';
import type { ConfigWithPlaces } from './load.js';
import { problem, quote, type Problem } from './problem.js';

/** Like `dns.promises.lookup`: rejects with an error that has a `code`. */
export type Lookup = (name: string) => Promise<unknown>;

/** The longest lookup, in ms. Working name servers answer sooner. */
const LOOKUP_TIMEOUT_MS = 5_000;

const NO_ANSWER = 'no answer in time';
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such name is known',
  EAI_AGAIN: 'the name server cannot be reached',
  ENODATA: 'the name has no address',
  EAI_NODATA: 'the name has no address',
  EAI_FAIL: 'the name server failed',
};

/**
 * Looks up all targets that are names, in parallel. The addresses are dropped, because each connection looks the name
 * up again. A lookup that is late is reported and ends by itself, because it cannot be cancelled.
 */
export async function checkTargetNames(
  { config: { forwards }, places }: ConfigWithPlaces,
  lookup: Lookup,
  timeoutMs = LOOKUP_TIMEOUT_MS,
): Promise<Problem[]> {
  const reasons = await Promise.all(forwards.map(({ target }) => failure(target.host, lookup, timeoutMs)));
  return forwards.flatMap(({ target, name }, index) => {
    const reason = reasons[index];
    if (reason === undefined) return [];
    const came = `${quote(target.host)}: ${reason}`;
    return [problem('unresolved-name', places.get(target) ?? name, 'a name that can be looked up', came)];
  });
}

/** The reason why a host cannot be used, as text; undefined for an address or a found name. */
async function failure(host: string, lookup: Lookup, timeoutMs: number): Promise<string | undefined> {
  if (isAddress(host)) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, NO_ANSWER);
  });
  try {
    return await Promise.race([lookup(host).then(() => undefined, reasonOf), late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  return `${REASONS[code] ?? 'the lookup failed'} (${code})`;
}
