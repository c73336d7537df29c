// How a service and its forwards are, each as a sentence with a mark in front.
import { parseListen } from '../../config/listen-address.js';
import { SENTENCES } from '../../log/connection-log.js';
import { hintFor } from '../../log/hint.js';
import type {
  ForwardStatus,
  ListenFailureStatus,
  MdnsStatus,
  Status,
  TargetStatus,
} from '../../admin/status/schema.js';
import { ago, since, wordsFor } from './words.js';

/** All is well; it is not; it is on its way. */
export type SentenceMark = '✓' | '✗' | '!';

export interface MarkedSentence {
  readonly mark: SentenceMark;
  readonly words: string;
}

export function serviceVerdict({ version, ready, stopping, since: start, now }: Status): MarkedSentence {
  const running = `running since ${since(start, now)}`;
  const name = `smgw-proxy ${version}`;
  if (stopping) return { mark: '!', words: `${name} is stopping: only live connections may still finish` };
  return ready
    ? { mark: '✓', words: `${name} is ready, ${running}` }
    : { mark: '✗', words: `${name} is not ready, ${running}` };
}

export function forwardVerdict(forward: ForwardStatus, now: string): MarkedSentence {
  const { name, state, listen, target } = forward;
  switch (state) {
    case 'ready':
    case 'target-down':
      return {
        mark: target.state === 'down' ? '✗' : '✓',
        words: `${name}: ${target.address} ${targetWords(target, now)}`,
      };
    case 'target-unknown':
      return { mark: '!', words: `${name}: ${target.address} ${targetWords(target, now)}` };
    case 'waiting':
      return { mark: '!', words: `${name}: waiting for an address of ${interfacesIn(listen)}` };
    case 'listen-failed':
      return {
        mark: '✗',
        words: `${name}: ${listenWords(forward)}`,
      };
    default:
      return { mark: '!', words: `${name}: ${String(state)}` };
  }
}

function listenWords({ listen, listenFailures = [] }: ForwardStatus): string {
  const taken = listenFailures.filter(({ user }) => user !== null);
  return taken.length > 0
    ? `port ${taken.map((each) => `${each.address} is in use by ${programWords(each)}`).join(', ')}; its clients do not reach the gateway`
    : `not everything it should listen on is open (${listen.join(', ')}); the log says why`;
}

function programWords({ program, pid, user }: ListenFailureStatus): string {
  return pid === null ? `another program, of user ${user ?? ''}` : `${program ?? ''} (process ${pid})`;
}

/** How the mDNS name stands on each link to the home. */
export function nameVerdicts({ name, links }: MdnsStatus, now: string): MarkedSentence[] {
  if (links.length === 0) return [{ mark: '!', words: `${name}: no forward listens in the home network` }];
  return links.map(({ interface: link, state, addresses, rival, since: start }) => {
    if (state === 'held')
      return { mark: '✓', words: `${name} is answered on ${link}: ${addresses.join(', ')}` };
    if (state !== 'taken') return { mark: '!', words: `${name} is being claimed on ${link}` };
    const words = `${name} belongs to ${rival ?? 'another device'} on ${link} since ${since(start, now)}: rename that device, or choose another name with --mdns`;
    return { mark: '✗', words };
  });
}

/** By outcome, where it answers and is not used. */
const TROUBLE: Readonly<Record<string, string>> = {
  'target-certificate-changed': 'is NOT the gateway that was pinned',
  'target-tls-failed': 'finishes no TLS handshake',
};

/** The words behind the address of a target. */
export function targetWords({ state, since: start, lastFailure }: TargetStatus, now: string): string {
  const from = start === null ? '' : ` since ${since(start, now)}`;
  if (state === 'up') return `is reachable${from}`;
  if (state !== 'down') return 'has not answered yet: it is being looked for';
  const trouble = TROUBLE[lastFailure?.outcome ?? ''] ?? 'cannot be reached';
  return `${trouble}${from}${lastFailure === null ? '' : `: ${failure(lastFailure)}`}`;
}

/** When a target was last tried, however that ended. */
export function lastTry({ lastSuccess, lastFailure }: TargetStatus, now: string): string | undefined {
  const tries = [lastSuccess, lastFailure?.at].filter((time) => typeof time === 'string');
  const newest = tries.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
  return newest === undefined ? undefined : ago(newest, now);
}

/** the target refused the connection (target-refused, ECONNREFUSED) - a device answers at that address, but … */
function failure({ outcome, code }: NonNullable<TargetStatus['lastFailure']>): string {
  const hint = hintFor({ outcome, code, holder: undefined });
  return `${wordsFor(SENTENCES, outcome)} (${outcome}, ${code})${hint === undefined ? '' : ` - ${hint}`}`;
}

function interfacesIn(listen: readonly string[]): string {
  const names = listen.flatMap((text) => {
    const address = parseListen(text);
    return address.ok ? (address.value.interface ?? []) : [];
  });
  return names.length === 0 ? 'an interface' : [...new Set(names)].join(' or ');
}
