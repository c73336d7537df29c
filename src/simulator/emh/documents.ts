// The JSON documents of an EMH CASA by path: meters, contracts, the gateway itself, and the log of the consumer.
import { berlinMidnights } from '../berlin-time.js';
import { SLOT } from '../household.js';
import { INSTALLED } from '../identity.js';
import type { Meter } from '../meter.js';
import { Refusal } from '../refusal.js';
import { CONTRACTS, FIRMWARE_VERSION, GATEWAY_ID } from './identity.js';
import { formatTime, monthStarts, parseSpan, type EntrySpan } from './times.js';
import { extendedEntry, registerEntry } from './values.js';

const DAY = 24 * 60 * 60 * 1000;
/** Billing periods of one contract, the current one first. */
const PERIODS = 12;

/** The meter, and the time of the request in epoch ms. */
export interface DocumentSource {
  readonly meter: Meter;
  readonly now: number;
}

/** A document, from the captured parts of its path. */
type Document = (source: DocumentSource, ...parts: string[]) => object;

const METERING = '/json/metering';

/** Contents beyond `origin`, `extended` and `derived` are a guess: only their paths are known. */
const DOCUMENTS: readonly (readonly [RegExp, Document])[] = [
  [path('/json/systeminformations'), systemInformation],
  [path('/json/conlogbook'), ({ now }) => logBook({ from: now - 31 * DAY, to: now })],
  [path('/json/conlogbook/([^/]+)'), ({ now }, span = '') => logBook(until(parseSpan(span), now))],
  [path(`${METERING}/origin`), ({ meter, now }) => [meter.idAt(now)]],
  [path(`${METERING}/origin/([^/]+)`), register],
  [path(`${METERING}/origin/([^/]+)/extended`), extended],
  [path(`${METERING}/origin/([^/]+)/([^/]+)`), registerList],
  [path(`${METERING}/derived`), () => Object.values(CONTRACTS)],
  [path(`${METERING}/derived/([^/]+)`), contract],
  [path(`${METERING}/derived/([^/]+)/daily`), daily],
  [path(`${METERING}/derived/([^/]+)/billingperiods`), billingPeriods],
  [path(`${METERING}/derived/([^/]+)/billingperiods/([^/]+)`), billingPeriod],
];

/** With or without a slash at the end. */
function path(pattern: string): RegExp {
  return new RegExp(`^${pattern}/?$`);
}

/** The document at a request target. Throws a Refusal: 404 for none, also of an unknown meter; 400 for a wrong span. */
export function documentAt(target: string, source: DocumentSource): object {
  const wanted = decoded(target.split('?', 1)[0] ?? '');
  for (const [pattern, document] of DOCUMENTS) {
    const match = pattern.exec(wanted);
    if (match !== null) return document(source, ...match.slice(1));
  }
  throw nothingHere();
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    throw nothingHere();
  }
}

function nothingHere(): Refusal {
  return new Refusal(404, 'There is nothing at this path.');
}

function extended({ meter, now }: DocumentSource, id = ''): object {
  known(id, [meter.idAt(now)]);
  return extendedEntry(meter, now);
}

/** The registers of the last quarter of an hour, or of now at a meter that is newer. */
function register({ meter, now }: DocumentSource, id = ''): object {
  known(id, [meter.idAt(now)]);
  const slot = Math.floor(now / SLOT) * SLOT;
  return registerEntry(meter, meter.idAt(slot) === id ? slot : now);
}

/** A new meter has no values from before. */
function registerList({ meter, now }: DocumentSource, id = '', span = ''): object {
  known(id, [meter.idAt(now)]);
  const { from, to } = until(parseSpan(span), now);
  const times: number[] = [];
  for (let time = Math.ceil(from / SLOT) * SLOT; time < to; time += SLOT) times.push(time);
  return times.filter((time) => meter.idAt(time) === id).map((time) => registerEntry(meter, time));
}

/** A TAF-7 without meters stands first, as at real gateways: clients look for the first TAF-1, or the first with meters. */
function contract({ meter, now }: DocumentSource, id = ''): object {
  known(id, Object.values(CONTRACTS));
  const isBilled = id === CONTRACTS.taf1;
  return {
    taf_type: isBilled ? 'TAF-1' : 'TAF-7',
    sensor_domains: isBilled ? [meter.idAt(now)] : [],
    taf_name: isBilled ? 'Bezug und Einspeisung' : 'Zählerstandsgang',
    taf_identifier: id,
    capture_period: SLOT / 1000,
  };
}

/** The registers at the midnights of the last month. */
function daily({ meter, now }: DocumentSource, id = ''): object {
  known(id, Object.values(CONTRACTS));
  const since = Math.max(now - 31 * DAY, INSTALLED);
  return berlinMidnights(since, now).map((time) => registerEntry(meter, time));
}

function billingPeriods({ now }: DocumentSource, id = ''): object {
  known(id, Object.values(CONTRACTS));
  return periods(now).map(({ from, to }, index) => ({
    id: String(index + 1),
    begin: formatTime(from),
    end: formatTime(to),
  }));
}

function billingPeriod({ meter, now }: DocumentSource, id = '', number = ''): object {
  known(id, Object.values(CONTRACTS));
  const period = /^[1-9]\d?$/.test(number) ? periods(now)[Number(number) - 1] : undefined;
  if (period === undefined) throw nothingHere();
  const times = [period.from, Math.min(period.to, Math.floor(now / SLOT) * SLOT)];
  return times.map((time) => registerEntry(meter, time));
}

/** The German months, the current one first. */
function periods(now: number): EntrySpan[] {
  const starts = monthStarts(INSTALLED, now + 31 * DAY + DAY);
  const spans = starts.slice(1).map((to, index) => ({ from: starts[index] ?? to, to }));
  return spans
    .filter(({ from }) => from <= now)
    .slice(-PERIODS)
    .reverse();
}

function systemInformation({ now }: DocumentSource): object {
  return {
    smgw_id: GATEWAY_ID,
    firmware_version: FIRMWARE_VERSION,
    manufacturer: 'EMH metering GmbH & Co. KG',
    model: 'CASA 1.1',
    system_time: formatTime(now),
  };
}

/** An entry for the values of each day. */
function logBook({ from, to }: EntrySpan): object {
  return berlinMidnights(from - 1, to).map((time) => ({
    timestamp: formatTime(time),
    event: 'Tageswerte gespeichert',
    level: 'INFO',
  }));
}

function until({ from, to }: EntrySpan, now: number): EntrySpan {
  return { from: Math.max(from, INSTALLED), to: Math.min(to, now) };
}

function known(id: string, ids: readonly string[]): void {
  if (!ids.includes(id)) throw nothingHere();
}
