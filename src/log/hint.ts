// The probable meaning of an outcome for the owner of the gateway, where one is known.
import { durationText } from '../config/duration.js';
import type { ConnectionRecord } from '../forward/record.js';
import { UNANSWERED_MS } from '../forward/visit.js';
import { NO_CLOSE_NOTIFY } from '../forward/wire/tls-codes.js';

const NO_DESCRIPTORS =
  'no file descriptors left: raise the limit (ulimit -n, or LimitNOFILE= in the service)';
const NO_ANSWER = 'the gateway took the request and never answered: often a wrong password';
/** A CGI gateway without a free process still accepts. Neither a handshake nor a password is the cause. */
const MUTE =
  'the gateway accepts connections and sends nothing: overloaded or read too often, and perhaps so until its operator restarts it';
const CUT_AT_ONCE =
  'the gateway ended the connection before its first byte: it may take few at once, see --max-target-connections';
const CUT_INSTEAD =
  'the gateway ended the connection in place of an answer: it had kept it for too long, or refuses a certificate';

/** Most bytes of a TLS alert record, such as close_notify, which asks for no answer (RFC 5246 section 7.2.1). */
const LARGEST_ALERT = 100;

const VANISHED = 'the client vanished without a word: Wi-Fi lost?';

const SEE = {
  timeout: 'see --turn-limit, --queue-timeout and --max-target-connections',
  full: 'see --max-queue and --max-target-connections',
} as const;

const BY_CODE = {
  EMFILE: NO_DESCRIPTORS,
  ENFILE: NO_DESCRIPTORS,
  EADDRNOTAVAIL: 'no local port or address left for another connection to the gateway',
  ENOTFOUND: "the gateway's name could not be looked up: does it exist, is it spelled right?",
  EXDEV:
    'the kernel would send by another interface than its source, perhaps to another gateway: it needs a rule and a route of its own',
  ENODEV:
    'the interface of its source, or of the zone behind %, has no address: is the cable plugged in, is the name right?',
  ENOTUNIQ: 'several interfaces lead there, perhaps to several gateways: give each forward its --source',
  ENOSYS: 'the way of its --source cannot be looked up: is ip there (Debian package iproute2)?',
  ELOOP: 'the target leads back to smgw-proxy itself: set it to the address of the gateway',
  'max-connections': 'the limit is --max-connections',
  'max-connections-per-client':
    'the limit is --max-connections-per-client: does this client close its connections?',
  EAI_AGAIN: "the gateway's name could not be looked up: no name server answered",
  EAI_FAIL: "the gateway's name could not be looked up: the name server failed",
  [NO_CLOSE_NOTIFY]: 'the gateway ended TLS without saying so: its answer may be incomplete',
} as const;

const PIN =
  'is it still your gateway? If the operator has renewed its certificate, smgw-proxy check shows the new --target-fingerprint';

/** For the codes of failed handshakes; the first that matches. OpenSSL's reasons are many. */
const BY_TLS_CODE = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|UNKNOWN_PROTOCOL|UNEXPECTED_MESSAGE/,
    'no TLS there: does that port want --target-tls off?',
  ],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/, 'no common version: smgw-proxy speaks TLS 1.2 and 1.3'],
  [/CURVE|GROUP|KEY_SHARE/, 'no common curve: smgw-proxy has those that gateways want, NIST and brainpool'],
  [
    /CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|ALERT_.*_CERTIFICATE|ACCESS_DENIED/,
    'it wants another client certificate, or one at all: see --target-certificate',
  ],
  [
    /HANDSHAKE_FAILURE/,
    'no common cipher suite or curve, or it wants a client certificate: see --target-certificate',
  ],
  [/^TLS_TIMEOUT$/, 'it accepts and does not finish the handshake: is it overloaded? See --connect-timeout'],
  [
    /^(?:TLS_CLOSED|ECONNRESET)$/,
    'it accepts and hangs up: does it take so many connections? See --max-target-connections',
  ],
] as const;

