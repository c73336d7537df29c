// `setup --undo`: shows the changes of all setups, of the last one, or of one gateway, asks, and takes them back.
import { EXIT_OK } from '../../config/exit-status.js';
import { runsOf } from '../../setup/journal.js';
import type { Session } from './session.js';
import { takeBackOne } from './take-back-one.js';
import { undoText } from './view.js';

/** Resolves with the exit status; rejects with a Stop. */
export async function takeBack(session: Session): Promise<number> {
  const { texts, terminal, transaction, scene, settings } = session;
  if (settings.interface !== undefined) return takeBackOne(session, settings.interface);
  const { entries } = await scene.journal.read();
  const runs = runsOf(entries);
  if (runs.length === 0) {
    terminal.out(`${texts.nothingToUndo}\n`);
    return EXIT_OK;
  }
  const isLast = settings.undo === 'last' && runs.length > 1;
  terminal.out(undoText(isLast ? runs.slice(-1) : runs, texts.hanLink, texts, terminal.width));
  if (!isLast && runs.length > 1) terminal.out(`${texts.undoLastHint}\n`);
  await session.agree();
  session.leave(await (isLast ? transaction.undoLast() : transaction.undoAll()));
  terminal.out(`\n${isLast ? texts.lastUndone : texts.allUndone}\n`);
  return EXIT_OK;
}
