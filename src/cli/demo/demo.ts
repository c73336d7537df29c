// The command `demo`: forwards to a simulated gateway of its own, and says how to try it out.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { loadConfig, type ConfigWithPlaces } from '../../config/load.js';
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { variableOf } from '../../config/options.js';
import type { Problem } from '../../config/problem.js';
import type { ServeOptions } from '../../service/serve-options.js';
import type { RunningSimulator } from '../../simulator/simulator.js';
import type { Arguments } from '../command.js';
import type { Language } from '../../config/language.js';
import { portLines } from '../run/in-the-way.js';
import { demoSettings, type DemoSettings } from './options.js';
import { demoText } from './text.js';
import type { Machine } from '../machine.js';
import { refuse } from '../terminal/terminal.js';

/** Seen at real gateways. Clients of the demo name other addresses, which a gateway by EMH refuses. */
const OWN_ADDRESS = '192.168.33.2';

/** Resolves with the exit status, when the simulator is stopped and its certificate files are gone. */
export async function demo(given: Arguments, machine: Machine): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = demoSettings(given.flags, problems);
  // The target is the simulator, whatever the service of this machine has; this name is never used.
  const environment = { ...machine.environment, [variableOf('target')]: 'simulated-gateway.invalid' };
  const loaded = await loadConfig({ flags: given.flags, environment });
  if (!loaded.ok) problems.push(...loaded.problems);
  if (!loaded.ok || settings === undefined || problems.length > 0)
    return refuse(problems, given.language, machine.terminal);
  return serveSimulator(loaded, settings, machine, given.language);
}

async function serveSimulator(
  { config, places }: ConfigWithPlaces,
  settings: DemoSettings,
  { startSimulator, serve, terminal }: Machine,
  language: Language,
): Promise<number> {
  const taken = await portLines(config, language);
  if (taken !== undefined) {
    terminal.error(`${taken.join('\n')}\n`);
    return EXIT_COULD_NOT_RUN;
  }
  const simulator = await startSimulator({ ...settings, ownAddress: OWN_ADDRESS });
  let directory: string | undefined;
  try {
    directory = await mkdtemp(path.join(tmpdir(), 'smgw-proxy-demo-'));
    const files = await writeCertificate(directory, simulator);
    const facts = { ...simulator, ...files, maker: settings.maker };
    const started: ServeOptions['started'] = (listening) => {
      terminal.out(demoText({ ...facts, listening }, language));
    };
    return await serve(
      { config: pointedAt(simulator, config), places },
      { speaks: () => Promise.resolve(language), started },
    );
  } finally {
    await simulator.stop();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }
}

/** Writes the login without a password, for this user alone. */
async function writeCertificate(directory: string, { clientCertificate }: RunningSimulator) {
  const files = { certificate: path.join(directory, 'client.pem'), key: path.join(directory, 'client.key') };
  await chmod(directory, 0o700);
  await writeFile(files.certificate, clientCertificate.certPem, { mode: 0o600 });
  await writeFile(files.key, clientCertificate.keyPem, { mode: 0o600 });
  return files;
}

function pointedAt({ host, port }: RunningSimulator, config: Config): Config {
  return { ...config, forwards: config.forwards.map((forward) => ({ ...forward, target: { host, port } })) };
}
