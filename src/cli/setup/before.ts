// The conditions of every change: a right configuration, before and after, and no rest of an interrupted setup.
import { loadConfig } from '../../config/load.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG } from '../../config/options.js';
import type { Action } from '../../setup/action.js';
import { textOf } from '../../setup/gather.js';
import { refuse } from '../terminal/terminal.js';
import type { Session } from './session.js';
import { Stop } from './stop.js';

/**
 * Rejects with a Stop unless the given options fit the present configuration. A wrong configuration would stay wrong,
 * because setup keeps most of the file.
 */
export async function checkConfig({ settings, scene: { machine } }: Session): Promise<void> {
  const { environment, readFile } = machine;
  const flags = new Map(Object.entries(settings.options).map(([name, value]) => [name, [value].flat()]));
  if ((await textOf(SERVICE_CONFIG)) !== undefined) flags.set(CONFIG_FILE_OPTION.name, [SERVICE_CONFIG]);
  const loaded = await loadConfig({ flags, environment, readFile });
  if (!loaded.ok) throw new Stop(refuse(loaded.problems, settings.language, machine.terminal));
}

/** Rejects with a Stop if the configuration that would be written is wrong. */
export async function checkResult(
  { settings, scene: { machine } }: Session,
  actions: readonly Action[],
): Promise<void> {
  const file = actions.find(({ kind }) => kind === 'config')?.file;
  if (file === undefined) return;
  const readFile = (): Promise<Uint8Array> => Promise.resolve(Buffer.from(file.content));
  const { environment, terminal } = machine;
  const loaded = await loadConfig({
    flags: new Map([[CONFIG_FILE_OPTION.name, [file.path]]]),
    environment,
    readFile,
  });
  if (!loaded.ok) throw new Stop(refuse(loaded.problems, settings.language, terminal));
}

export async function undoEarlier(session: Session): Promise<void> {
  const { steps, texts, scene, settings, transaction } = session;
  const { entries, finished } = await scene.journal.read();
  if (entries.length === finished) return;
  const text = settings.isDryRun ? texts.undoingEarlierDry : texts.undoingEarlier;
  steps.end({ mark: 'warning', name: texts.names.earlier, text });
  if (!settings.isDryRun) session.leave(await transaction.undoUnfinished());
}
