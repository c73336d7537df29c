// Reads files, and their permissions, for the configuration.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';

/** Reads up to one byte over the limit, which also ends the reading of an endless device. */
export const readFile = (path: string, limit: number): Promise<Uint8Array> =>
  buffer(createReadStream(path, { end: limit }));

export const fileMode = async (path: string): Promise<number> => (await stat(path)).mode;
