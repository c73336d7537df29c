// For a person who typed nothing but the name of the program: what runs here already, and what to type instead.
import type { Config, ListenAddress } from '../../config/config.js';
import type { Language, Translated } from '../../config/language.js';
import { loadProcessConfig } from '../../config/load.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG } from '../../config/options.js';
import { bare } from '../../config/problem.js';
import { formatListen } from '../../config/listen-address.js';
import { portUser } from '../../machine/listeners.js';
import type { Machine } from '../machine.js';
import { DEFAULT_ADMIN } from '../service-file.js';
import { askStatus } from '../status/ask.js';
import { verdictLines } from '../status/text.js';
import type { StatusTexts } from '../status/texts.en.js';
import { statusTexts } from '../status/texts.js';
import { forwardVerdict, serviceVerdict } from '../status/verdict.js';

interface WayTexts {
  readonly next: string;
  readonly runs: string;
  readonly inUse: (port: string, program: string) => string;
  /** Root sees every process. */
  readonly withSudo: string;
}

const TEXTS: Translated<WayTexts> = {
  en: {
    next: `
Nothing was started. To see more:
  smgw-proxy status      what the service is doing
  sudo smgw-proxy setup  set it up, or look over how it is set up
  smgw-proxy help        everything else
`,
    runs: 'smgw-proxy runs here already:',
    inUse: (port, program) => `port ${port} is in use by ${program}.`,
    withSudo: 'Run with sudo to see which program holds the port: sudo smgw-proxy',
  },
  de: {
    next: `
Es wurde nichts gestartet. Mehr zeigen:
  smgw-proxy status      was der Dienst gerade tut
  sudo smgw-proxy setup  einrichten, oder nachsehen, was eingerichtet ist
  smgw-proxy help        alles andere
`,
    runs: 'smgw-proxy läuft hier schon:',
    inUse: (port, program) => `Port ${port} ist von ${program} belegt.`,
    withSudo: 'Welches Programm den Port hat, zeigt: sudo smgw-proxy',
  },
};

/** The text to show; undefined where nothing is in the way of a start. */
export async function inTheWay(
  config: Config,
  machine: Machine,
  language: Language,
): Promise<string | undefined> {
  const lines = (await serviceLines(config, machine, language)) ?? (await portLines(config, language));
  return lines === undefined ? undefined : `${lines.join('\n')}\n${TEXTS[language].next}`;
}

/** The service as its own status shows it. */
async function serviceLines(
  config: Config,
  machine: Machine,
  language: Language,
): Promise<string[] | undefined> {
  const answer = await askStatus(config.admin ?? (await serviceAdmin(machine)) ?? DEFAULT_ADMIN);
  if (!answer.ok) return undefined;
  const { sheet } = await machine.screen();
  const { status } = answer;
  const texts = await statusTexts(language);
  const verdicts = [
    serviceVerdict(status, texts),
    ...status.forwards.map((each) => forwardVerdict(each, status, texts)),
  ];
  return [TEXTS[language].runs, ...verdicts.flatMap((verdict) => verdictLines(verdict, sheet))];
}

async function serviceAdmin({ environment, readFile }: Machine): Promise<ListenAddress | undefined> {
  const flags = new Map([[CONFIG_FILE_OPTION.name, [SERVICE_CONFIG]]]);
  const { config } = await loadProcessConfig({ flags, environment, readFile });
  return config.admin;
}

/** The first address of the configuration that another process listens on, and the way to see more of it. */
export async function portLines({ forwards }: Config, language: Language): Promise<string[] | undefined> {
  const { inUse, withSudo } = TEXTS[language];
  for (const address of forwards.flatMap(({ listen }) => listen)) {
    const user = portUser(address);
    if (user === undefined) continue;
    const line = inUse(formatListen(address), bare(programText(user, await statusTexts(language))));
    return [line, ...(user.pid === undefined && process.getuid?.() !== 0 ? [withSudo] : [])];
  }
  return undefined;
}

function programText(
  { pid, name, user }: NonNullable<ReturnType<typeof portUser>>,
  texts: StatusTexts,
): string {
  if (pid === process.pid) return texts.itself;
  return pid === undefined ? texts.anotherProgram(user) : texts.program(name ?? '', pid);
}
