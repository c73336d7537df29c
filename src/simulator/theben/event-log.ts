// The method `log` (IF_GW_CON ): the consumer's log book, a function of the clock and of the last self-test.
import { INSTALLED } from '../identity.js';
import { MARKET_PARTNER_ID, USAGE_POINT_ID } from './identity.js';
import { countParameter, formatTime, timeParameter, type Call } from './parameters.js';
import { Refusal } from '../refusal.js';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
/** The days in the log, with one entry each. */
const KEPT_DAYS = 90;
/** The time of day in UTC at which the readings are sent to the market partner, in ms. */
const SENT_AT = 5 * MINUTE;
/** Most entries of one answer. */
const MAX_ENTRIES = 1500;

interface Event {
  readonly time: number;
  readonly id: string;
  readonly message: string;
  readonly subject: string;
}

/** Answers the call, oldest entries first; `now` and `selfTest` in epoch ms. */
export function log(call: Call, now: number, selfTest: number | undefined): object {
  const from = timeParameter(call, 'fromtime');
  const to = timeParameter(call, 'totime');
  const fromIndex = countParameter(call, 'fromindex', Number.MAX_SAFE_INTEGER);
  const count = countParameter(call, 'count', MAX_ENTRIES);
  if (fromIndex !== undefined && (from ?? to) !== undefined) {
    throw new Refusal(400, 'Expected: either "fromindex" or times, not both.');
  }
  const entries = events(now, selfTest)
    .filter(({ time }) => time >= (from ?? -Infinity) && time < (to ?? Infinity))
    .filter(({ time }) => indexOf(time) >= (fromIndex ?? 0))
    .slice(0, count ?? MAX_ENTRIES);
  return { log: { entries: entries.map(entry), records: String(entries.length) } };
}

/** Oldest first. */
function events(now: number, selfTest: number | undefined): Event[] {
  const first = Math.max(INSTALLED, Math.floor(now / DAY - KEPT_DAYS) * DAY);
  const all: Event[] = [];
  for (let time = first + SENT_AT; time <= now; time += DAY) all.push(sent(time));
  if (selfTest !== undefined) all.push(tested(selfTest));
  return all.sort((a, b) => a.time - b.time);
}

function sent(time: number): Event {
  const [from, to] = [formatTime(time - SENT_AT - DAY), formatTime(time - SENT_AT)];
  const message = `Es wurden 96 Messwerte an den Marktteilnehmer ${MARKET_PARTNER_ID} für den Zeitraum ${from} bis ${to} übertragen.`;
  return { time, id: '16001', message, subject: USAGE_POINT_ID };
}

function tested(time: number): Event {
  return { time, id: '16010', message: 'Selbsttest erfolgreich durchgeführt.', subject: 'smgw.sm' };
}

/** The index of an entry is its second since the installation, so that it is the same after a restart. */
function indexOf(time: number): number {
  return Math.floor((time - INSTALLED) / 1000) + 1;
}

function entry({ time, id, message, subject }: Event): object {
  return {
    'event-id': id,
    'event-sub-id': '0',
    index: String(indexOf(time)),
    level: '1',
    message,
    outcome: '0',
    'subject-identity': subject,
    time: formatTime(time),
    'user-identity': '01005e318011.consumer1.sm',
    'vendor-id': 'BSI',
    version: '1',
  };
}
