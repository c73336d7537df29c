// Reads a file that a user named, however large or odd it is.
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import type { ReadFile } from '../config/load.js';

/** Reads to the end or to one byte over the limit, which also ends the reading of an endless device. */
export const readFileUpTo: ReadFile = (path, limit) => buffer(createReadStream(path, { end: limit }));
