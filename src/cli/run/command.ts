// The command `run` as yargs takes it.
import { CONFIG_FILE_OPTION, OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';

export const RUN: Command = {
  // Not `run` with `$0` as an alias: whenever a named command starts, yargs lays out its help, which costs 8 MB without the bundle.
  command: '$0 [run]',
  describe: 'Forward connections until stopped',
  options: [
    ...OPTIONS,
    CONFIG_FILE_OPTION,
    {
      name: 'check-config',
      group: CONFIG_FILE_OPTION.group,
      help: 'Print the effective configuration as YAML, or everything that is wrong with it; start nothing',
    },
  ],
  examples: [
    ['$0', 'Carry port 8080 to 10.11.120.2:443'],
    ['$0 --target 10.11.120.3 --listen 8443', 'Another gateway, another port'],
    ["$0 --listen wlan0:8080 --listen '[::1]:9090'", 'An interface, and an address'],
    ['$0 --config my.yaml --check-config', 'See what a file would do'],
  ],
  epilogue: `Every option except those without a value can also stand in the environment, such as ${variableOf('connect-timeout')}=3s, and in the file, such as "connect-timeout: 3s". A flag beats the environment, and the environment beats the file.`,
  handler: async (given, machine) => (await import('./run.js')).run(given, machine),
};
