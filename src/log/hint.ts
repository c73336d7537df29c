// The probable meaning of an outcome for the owner of the gateway, where one is known.
import { durationText } from '../config/duration.js';
import type { ConnectionRecord } from '../forward/record.js';
import { visitOf } from '../forward/visit.js';

const NO_DESCRIPTORS =
  'no file descriptors left: raise the limit (ulimit -n, or LimitNOFILE= in the service)';
const NO_ANSWER = 'the gateway took the request and never answered: often a wrong password';

const SEE = {
  timeout: 'see --turn-limit, --queue-timeout and --max-target-connections',
  full: 'see --max-queue and --max-target-connections',
};

const BY_CODE: Readonly<Record<string, string>> = {
  EMFILE: NO_DESCRIPTORS,
  ENFILE: NO_DESCRIPTORS,
  EADDRNOTAVAIL: 'no local port or address left for another connection to the gateway',
  ENOTFOUND: "the gateway's name could not be looked up: does it exist, is it spelled right?",
  ELOOP: 'the target leads back to smgw-proxy itself: set it to the address of the gateway',
  'max-connections': 'the limit is --max-connections',
  'max-connections-per-client':
    'the limit is --max-connections-per-client: does this client close its connections?',
  EAI_AGAIN: "the gateway's name could not be looked up: no name server answered",
  EAI_FAIL: "the gateway's name could not be looked up: the name server failed",
};

const BY_OUTCOME: Partial<Record<ConnectionRecord['outcome'], string>> = {
  denied: 'see --allow and --deny',
  'target-refused': 'a device answers at that address, but nothing listens on that port: is the port right?',
  'target-timeout': 'nothing answers at that address: is the gateway switched on, is its address right?',
  'target-unreachable':
    'no way to the gateway: is its cable plugged in, has this machine an address in its subnet?',
  'queue-timeout': `the connections before it took too long: ${SEE.timeout}`,
  'queue-full': SEE.full,
  'proxy-header-missing': 'sources in --accept-proxy must begin with a header: does that proxy send one?',
};

/** One short sentence, or undefined. */
export function hintFor({
  outcome,
  code,
  unansweredMs,
  holder,
}: Pick<ConnectionRecord, 'outcome' | 'code' | 'unansweredMs' | 'holder'>): string | undefined {
  if (holder !== undefined)
    return `${holder.client} has had the turn for ${durationText(holder.turnMs)}: ${outcome === 'queue-full' ? SEE.full : SEE.timeout}`;
  if (code === 'ETIMEDOUT' && outcome === 'client-reset')
    return 'the client vanished without a word: Wi-Fi lost?';
  const known = BY_CODE[code ?? ''] ?? BY_OUTCOME[outcome];
  if (known !== undefined) return known;
  return visitOf({ answers: 0, outcome, unansweredMs }) === 'unanswered' ? NO_ANSWER : undefined;
}
