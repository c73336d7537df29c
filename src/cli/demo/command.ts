// The command `demo` as yargs takes it.
import { OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';
import { DEMO_OPTIONS } from './options.js';

export const DEMO: Command = {
  command: 'demo',
  describe: {
    en: 'The same in front of a simulated gateway: no hardware needed',
    de: 'Dasselbe vor einem simulierten Gateway: ohne weitere Geräte ausprobieren',
  },
  // The target is the simulator, with a new certificate each time; all else about forwarding can be tried out.
  options: [
    ...OPTIONS.filter(({ field }) => !field.startsWith('target') && field !== 'language'),
    ...DEMO_OPTIONS,
  ],
  examples: [
    [
      '$0 demo',
      { en: 'Start it and print commands to try', de: 'Starten und Befehle zum Ausprobieren zeigen' },
    ],
    [
      '$0 demo --session-limit 1 --wrong-clock=-2h',
      {
        en: 'A gateway that serves one at a time, two hours behind',
        de: 'Ein Gateway, das einen nach dem anderen bedient und zwei Stunden nachgeht',
      },
    ],
    [
      '$0 demo --answer-delay 2s --log-level debug',
      {
        en: 'A slow gateway, and a log of everything',
        de: 'Ein langsames Gateway und ein Protokoll von allem',
      },
    ],
  ],
  epilogue: {
    en: `No file is read, and ${variableOf('target')} has no effect: the target is the simulated gateway.`,
    de: `Es wird keine Datei gelesen, und ${variableOf('target')} gilt nicht: Das Ziel ist das simulierte Gateway.`,
  },
  handler: async (given, machine) => (await import('./demo.js')).demo(given, machine),
};
