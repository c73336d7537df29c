// The values that the schema of /status is made of. A reader takes more than this version writes.
import * as v from 'valibot';
import { bare } from '../../config/problem.js';

/** Longer than any name, address or hint, in characters. */
const LONGEST_TEXT = 500;

/** As read, a text can be printed: shortened, and with everything escaped that a terminal would obey. */
export const harmless = (text: string): string => bare(text.slice(0, LONGEST_TEXT));

export const text = v.pipe(v.string(), v.transform(harmless));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const milliseconds = v.pipe(v.number(), v.minValue(0));
export const time = v.pipe(v.string(), v.isoTimestamp(), v.regex(/Z$/));

export const word = <T extends string>(words: readonly T[]) =>
  v.pipe(
    text,
    v.transform((given) => given as T),
    v.metadata({ enum: words }),
  );

export const described = <T extends v.GenericSchema>(schema: T, description: string) =>
  v.pipe(schema, v.description(description));

export const list = <T extends v.GenericSchema>(
  schema: T,
  limits: { minItems?: number; maxItems?: number },
) => v.pipe(v.array(schema), v.metadata(limits));
