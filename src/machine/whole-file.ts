// Writes files whole or not at all.
import { chmod, chown, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** The mode of a file that was not there before. */
export const NEW_FILE = 0o644;
const NEW_FOLDER = 0o755;

interface Owner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Makes the folder too. After a power cut there is either the old file or the new one. */
export async function writeWhole(file: string, content: string | Buffer, owner?: Owner): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await mkdir(path.dirname(file), { recursive: true, mode: NEW_FOLDER });
  try {
    const handle = await open(draft, 'w', NEW_FILE);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(draft, owner?.mode ?? NEW_FILE);
    if (owner !== undefined) await chown(draft, owner.uid, owner.gid);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
