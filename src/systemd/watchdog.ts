// The interval of watchdog messages, from the environment: sd_watchdog_enabled(3).
import { variable, type Environment } from '../config/environment.js';

const DECIMAL = /^[1-9]\d*$/;
/** The longest timer of Node, which fires longer ones after 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Half of the watchdog timeout, in ms. Undefined if the watchdog is off or for another process, or if WATCHDOG_USEC is
 * malformed.
 */
export function watchdogInterval(environment: Environment, pid: number): number | undefined {
  const timeout = variable(environment, 'WATCHDOG_USEC');
  const watched = variable(environment, 'WATCHDOG_PID') ?? String(pid);
  if (timeout === undefined || !DECIMAL.test(timeout) || watched !== String(pid)) return undefined;
  return Math.min(Math.max(Math.floor(Number(timeout) / 2000), 1), LONGEST_TIMER_MS);
}
