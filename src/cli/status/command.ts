// The command `status` as yargs takes it.
import { formatListen } from '../../config/listen-address.js';
import { CONFIG_FILE_OPTION, OPTIONS, variableOf } from '../../config/options.js';
import type { Command } from '../command.js';
import { DEFAULT_ADMIN } from '../service-file.js';

const ASKING = 'Asking:';

export const STATUS: Command = {
  command: 'status',
  describe: 'Show what the running service is doing',
  options: [
    ...OPTIONS.filter(({ field }) => field === 'admin').map((option) => ({
      ...option,
      default: formatListen(DEFAULT_ADMIN),
      group: ASKING,
      help: 'Where the service answers (its own --admin)',
    })),
    {
      ...CONFIG_FILE_OPTION,
      group: ASKING,
      help: 'The file of the service, to find that address in; /etc/smgw-proxy/config.yaml when left out',
    },
    {
      name: 'all',
      group: 'Showing:',
      help: 'Each of more than 10 forwards; when left out, healthy ones are only counted',
    },
    { name: 'json', group: 'Showing:', help: 'As JSON; with --watch a line for each look' },
    { name: 'watch', group: 'Showing:', help: 'Look again every 2 s, until Ctrl-C' },
  ],
  examples: [
    ['$0 status', 'Is the meter being read, by which device, how often?'],
    ['$0 status --watch --config my.yaml', 'Keep looking at the service of that file'],
    ['$0 status --json | jq .totals', 'For programs'],
  ],
  epilogue: `Exit status: 0 the service is ready; 1 no service answers; 2 wrong options; 3 the service answers and is not ready: a gateway is unreachable, a port is not open, or it is stopping. With --watch: as it was last. ${variableOf('admin')} and ${variableOf('config')} count as well.`,
  handler: async (given, machine) => (await import('./status.js')).status(given, machine),
};
