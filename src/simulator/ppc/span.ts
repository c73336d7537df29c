// Reads the span of time and the page of a request for values.
import { Refusal } from '../refusal.js';
import { parseLocal } from './local-time.js';

/** Epoch ms, both ends included. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Throws a Refusal (400) for a span that is none. */
export function chosenSpan(form: URLSearchParams): TimeSpan {
  const from = parseLocal(form.get('from') ?? '');
  const to = parseLocal(form.get('to') ?? '');
  if (from !== undefined && to !== undefined && from <= to) return { from, to };
  throw new Refusal(
    400,
    'Expected for "from" and "to": local times such as 2026-05-15 00:00:00, in this order.',
  );
}

/** From 1; other texts mean the first page. */
export function chosenPage(form: URLSearchParams): number {
  const text = form.get('page') ?? '';
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1;
}
