// The values of an EMH CASA: registers and electrical quantities, each with its DLMS unit and scaler.
import { chance, CHANNELS, powerAt, type MeterChannel } from '../household.js';
import type { Meter } from '../meter.js';
import { formatTime } from './times.js';

/** Enumerated units of DLMS (IEC 62056-6-2). */
const UNITS = { W: 27, Wh: 30, A: 33, V: 35, Hz: 44, '°': 8 } as const;

/** A quantity: its real value is `value` · 10^`scaler`, in its unit. */
interface Quantity {
  /** OBIS C.D.E. */
  readonly code: string;
  readonly unit: keyof typeof UNITS;
  readonly scaler: number;
  /** The real value. */
  readonly real: number;
}

/** The scalers of both registers differ, so that a client that assumes one of them reads the other wrong. */
const REGISTERS: Readonly<Record<MeterChannel, { readonly code: string; readonly scaler: number }>> = {
  consumption: { code: '1.8.0', scaler: -1 },
  'feed-in': { code: '2.8.0', scaler: -3 },
};

/** Each phase: the group of its codes, its share of the power, and the last code of its angle. */
const PHASES = [
  { group: 20, share: 0.5, angle: 4 },
  { group: 40, share: 0.3, angle: 15 },
  { group: 60, share: 0.2, angle: 26 },
] as const;

const MINUTE = 60 * 1000;

/** Register values at `time` (epoch ms), as one entry of a list. */
export function registerEntry(meter: Meter, time: number): object {
  return entry(meter, time, registers(meter, time));
}

/** All newest values; `now` in epoch ms. */
export function extendedEntry(meter: Meter, now: number): object {
  return entry(meter, now, [...registers(meter, now), ...electrical(now)]);
}

function entry(meter: Meter, time: number, quantities: readonly Quantity[]): object {
  const text = formatTime(time);
  const owner = `${meter.idAt(time)}.sm`;
  return {
    capture_time: text,
    status: 'a000000010229100',
    timestamp: text,
    values: quantities.map((quantity) => valueOf(quantity, owner)),
  };
}

/** A string of digits, with a sign if negative; it has no signature. */
function valueOf({ code, unit, scaler, real }: Quantity, owner: string): object {
  return {
    logical_name: `${logicalName(code)}.${owner}`,
    scaler,
    signature: '-',
    unit: UNITS[unit],
    value: BigInt(Math.round(real * 10 ** -scaler)).toString(),
  };
}

/** `0100010800ff` of 1.8.0. */
function logicalName(code: string): string {
  const bytes = [1, 0, ...code.split('.').map(Number), 255];
  return Buffer.from(bytes).toString('hex');
}

/** The meter counts in 0.1 Wh. */
function registers(meter: Meter, time: number): Quantity[] {
  return CHANNELS.map((channel) => {
    // Registers count down to their last digit, and never round up.
    const { code, scaler } = REGISTERS[channel];
    const digits = Math.floor(meter.count(channel, time) * 10 ** (-scaler - 1));
    return { code, scaler, unit: 'Wh', real: digits * 10 ** scaler };
  });
}

/** The power of the household at the moment, shared by its phases, with voltages that change each minute. */
function electrical(now: number): Quantity[] {
  const power = powerAt('consumption', now) - powerAt('feed-in', now);
  const phases = PHASES.map((phase, index) => ({
    ...phase,
    power: power * phase.share,
    voltage: 228 + 8 * chance(Math.floor(now / MINUTE) * 3 + index),
  }));
  return [
    { code: '16.7.0', unit: 'W', scaler: -1, real: power },
    { code: '14.7.0', unit: 'Hz', scaler: -1, real: 49.9 + 0.2 * chance(Math.floor(now / MINUTE)) },
    ...phases.flatMap(({ group, power: real, voltage, angle }): Quantity[] => [
      { code: `${group + 11}.7.0`, unit: 'A', scaler: -3, real: Math.abs(real) / voltage },
      { code: `${group + 12}.7.0`, unit: 'V', scaler: -1, real: voltage },
      { code: `${group + 16}.7.0`, unit: 'W', scaler: -1, real },
      // Current runs against voltage while the household feeds in.
      { code: `81.7.${angle}`, unit: '°', scaler: 0, real: real < 0 ? 180 : 0 },
    ]),
  ];
}
