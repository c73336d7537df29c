// The method `readings` (IF_GW_CON ): the counts of the meter at the requested times.
import { berlinMidnights } from '../berlin-time.js';
import { CHANNELS, SLOT, type MeterChannel } from '../household.js';
import { INSTALLED } from '../identity.js';
import { TAF_ID, USAGE_POINT_ID } from './identity.js';
import type { Meter } from '../meter.js';
import {
  flagParameter,
  formatTime,
  isObject,
  textParameter,
  timeParameter,
  type Call,
} from './parameters.js';
import { Refusal } from '../refusal.js';

export const DATABASES = ['origin', 'derived', 'calculated', 'daily'] as const;
export type Database = (typeof DATABASES)[number];

const DAY = 24 * 60 * 60 * 1000;
/** The longest span of one call, in ms. */
const MAX_SPAN = 31 * DAY;

/**
 * The names of channels, OBIS codes in hex: 1-0:1.8.0 for energy from the grid, 1-0:2.8.0 for energy fed in. Some
 * firmware appends `.<meter>.sm`; `theben_conexa` of Home Assistant makes sensors of bare codes alone.
 */
export const OBIS: Readonly<Record<MeterChannel, string>> = {
  consumption: '0100010800ff',
  'feed-in': '0100020800ff',
};

/** Answers the call; `now` in epoch ms. All times are UTC. Daily values are at German midnight. */
export function readings(call: Call, meter: Meter, now: number): object {
  usagePoint(call);
  const database = chosenDatabase(call);
  const channels = chosenChannels(call);
  const times = chosenTimes(call, database, now);
  return {
    readings: {
      channels: channels.map((channel) => ({
        obis: OBIS[channel],
        readings: times.map((time) => reading(database, time, channel, meter)),
      })),
      records: String(channels.length * times.length),
    },
  };
}

/** Refuses all usage points but the only one. */
export function usagePoint(call: Call): void {
  if (textParameter(call, 'usage-point-id') === USAGE_POINT_ID) return;
  throw new Refusal(400, 'Expected for "usage-point-id": one that user-info lists.');
}

/** The database of the call, by default `fallback`. */
export function chosenDatabase(call: Call, fallback = ''): Database {
  const name = textParameter(call, 'database') ?? fallback;
  const database = DATABASES.find((known) => known === name);
  if (database !== undefined) return database;
  throw new Refusal(400, `Expected for "database": one of ${DATABASES.join(', ')}.`);
}

/** The channels of the call, by default all: a list of names or of {"channel": name}, each with or without the meter. */
function chosenChannels(call: Call): readonly MeterChannel[] {
  const list = call.channels;
  if (list === undefined) return CHANNELS;
  if (!Array.isArray(list)) throw new Refusal(400, 'Expected for "channels": a list.');
  const chosen = new Set(list.map(channelOf));
  return CHANNELS.filter((channel) => chosen.has(channel));
}

function channelOf(item: unknown): MeterChannel {
  const name = isObject(item) ? item.channel : item;
  const channel = CHANNELS.find((known) => typeof name === 'string' && name.split('.', 1)[0] === OBIS[known]);
  if (channel !== undefined) return channel;
  throw new Refusal(400, 'Expected in "channels": channels that usage-point-info lists.');
}

/** The times to read, ascending: all in (fromtime, totime], or only the last one. */
function chosenTimes(call: Call, database: Database, now: number): number[] {
  // With `last-reading` the gateway ignores the span, but its syntax is still checked.
  const isLast = flagParameter(call, 'last-reading');
  const span = chosenSpan(call, now);
  if (database === 'calculated') return []; // exists for TAF 2 only
  if (isLast || span === undefined) return timesOf(database, now - 2 * DAY, now).slice(-1);
  return timesOf(database, span.from, Math.min(span.to, now));
}

function chosenSpan(call: Call, now: number): { readonly from: number; readonly to: number } | undefined {
  const from = timeParameter(call, 'fromtime');
  const totime = timeParameter(call, 'totime');
  if (from === undefined && totime === undefined) return undefined;
  if (from === undefined) throw new Refusal(400, 'Expected beside "totime": "fromtime".');
  const to = totime ?? now;
  if (to >= from && to - from <= MAX_SPAN) return { from, to };
  throw new Refusal(400, 'Expected from "fromtime" to "totime": not less than nothing and at most 31 days.');
}

/** The times t of a database's values with after < t ≤ until, none before the installation. */
function timesOf(database: Database, after: number, until: number): number[] {
  const since = Math.max(after, INSTALLED - 1);
  return database === 'daily' ? berlinMidnights(since, until) : quarterHours(since, until);
}

function quarterHours(after: number, until: number): number[] {
  const times: number[] = [];
  for (let time = (Math.floor(after / SLOT) + 1) * SLOT; time <= until; time += SLOT) times.push(time);
  return times;
}

/** One value. Its owner is the meter, or the tariff for derived values. The capture time equals the target time. */
function reading(database: Database, time: number, channel: MeterChannel, meter: Meter): object {
  return {
    'capture-time': formatTime(time),
    'cosem-status': 'e002000000000000',
    'meter-status': '00000000',
    'owner-number': database === 'derived' ? TAF_ID : `${meter.idAt(time)}.sm`,
    signature: null,
    'smgw-status': 'e0020000',
    'target-time': formatTime(time),
    value: String(meter.count(channel, time)),
  };
}
