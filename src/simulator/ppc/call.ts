// The call of an action: the fields of the form, its session and its time.
import type { Meter } from '../meter.js';
import type { PpcSession } from './session.js';

export interface ActionCall {
  readonly form: URLSearchParams;
  readonly session: PpcSession;
  /** Epoch ms: the values are as of this time. */
  readonly time: number;
  readonly meter: Meter;
  /** The number of the meter that is in place. */
  readonly meterId: string;
}

/** The things that `mid` names: the meter as the choice lists it, and as its values are asked for. */
export const METER_THING = 'meter';
export const VALUES_THING = 'values';
