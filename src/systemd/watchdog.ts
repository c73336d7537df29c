// How often the service manager wants to hear that this process is alive, see sd_watchdog_enabled(3).
import { variable, type Environment } from '../config/environment.js';

const DECIMAL = /^[1-9]\d*$/;
/** Longer delays Node takes for 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Half of the time after which the service manager would think the process dead, in ms, or undefined if it does not
 * watch this one. A time that is no number of microseconds is ignored.
 */
export function watchdogInterval(environment: Environment, pid: number): number | undefined {
  const timeout = variable(environment, 'WATCHDOG_USEC');
  const watched = variable(environment, 'WATCHDOG_PID') ?? String(pid);
  if (timeout === undefined || !DECIMAL.test(timeout) || watched !== String(pid)) return undefined;
  return Math.min(Math.max(Math.floor(Number(timeout) / 2000), 1), LONGEST_TIMER_MS);
}
