// The units of a setup that waits for cable and gateway: it gives way to a setup by hand, and ends for good when done.
import { programOutput } from '../machine/program-output.js';

const WAITING_UNIT = 'smgw-proxy-setup.service';
/** Shows how it stands; it may do nothing else. */
const PAGE_UNIT = 'smgw-proxy-setup-page.service';

/** Runs a command of the system to its end. */
type Run = (command: readonly string[]) => Promise<unknown>;

const show = async (unit: string, property: string): Promise<string> =>
  ((await programOutput('systemctl', ['show', '-P', property, unit])) ?? '').trim();

/** Whether the unit waits at the moment, or would after the next boot. */
export async function waitingState(): Promise<'active' | 'enabled' | undefined> {
  const state = await show(WAITING_UNIT, 'ActiveState');
  if (['active', 'activating'].includes(state)) return 'active';
  return (await show(WAITING_UNIT, 'UnitFileState')) === 'enabled' ? 'enabled' : undefined;
}

/** Ends its attempt; what that has changed is undone. */
export const stopWaiting = (run: Run): Promise<unknown> => run(['systemctl', 'stop', WAITING_UNIT]);

/** Does not wait for it: the caller may hold what it waits for. */
export const goOnWaiting = (run: Run): Promise<unknown> =>
  run(['systemctl', 'start', '--no-block', WAITING_UNIT]);

/** From the next boot on it does not start any more. A unit that runs goes on. */
export const endWaiting = (run: Run): Promise<unknown> => run(['systemctl', 'disable', WAITING_UNIT]);

export const startPage = (run: Run): Promise<unknown> => run(['systemctl', 'start', PAGE_UNIT]);
export const stopPage = (run: Run): Promise<unknown> => run(['systemctl', 'stop', PAGE_UNIT]);

/** The process of the page, which leaves its port to the service; 0 if there is none. */
export const pagePid = async (): Promise<number> => Number(await show(PAGE_UNIT, 'MainPID')) || 0;
