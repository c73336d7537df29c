// Reads a file that a user named, however large or odd it is.
import type { ReadFile } from '../config/load.js';

/** Reads to the end or to one byte over the limit, which also ends the reading of an endless device. */
export const readFileUpTo: ReadFile = async (path, limit) => {
  // fs/promises is loaded when it is needed: without a file the service gets by with 1.5 MB less memory.
  const { open } = await import('node:fs/promises');
  const file = await open(path);
  try {
    const chunks: Buffer[] = [];
    for (let length = 0; length <= limit;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(limit + 1 - length));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
};
