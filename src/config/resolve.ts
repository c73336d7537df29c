// Looks up the names among the targets once, at the start: a misspelt one should not wait for the first client.
import { isAddress } from './ip-literal.js';
import type { ConfigWithPlaces } from './load.js';
import { problem, quote, type Problem } from './problem.js';

/** Like `dns.promises.lookup`: rejects with an error whose `code` says why. */
export type Lookup = (name: string) => Promise<unknown>;

/** How long a name may take, in ms: a name server that answers at all does so within this time. */
export const LOOKUP_TIMEOUT_MS = 5_000;

const NO_ANSWER = 'no answer in time';
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such name is known',
  EAI_AGAIN: 'the name server cannot be reached',
  ENODATA: 'the name has no address',
  EAI_NODATA: 'the name has no address',
  EAI_FAIL: 'the name server failed',
};

/**
 * Looks up every target that is a name, all at the same time. The addresses are not kept: each connection looks
 * the name up again. A lookup over its time is reported and left to end by itself, nothing can cancel it.
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

/** Why a host cannot be used, in plain words; undefined if it is an address or was found. */
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
