// The attacker of the hostile trial, a process of its own: attacks as hard as it can until told to stop.
import { setPriority } from 'node:os';
import { answerCalls } from '../support/helper-process.js';
import { attack, type Attack, type AttackName } from './attacks.js';

/**
 * A real attacker has a machine of its own. This one shares the CPU and takes only the rest that the others leave. So
 * the trial measures the load of the program, not that of the machine.
 */
const LOWEST_PRIORITY = 19;

let running: Attack | undefined;

const calls = {
  attack: (name: AttackName, port: number, rate: number): Promise<void> => {
    running = attack(name, port, rate);
    return Promise.resolve();
  },
  /** @returns the number of connections begun */
  stop: async (): Promise<number> => {
    await running?.stop();
    return running?.connections() ?? 0;
  },
};
export type AttackerCalls = typeof calls;

setPriority(LOWEST_PRIORITY);
answerCalls(calls);
