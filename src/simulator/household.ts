// A household with solar panels: the energy it takes and feeds in for each quarter of an hour.
import { berlinOffset } from './berlin-time.js';

export const CHANNELS = ['consumption', 'feed-in'] as const;
/** One register of the meter. */
export type MeterChannel = (typeof CHANNELS)[number];

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
/** The interval of the readings, in ms. */
export const SLOT = 15 * MINUTE;
export const SLOTS_PER_DAY = DAY / SLOT;
/** One watt for a quarter of an hour, in the meter's unit of 0.1 Wh. */
const PER_WATT = 2.5;

/** Mean power in W for each hour of the local day; their mean makes about 3,500 kWh a year. */
const LOAD = [
  220, 190, 180, 180, 190, 240, 420, 560, 480, 390, 360, 420, 480, 420, 370, 370, 410, 540, 720, 780, 680,
  540, 400, 290,
];
/** The share by which winter days exceed the mean, and summer days fall below it. */
const LOAD_SEASON = 0.12;

/** Days. */
const MEAN_YEAR = 365.2425;

/** Solar noon at 10° east, in hours UTC. */
const SOLAR_NOON = 11.3;
/** Mean length of the day and its swing at 51° north, in hours. */
const DAYLIGHT = { mean: 12.2, swing: 4.2 };
/** Feed-in at noon under a clear sky, without the house's own use, in W. */
const FEED_IN = { mean: 2900, swing: 1500 };

/** The energy of a channel in the quarter of an hour from `start` (epoch ms), in whole 0.1 Wh, not negative. */
export function slotEnergy(channel: MeterChannel, start: number): number {
  const power = channel === 'consumption' ? loadPower(start) : feedInPower(start);
  return Math.round(power * PER_WATT);
}

/** How far the power swings within a quarter of an hour, as a share of its mean. */
const SWING = 0.3;

/** The power of a channel at `time` (epoch ms) in W, which makes {@link slotEnergy} in its quarter of an hour. */
export function powerAt(channel: MeterChannel, time: number): number {
  const mean = slotEnergy(channel, Math.floor(time / SLOT) * SLOT) / PER_WATT;
  return mean * (1 + SWING * Math.sin(2 * Math.PI * progressOfSlot(time)));
}

/** The energy of a channel from the begin of its quarter of an hour until `time` (epoch ms), in 0.1 Wh. */
export function energySinceSlot(channel: MeterChannel, time: number): number {
  const progress = progressOfSlot(time);
  const swing = (SWING * (1 - Math.cos(2 * Math.PI * progress))) / (2 * Math.PI);
  return slotEnergy(channel, Math.floor(time / SLOT) * SLOT) * (progress + swing);
}

/** From 0 to below 1. */
function progressOfSlot(time: number): number {
  return (time % SLOT) / SLOT;
}

/** W. */
function loadPower(start: number): number {
  const localHour = Math.floor(((start + berlinOffset(start)) % DAY) / (60 * MINUTE));
  const season = 1 - LOAD_SEASON * height(start);
  return (LOAD[localHour] ?? 0) * season * (0.6 + 0.8 * chance(start / SLOT));
}

/** W; zero while the sun is down. */
function feedInPower(start: number): number {
  const daylight = DAYLIGHT.mean + DAYLIGHT.swing * height(start);
  const hour = (start % DAY) / (60 * MINUTE);
  const progress = (hour - (SOLAR_NOON - daylight / 2)) / daylight;
  if (progress <= 0 || progress >= 1) return 0;
  const clearSky = (FEED_IN.mean + FEED_IN.swing * height(start)) * Math.sin(Math.PI * progress) ** 1.3;
  const clouds = 0.15 + 0.7 * chance(Math.floor(start / DAY)) + 0.15 * chance(start / SLOT);
  return clearSky * clouds;
}

/** The season: -1 at the winter solstice, 1 at the summer solstice. */
function height(time: number): number {
  // The epoch begins ten days after a winter solstice.
  return -Math.cos((2 * Math.PI * (time / DAY + 10)) / MEAN_YEAR);
}

/** A pseudo-random number from 0 to below 1, the same for the same seed: the finisher of MurmurHash3. */
export function chance(seed: number): number {
  let hash = seed ^ 0x9e3779b9;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
