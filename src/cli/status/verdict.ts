// How a service and its forwards are, each as a sentence with a mark in front.
import { parseListen } from '../../config/listen-address.js';
import { SENTENCES } from '../../log/connection-log.js';
import { hintFor } from '../../log/hint.js';
import type {
  ForwardStatus,
  ForwardVerdict,
  ListenFailureStatus,
  MdnsStatus,
  RefusedConfigStatus,
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

export function serviceVerdict({
  version,
  ready,
  stopping,
  since: start,
  now,
  forwards,
}: Status): MarkedSentence {
  const running = `running since ${since(start, now)}`;
  const name = `smgw-proxy ${version}`;
  if (stopping) return { mark: '!', words: `${name} is stopping: only live connections may still finish` };
  return ready
    ? { mark: '✓', words: `${name} is ready, ${running}` }
    : { mark: '✗', words: `${name} is not ready${unreadyWords(forwards)}, ${running}` };
}

/** So many names stand in one sentence. */
const MOST_NAMES = 5;

/** How many of several forwards are not ready, and which. */
function unreadyWords(forwards: readonly ForwardStatus[]): string {
  const names = forwards.filter(({ state }) => state !== 'ready').map(({ name }) => name);
  if (forwards.length < 2 || names.length === 0) return '';
  return `: ${names.length} of ${forwards.length} forwards (${namesIn(names)})`;
}

function namesIn(names: readonly string[]): string {
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.slice(0, MOST_NAMES).join(', ') + more;
}

/** Forwards from the most urgent to the least, otherwise as configured. */
export function byUrgency(forwards: readonly ForwardStatus[]): ForwardStatus[] {
  const rank = ({ verdict }: ForwardStatus): number => Object.keys(HEADLINES).indexOf(verdict);
  return forwards.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether its owner has something to do, or will know in a moment. */
export const isWell = ({ verdict }: ForwardStatus): boolean =>
  Object.hasOwn(MARKS, verdict) && MARKS[verdict] === '✓';

/** Forwards that have no lines of their own, in one sentence: how many there are of each verdict. */
export function restVerdict(forwards: readonly ForwardStatus[]): MarkedSentence {
  const counts = new Map<ForwardVerdict, number>();
  for (const { verdict } of forwards) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const kinds = [...counts].map(([verdict, count]) => `${count} × ${wordsFor(HEADLINES, verdict)}`);
  const marks = byUrgency(forwards).map(({ verdict }) =>
    Object.hasOwn(MARKS, verdict) ? MARKS[verdict] : '!',
  );
  const words = `${forwards.length} more forwards: ${kinds.join(', ')} (each: --all)`;
  return { mark: marks[0] ?? '✓', words };
}

export function refusedVerdict({ since: found }: RefusedConfigStatus, now: string): MarkedSentence {
  const words = `The configuration has a mistake since ${since(found, now)}; the last good one is served`;
  return { mark: '✗', words };
}

/** In the words of the page. */
export const HEADLINES: Readonly<Record<ForwardVerdict, string>> = {
  'port-taken': 'Another program has the port',
  'listen-failed': 'Port cannot be opened',
  'certificate-changed': 'This gateway has another certificate!',
  'target-down': 'Gateway not reachable',
  unanswered: 'The gateway does not answer the log-in',
  waiting: 'Waiting for the network',
  'not-read': 'Not read for over an hour',
  'target-unknown': 'Checking the gateway …',
  'not-read-yet': 'Ready, not read yet',
  read: 'The meter is being read',
};

const MARKS: Readonly<Record<ForwardVerdict, SentenceMark>> = {
  'port-taken': '✗',
  'listen-failed': '✗',
  'certificate-changed': '✗',
  'target-down': '✗',
  unanswered: '✗',
  waiting: '!',
  'not-read': '!',
  'target-unknown': '!',
  'not-read-yet': '✓',
  read: '✓',
};

/** @param status the whole, for the time and the names of clients */
export function forwardVerdict(
  forward: ForwardStatus,
  status: Pick<Status, 'now' | 'clients'>,
): MarkedSentence {
  const { name, verdict } = forward;
  // A newer service may send another word.
  const mark = Object.hasOwn(MARKS, verdict) ? MARKS[verdict] : '!';
  const detail = detailOf(forward, status.now, deviceNames(status));
  const words = `${name}: ${wordsFor(HEADLINES, verdict)}`;
  return { mark, words: detail === undefined ? words : `${words}: ${detail}` };
}

type DeviceNames = (address: string) => string;

/** Clients by their names, where they are known. */
export function deviceNames({ clients }: Pick<Status, 'clients'>): DeviceNames {
  const names = new Map(clients.map(({ address, name }) => [address, name]));
  return (address) => names.get(address) ?? address;
}

function detailOf(forward: ForwardStatus, now: string, device: DeviceNames): string | undefined {
  const { verdict, listen, target, lastRead, unanswered } = forward;
  switch (verdict) {
    case 'read':
    case 'not-read':
      return lastReadWords(lastRead, now, device);
    case 'unanswered':
      return unanswered === null ? undefined : unansweredWords(unanswered, now, device);
    case 'target-down':
    case 'certificate-changed':
      return `${gatewayWords(target)}${outageWords(target, now)}`;
    case 'target-unknown':
      return `${gatewayWords(target)} ${targetWords(target, now)}`;
    case 'waiting':
      return `no address ${interfacesIn(listen)} yet`;
    case 'listen-failed':
    case 'port-taken':
      return listenWords(forward);
    case 'not-read-yet':
    default:
      return undefined;
  }
}

function lastReadWords(lastRead: ForwardStatus['lastRead'], now: string, device: DeviceNames): string {
  if (lastRead === null) return 'not once since the start';
  return `last ${ago(lastRead.at, now)} by ${device(lastRead.client)}`;
}

function unansweredWords(
  { client, at, times, hint }: NonNullable<ForwardStatus['unanswered']>,
  now: string,
  device: DeviceNames,
): string {
  const last = ago(at, now);
  const tries = times === 1 ? `tried ${last}` : `tried ${times} times in a row, last ${last}`;
  return `${device(client)} ${tries}${hint === undefined ? '' : ` - ${hint}`}`;
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

/** Where a target is. An older service tells no source. */
export function gatewayWords({
  address,
  source,
}: Pick<TargetStatus, 'address'> & Partial<TargetStatus>): string {
  return typeof source === 'string' ? `${address} (source ${source})` : address;
}

/** The words behind the address of a target. */
export function targetWords(target: TargetStatus, now: string): string {
  const { state, since: start } = target;
  if (state === 'up') return `is reachable${start === null ? '' : ` since ${since(start, now)}`}`;
  if (state !== 'down') return 'has not answered yet: it is being looked for';
  const trouble = TROUBLE[target.lastFailure?.outcome ?? ''] ?? 'cannot be reached';
  return `${trouble}${outageWords(target, now)}`;
}

/** Since when a target is away, and why. */
function outageWords({ since: start, lastFailure }: TargetStatus, now: string): string {
  const from = start === null ? '' : ` since ${since(start, now)}`;
  return lastFailure === null ? from : `${from}: ${failure(lastFailure)}`;
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
  return names.length === 0 ? 'in the home network' : `of ${[...new Set(names)].join(' or ')}`;
}
