// `setup --undo`: shows what setup has changed, asks, and takes it back; one gateway with --interface.
import { EXIT_OK } from '../../config/exit-status.js';
import type { Session } from './session.js';
import { takeBackOne } from './take-back-one.js';
import { undoText } from './view.js';

/** Resolves with the exit status; rejects with a Stop. */
export async function takeBack(session: Session): Promise<number> {
  const { texts, terminal, transaction, scene, settings } = session;
  if (settings.interface !== undefined) return takeBackOne(session, settings.interface);
  const { entries } = await scene.journal.read();
  if (entries.length === 0) {
    terminal.out(`${texts.nothingToUndo}\n`);
    return EXIT_OK;
  }
  terminal.out(undoText(entries, texts.hanLink, texts));
  await session.agree();
  session.leave(await transaction.undoAll());
  terminal.out(`\n${texts.allUndone}\n`);
  return EXIT_OK;
}
