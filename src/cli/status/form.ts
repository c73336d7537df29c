// Takes an answer for the status of smgw-proxy, or says where it is none.
import * as v from 'valibot';
import type { Translated } from '../../config/language.js';
import { STATUS, type Status } from '../../admin/status/schema.js';
import { harmless } from '../../admin/status/values.js';
import { NO_STATUS_WORDS } from './ask-texts.js';

/** Where an answer stops being a status. */
export class NoStatusError extends Error {
  constructor(readonly reason: Translated<string>) {
    super(reason.en);
  }
}

/**
 * All texts of the status can be printed.
 *
 * @throws NoStatusError that names the first field that is not as the schema says
 */
export function readStatus(document: unknown): Status {
  const result = v.safeParse(STATUS, document, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const expected = issue.expected ?? issue.type;
  throw new NoStatusError(
    NO_STATUS_WORDS.field(path && harmless(path), harmless(expected), harmless(issue.received)),
  );
}
