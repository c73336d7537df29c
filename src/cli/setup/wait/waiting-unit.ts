// The waiting unit, as seen by a setup by hand: it stands aside meanwhile, and never sets up again what was taken back.
import { EXIT_FOUND_TROUBLE, EXIT_OK } from '../../../config/exit-status.js';
import { endWaiting, goOnWaiting, stopWaiting, waitingState } from '../../../systemd/setup-units.js';
import type { Arguments } from '../../command.js';
import type { Machine } from '../../machine.js';
import type { SetupTexts } from '../texts.js';

export class WaitingUnit {
  private isPaused = false;

  constructor(
    private readonly given: Pick<Arguments, 'switches'>,
    private readonly machine: Pick<Machine, 'execute' | 'terminal'>,
    private readonly texts: SetupTexts['waitingUnit'],
  ) {}

  /** Stops the unit, unless this is the setup that waits. */
  async pause(): Promise<void> {
    if (this.given.switches.has('wait') || (await waitingState()) !== 'active') return;
    this.isPaused = true;
    this.machine.terminal.error(`${this.texts.pauses}\n`);
    await stopWaiting(this.machine.execute);
  }

  /** Once set up or taken back, it does not come back with the next boot. */
  async endAfter(status: number): Promise<void> {
    const isDone = status === EXIT_OK || status === EXIT_FOUND_TROUBLE;
    if (!isDone || this.given.switches.has('dry-run')) return;
    this.isPaused = false;
    if ((await waitingState()) !== undefined) await endWaiting(this.machine.execute);
  }

  /** Starts the unit again where nothing was decided. */
  async goOn(): Promise<void> {
    if (!this.isPaused) return;
    await goOnWaiting(this.machine.execute);
    this.machine.terminal.error(`${this.texts.goesOn}\n`);
  }
}
