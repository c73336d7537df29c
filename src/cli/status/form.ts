// Takes an answer for the status of smgw-proxy, or says where it is none.
import * as v from 'valibot';
import { STATUS, type Status } from '../../admin/status/schema.js';
import { harmless } from '../../admin/status/values.js';

/** Where an answer stops being a status. */
export class NoStatusError extends Error {}

/**
 * All texts of the status can be printed.
 *
 * @throws NoStatusError that names the first field that is not as the schema says
 */
export function readStatus(document: unknown): Status {
  const result = v.safeParse(STATUS, document, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new NoStatusError(`${harmless(v.getDotPath(issue) ?? 'the whole')}: ${harmless(issue.message)}`);
}
