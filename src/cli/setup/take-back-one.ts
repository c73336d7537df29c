// `setup --undo --interface eth2`: takes back one gateway of several, and leaves the others.
import { EXIT_OK } from '../../config/exit-status.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { bare } from '../../config/problem.js';
import type { FileBackup } from '../../setup/files.js';
import { isActive, textOf } from '../../setup/gather.js';
import type { JournalEntry } from '../../setup/journal.js';
import { makeChange } from '../../setup/plan.js';
import { withoutGateway } from '../../setup/several-config.js';
import { readUnit } from '../../systemd/systemd-unit.js';
import type { Session } from './session.js';
import { planText, undoText } from './view.js';

/** Resolves with the exit status; rejects with a Stop. */
export async function takeBackOne(session: Session, link: string): Promise<number> {
  const { texts, terminal, transaction, scene, signal } = session;
  const { entries } = await scene.journal.read();
  const its = entries.filter((entry) => entry.link === link);
  if (its.length === 0) {
    terminal.out(`${texts.nothingToUndoOf(bare(link)).join('\n')}\n`);
    return EXIT_OK;
  }
  const present = (await textOf(SERVICE_CONFIG)) ?? '';
  const unit = await readUnit();
  const actions = makeChange(present, withoutGateway(present, link), {
    isActive: unit !== undefined && isActive(unit),
  });
  if (actions.length > 0) terminal.out(planText(actions, bare(link), texts, terminal));
  terminal.out(undoText([its], bare(link), texts, terminal.width));
  await session.agree();
  // The port closes before the way to the gateway goes.
  if (actions.length > 0) session.judge(await transaction.perform(actions, signal));
  session.leave(await transaction.undoLink(link, (entry) => without(entry, link)));
  terminal.out(`\n${texts.oneUndone(bare(link))}\n`);
  return EXIT_OK;
}

/** The entry of another gateway, whose undo does not bring this one back. */
function without(entry: JournalEntry, link: string): JournalEntry[] {
  const { file } = entry;
  if (file?.path !== SERVICE_CONFIG) return [entry];
  const before = file.content === null ? null : Buffer.from(file.content, 'base64').toString();
  const content = before === null ? null : withoutGateway(before, link);
  const written = withoutGateway(file.written, link);
  if (content === written) return [];
  const backup: FileBackup = {
    ...file,
    content: content === null ? null : Buffer.from(content).toString('base64'),
    written,
  };
  return [{ ...entry, file: backup }];
}
