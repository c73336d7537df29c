// The command `demo` as yargs takes it.
import { OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';
import { DEMO_OPTIONS } from './options.js';

export const DEMO: Command = {
  command: 'demo',
  describe: 'The same in front of a simulated gateway: no hardware needed',
  // The target is the simulator, with a new certificate each time; all else about forwarding can be tried out.
  options: [...OPTIONS.filter(({ field }) => !field.startsWith('target')), ...DEMO_OPTIONS],
  examples: [
    ['$0 demo', 'Start it and print commands to try'],
    ['$0 demo --session-limit 1 --wrong-clock=-2h', 'A gateway that serves one at a time, two hours behind'],
    ['$0 demo --answer-delay 2s --log-level debug', 'A slow gateway, and a log of everything'],
  ],
  epilogue: `No file is read, and ${variableOf('target')} has no effect: the target is the simulated gateway.`,
  handler: async (given, machine) => (await import('./demo.js')).demo(given, machine),
};
