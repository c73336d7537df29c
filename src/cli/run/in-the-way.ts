// For a person who typed nothing but the name of the program: what runs here already, and what to type instead.
import type { Config, ListenAddress } from '../../config/config.js';
import { loadProcessConfig } from '../../config/load.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG } from '../../config/options.js';
import { bare } from '../../config/problem.js';
import { formatListen } from '../../config/listen-address.js';
import { portUser, portUserText } from '../../machine/listeners.js';
import type { Machine } from '../machine.js';
import { DEFAULT_ADMIN } from '../service-file.js';
import { askStatus } from '../status/ask.js';
import { verdictLines } from '../status/text.js';
import { forwardVerdict, serviceVerdict } from '../status/verdict.js';

const NEXT = `
Nothing was started. To see more:
  smgw-proxy status      what the service is doing
  sudo smgw-proxy setup  set it up, or look over how it is set up
  smgw-proxy help        everything else
`;

/** Root sees every process. */
const HINT =
  process.getuid?.() === 0 ? [] : ['Run with sudo to see which program holds the port: sudo smgw-proxy'];

/** The text to show; undefined where nothing is in the way of a start. */
export async function inTheWay(config: Config, machine: Machine): Promise<string | undefined> {
  const lines = (await serviceLines(config, machine)) ?? portLines(config);
  return lines === undefined ? undefined : `${lines.join('\n')}\n${NEXT}`;
}

/** The service as its own status shows it. */
async function serviceLines(config: Config, machine: Machine): Promise<string[] | undefined> {
  const answer = await askStatus(config.admin ?? (await serviceAdmin(machine)) ?? DEFAULT_ADMIN);
  if (!answer.ok) return undefined;
  const { sheet } = await machine.screen();
  const { status } = answer;
  const verdicts = [serviceVerdict(status), ...status.forwards.map((each) => forwardVerdict(each, status))];
  return ['smgw-proxy runs here already:', ...verdicts.flatMap((verdict) => verdictLines(verdict, sheet))];
}

async function serviceAdmin({ environment, readFile }: Machine): Promise<ListenAddress | undefined> {
  const flags = new Map([[CONFIG_FILE_OPTION.name, [SERVICE_CONFIG]]]);
  const { config } = await loadProcessConfig({ flags, environment, readFile });
  return config.admin;
}

/** The first address of the configuration that another process listens on, and the way to see more of it. */
export function portLines({ forwards }: Config): string[] | undefined {
  for (const address of forwards.flatMap(({ listen }) => listen)) {
    const user = portUser(address);
    if (user === undefined) continue;
    const line = `port ${formatListen(address)} is in use by ${bare(portUserText(user))}.`;
    return [line, ...(user.pid === undefined ? HINT : [])];
  }
  return undefined;
}
