// How a service and its forwards are, each as a sentence with a mark in front.
import { parseListen } from '../../config/listen-address.js';
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
import type { StatusTexts } from './texts.en.js';
import { ago, since, wordsFor } from './words.js';

/** All is well; it is not; it is on its way. */
export type SentenceMark = '✓' | '✗' | '!';

export interface MarkedSentence {
  readonly mark: SentenceMark;
  readonly words: string;
}

export function serviceVerdict(
  { version, ready, stopping, since: start, now, forwards }: Status,
  texts: StatusTexts,
): MarkedSentence {
  const name = `smgw-proxy ${version}`;
  const from = since(start, now, texts);
  if (stopping) return { mark: '!', words: texts.stopping(name) };
  return ready
    ? { mark: '✓', words: texts.ready(name, from) }
    : { mark: '✗', words: texts.notReady(name, unreadyWords(forwards, texts), from) };
}

/** So many names stand in one sentence. */
const MOST_NAMES = 5;

/** How many of several forwards are not ready, and which. */
function unreadyWords(forwards: readonly ForwardStatus[], texts: StatusTexts): string {
  const names = forwards.filter(({ state }) => state !== 'ready').map(({ name }) => name);
  if (forwards.length < 2 || names.length === 0) return '';
  return texts.unready(names.length, forwards.length, namesIn(names, texts));
}

function namesIn(names: readonly string[], texts: StatusTexts): string {
  const more = names.length > MOST_NAMES ? ` ${texts.more(names.length - MOST_NAMES)}` : '';
  return names.slice(0, MOST_NAMES).join(', ') + more;
}

/** Forwards from the most urgent to the least, otherwise as configured. */
export function byUrgency(forwards: readonly ForwardStatus[]): ForwardStatus[] {
  const rank = ({ verdict }: ForwardStatus): number => Object.keys(MARKS).indexOf(verdict);
  return forwards.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether its owner has something to do, or will know in a moment. */
export const isWell = ({ verdict }: ForwardStatus): boolean =>
  Object.hasOwn(MARKS, verdict) && MARKS[verdict] === '✓';

/** Forwards that have no lines of their own, in one sentence: how many there are of each verdict. */
export function restVerdict(forwards: readonly ForwardStatus[], texts: StatusTexts): MarkedSentence {
  const counts = new Map<ForwardVerdict, number>();
  for (const { verdict } of forwards) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const kinds = [...counts].map(([verdict, count]) => `${count} × ${wordsFor(texts.headlines, verdict)}`);
  const marks = byUrgency(forwards).map(({ verdict }) =>
    Object.hasOwn(MARKS, verdict) ? MARKS[verdict] : '!',
  );
  const words = texts.rest(forwards.length, kinds.join(', '));
  return { mark: marks[0] ?? '✓', words };
}

export function refusedVerdict(
  { since: found }: RefusedConfigStatus,
  now: string,
  texts: StatusTexts,
): MarkedSentence {
  return { mark: '✗', words: texts.refused(since(found, now, texts)) };
}

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
  texts: StatusTexts,
): MarkedSentence {
  const { name, verdict } = forward;
  // A newer service may send another word.
  const mark = Object.hasOwn(MARKS, verdict) ? MARKS[verdict] : '!';
  const detail = detailOf(forward, status.now, deviceNames(status), texts);
  const words = `${name}: ${wordsFor(texts.headlines, verdict)}`;
  return { mark, words: detail === undefined ? words : `${words}: ${detail}` };
}

type DeviceNames = (address: string) => string;

/** Clients by their names, where they are known. */
export function deviceNames({ clients }: Pick<Status, 'clients'>): DeviceNames {
  const names = new Map(clients.map(({ address, name }) => [address, name]));
  return (address) => names.get(address) ?? address;
}

function detailOf(
  forward: ForwardStatus,
  now: string,
  device: DeviceNames,
  texts: StatusTexts,
): string | undefined {
  const { verdict, listen, target, lastRead, unanswered } = forward;
  switch (verdict) {
    case 'read':
    case 'not-read':
      return lastReadWords(lastRead, now, device, texts);
    case 'unanswered':
      return unanswered === null ? undefined : unansweredWords(unanswered, now, device, texts);
    case 'target-down':
    case 'certificate-changed':
      return `${gatewayWords(target, texts)}${outageWords(target, now, texts)}`;
    case 'target-unknown':
      return `${gatewayWords(target, texts)} ${targetWords(target, now, texts)}`;
    case 'waiting':
      return texts.noAddress(interfacesIn(listen));
    case 'listen-failed':
    case 'port-taken':
      return listenWords(forward, texts);
    case 'not-read-yet':
    default:
      return undefined;
  }
}

