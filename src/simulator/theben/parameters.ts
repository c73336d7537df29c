// Reads the parameters of a method call. Each reader returns the value, or undefined without it, or throws a Refusal (400).
import { Refusal } from '../refusal.js';

/** A method call: a JSON object with unchecked values. */
export type Call = Readonly<Record<string, unknown>>;

/** Date, time of day and optional zone. IF_GW_CON has no fractions, but most languages print them. */
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

/** The JSON object of a body; throws a Refusal for any other body. */
export function parseCall(body: Uint8Array): Call {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isObject(value)) return value;
  } catch {
    // Invalid UTF-8 or JSON gets the same answer as other JSON values.
  }
  throw new Refusal(400, 'Expected a JSON object in UTF-8 as body.');
}

export function isObject(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textParameter(call: Call, name: string): string | undefined {
  const value = call[name];
  if (value === undefined || typeof value === 'string') return value;
  throw expected(name, 'a string');
}

/** A JSON boolean (IF_GW_CON ), or its name as a string, as most clients send it. */
export function flagParameter(call: Call, name: string): boolean {
  const value = call[name] ?? false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw expected(name, '"true" or "false"');
}

/** A whole number from 1 to `max`, as a number or a string. */
export function countParameter(call: Call, name: string, max: number): number | undefined {
  const value = call[name];
  if (value === undefined) return undefined;
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= max) return count;
  throw expected(name, `a whole number from 1 to ${max}`);
}

/** Epoch ms. */
export function timeParameter(call: Call, name: string): number | undefined {
  const text = textParameter(call, name);
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (!Number.isNaN(time)) return time;
  throw expected(name, 'a time such as 2026-03-01T15:30:00+01:00');
}

/** Epoch ms; NaN for other texts. A time without a zone is UTC. */
function parseTime(text: string): number {
  const [, local = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  const asUtc = Date.parse(`${local}Z`);
  // Date would silently read 30 February as 2 March.
  const exists = !Number.isNaN(asUtc) && formatTime(asUtc) === `${local}Z`;
  return exists ? Date.parse(`${local}${zone}`) : NaN;
}

/** `2026-03-01T14:30:00Z`. */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function expected(name: string, what: string): Refusal {
  return new Refusal(400, `Expected for "${name}": ${what}.`);
}