const BY_OUTCOME = {
  denied: 'see --allow and --deny',
  'target-refused': 'a device answers at that address, but nothing listens on that port: is the port right?',
  'target-timeout': 'nothing answers at that address: is the gateway switched on, is its address right?',
  'target-unreachable':
    'no way to the gateway: is its cable plugged in, has this machine an address in its subnet?',
  'target-tls-failed': 'no fitting TLS there: are its address and port right?',
  'target-certificate-changed': PIN,
  'queue-timeout': `the connections before it took too long: ${SEE.timeout}`,
  'queue-full': SEE.full,
  'proxy-header-missing': 'sources in --accept-proxy must begin with a header: does that proxy send one?',
} as const satisfies Partial<Record<ConnectionRecord['outcome'], string>>;

/** Every hint, for translations; HOLDER and TIME stand for a client and a duration. */
export type Hint =
  | typeof NO_ANSWER
  | typeof MUTE
  | typeof CUT_AT_ONCE
  | typeof CUT_INSTEAD
  | typeof VANISHED
  | (typeof BY_CODE)[keyof typeof BY_CODE]
  | (typeof BY_TLS_CODE)[number][1]
  | (typeof BY_OUTCOME)[keyof typeof BY_OUTCOME]
  | `HOLDER has had the turn for TIME: ${(typeof SEE)[keyof typeof SEE]}`;

/** The facts of an end that a hint may depend on. */
export type HintFacts = Pick<ConnectionRecord, 'outcome' | 'code' | 'holder'> &
  Partial<
    Pick<
      ConnectionRecord,
      | 'awaitedMs'
      | 'unansweredMs'
      | 'unansweredBytes'
      | 'firstByteMs'
      | 'bytesToTarget'
      | 'durationMs'
      | 'queueMs'
    >
  >;

/** One short sentence, or undefined. It holds for the gateways of all makers, because the maker is unknown here. */
export function hintFor(facts: HintFacts): string | undefined {
  const { outcome, code, holder } = facts;
  if (holder !== undefined)
    return `${holder.client} has had the turn for ${durationText(holder.turnMs)}: ${outcome === 'queue-full' ? SEE.full : SEE.timeout}`;
  if (code === 'ETIMEDOUT' && outcome === 'client-reset') return VANISHED;
  const known = tlsHint(outcome, code) ?? entryOf(BY_CODE, code) ?? entryOf(BY_OUTCOME, outcome);
  if (known !== undefined) return known;
  return outcome === 'shutdown' ? undefined : missingAnswer(facts);
}

const entryOf = (table: Readonly<Record<string, string>>, key = ''): string | undefined => table[key];

/** Whether the hint is that of a wrong password. */
export function hintsAtPassword(facts: HintFacts): boolean {
  return hintFor(facts) === NO_ANSWER;
}

function missingAnswer({ outcome, unansweredBytes = 0, ...facts }: HintFacts) {
  const { awaitedMs = 0, unansweredMs = 0 } = facts;
  const isFirst = facts.firstByteMs === undefined;
  if (Math.max(awaitedMs, unansweredMs) >= UNANSWERED_MS) return isFirst ? MUTE : NO_ANSWER;
  if (outcome !== 'target-closed' && outcome !== 'target-reset') return undefined;
  if (isFirst) return isCutAtOnce(facts) ? CUT_AT_ONCE : undefined;
  return unansweredBytes > LARGEST_ALERT ? CUT_INSTEAD : undefined;
}

/** A gateway may also end a connection on which the client has sent nothing for a long time. */
function isCutAtOnce({ bytesToTarget = 0, durationMs = 0, queueMs = 0 }: Partial<ConnectionRecord>): boolean {
  return bytesToTarget > 0 || durationMs - queueMs < UNANSWERED_MS;
}

function tlsHint(outcome: ConnectionRecord['outcome'], code = ''): string | undefined {
  if (outcome !== 'target-tls-failed') return undefined;
  return BY_TLS_CODE.find(([pattern]) => pattern.test(code))?.[1];
}