function lastReadWords(
  lastRead: ForwardStatus['lastRead'],
  now: string,
  device: DeviceNames,
  texts: StatusTexts,
): string {
  if (lastRead === null) return texts.neverRead;
  return texts.lastReadBy(ago(lastRead.at, now, texts), device(lastRead.client));
}

function unansweredWords(
  { client, at, times, hint }: NonNullable<ForwardStatus['unanswered']>,
  now: string,
  device: DeviceNames,
  texts: StatusTexts,
): string {
  const tries = texts.lastTried(ago(at, now, texts), device(client), String(times));
  return `${tries}${hint === undefined ? '' : ` - ${texts.hint(hint)}`}`;
}

function listenWords({ listen, listenFailures = [] }: ForwardStatus, texts: StatusTexts): string {
  const taken = listenFailures.filter(({ user }) => user !== null);
  return taken.length > 0
    ? texts.taken(taken.map((each) => texts.inUse(each.address, programWords(each, texts))).join(', '))
    : texts.notOpen(listen.join(', '));
}

function programWords({ program, pid, user }: ListenFailureStatus, texts: StatusTexts): string {
  return pid === null ? texts.anotherProgram(user ?? '') : texts.program(program ?? '', pid);
}

/** How the mDNS name stands on each link to the home. */
export function nameVerdicts({ name, links }: MdnsStatus, now: string, texts: StatusTexts): MarkedSentence[] {
  if (links.length === 0) return [{ mark: '!', words: texts.nameNowhere(name) }];
  return links.map(({ interface: link, state, addresses, rival, since: start }) => {
    if (state === 'held') return { mark: '✓', words: texts.nameHeld(name, link, addresses.join(', ')) };
    if (state !== 'taken') return { mark: '!', words: texts.nameClaimed(name, link) };
    const from = since(start, now, texts);
    return { mark: '✗', words: texts.nameTaken(name, rival ?? undefined, link, from) };
  });
}

/** By outcome, where it answers and is not used. */
const TROUBLE: Readonly<Record<string, 'notPinned' | 'noTls'>> = {
  'target-certificate-changed': 'notPinned',
  'target-tls-failed': 'noTls',
};

/** Where a target is. An older service tells no source. */
export function gatewayWords(
  { address, source }: Pick<TargetStatus, 'address'> & Partial<TargetStatus>,
  texts: StatusTexts,
): string {
  return typeof source === 'string' ? `${address} ${texts.source(source)}` : address;
}

/** The words behind the address of a target. */
export function targetWords(target: TargetStatus, now: string, texts: StatusTexts): string {
  const { state, since: start } = target;
  if (state === 'up') return `${texts.up}${start === null ? '' : texts.since(since(start, now, texts))}`;
  if (state !== 'down') return texts.unknown;
  const trouble = TROUBLE[target.lastFailure?.outcome ?? ''] ?? 'down';
  return `${texts[trouble]}${outageWords(target, now, texts)}`;
}

/** Since when a target is away, and why. */
function outageWords({ since: start, lastFailure }: TargetStatus, now: string, texts: StatusTexts): string {
  const from = start === null ? '' : texts.since(since(start, now, texts));
  return lastFailure === null ? from : `${from}: ${failure(lastFailure, texts)}`;
}

/** When a target was last tried, however that ended. */
export function lastTry(
  { lastSuccess, lastFailure }: TargetStatus,
  now: string,
  texts: StatusTexts,
): string | undefined {
  const tries = [lastSuccess, lastFailure?.at].filter((time) => typeof time === 'string');
  const newest = tries.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0];
  return newest === undefined ? undefined : ago(newest, now, texts);
}

/** the target refused the connection (target-refused, ECONNREFUSED) - a device answers at that address, but … */
function failure({ outcome, code }: NonNullable<TargetStatus['lastFailure']>, texts: StatusTexts): string {
  const hint = hintFor({ outcome, code, holder: undefined });
  const more = hint === undefined ? '' : ` - ${texts.hint(hint)}`;
  return `${wordsFor(texts.outcomes, outcome)} (${outcome}, ${code})${more}`;
}

function interfacesIn(listen: readonly string[]): readonly string[] {
  const names = listen.flatMap((text) => {
    const address = parseListen(text);
    return address.ok ? (address.value.interface ?? []) : [];
  });
  return [...new Set(names)];
}
