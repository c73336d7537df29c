// The attacker of the hostile trial, a process of its own: attacks as hard as it can until told to stop.
import { setPriority } from 'node:os';
import { attack, type Attack, type AttackName } from './attacks.js';
import { answerCommands } from './helper-process.js';

/** Each is answered with the number of connections begun. */
export type AttackerCommand =
  | { readonly do: 'attack'; readonly name: AttackName; readonly port: number; readonly rate: number }
  | { readonly do: 'stop' };

/**
 * A real attacker has a machine of its own. This one takes what the others leave of the CPU it shares with them, so
 * that it is the program's load that is measured and not the machine's.
 */
const LOWEST_PRIORITY = 19;

let running: Attack | undefined;

setPriority(LOWEST_PRIORITY);
answerCommands(async (command: AttackerCommand) => {
  if (command.do === 'attack') running = attack(command.name, command.port, command.rate);
  else await running?.stop();
  return running?.connections() ?? 0;
});
