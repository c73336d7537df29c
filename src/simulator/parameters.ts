// Reads the parameters of a method call: each reader gives a value, undefined if it was left out, or throws a Refusal (400).
import { Refusal } from './refusal.js';

/** A method call as it came: a JSON object. */
export type Call = Readonly<Record<string, unknown>>;

/** Date, time of day and, if the client says so, zone. IF_GW_CON has no fractions; most languages print them. */
const DATE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/;

/** The JSON object in a body, or a Refusal. */
export function parseCall(body: Uint8Array): Call {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isObject(value)) return value;
  } catch {
    // What is not UTF-8 or not JSON gets the same answer as what is not an object.
  }
  throw new Refusal(400, 'Expected a JSON object in UTF-8 as body.');
}

export function isObject(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only own properties: `constructor` is not a parameter. */
export function parameter(call: Call, name: string): unknown {
  return Object.hasOwn(call, name) ? call[name] : undefined;
}

export function textParameter(call: Call, name: string): string | undefined {
  const value = parameter(call, name);
  if (value === undefined || typeof value === 'string') return value;
  throw expected(name, 'a string');
}

/** A JSON boolean (IF_GW_CON ), or its name as most clients send it. */
export function flagParameter(call: Call, name: string): boolean {
  const value = parameter(call, name) ?? false;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw expected(name, '"true" or "false"');
}

/** A whole number from 1 to `max`, as number or as string. */
export function countParameter(call: Call, name: string, max: number): number | undefined {
  const value = parameter(call, name);
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
  if (time !== undefined) return time;
  throw expected(name, 'a time such as 2026-03-01T15:30:00+01:00');
}

/** Epoch ms, or undefined if the text is no such time; without a zone it is UTC. */
export function parseTime(text: string): number | undefined {
  const [, local, zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  if (local === undefined || !exists(local)) return undefined;
  const time = Date.parse(`${local}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}

/** Date turns 30 February into 2 March; the gateway's clients should hear about it instead. */
function exists(local: string): boolean {
  const time = Date.parse(`${local}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(local);
}

/** `2026-03-01T14:30:00Z`. */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function expected(name: string, what: string): Refusal {
  return new Refusal(400, `Expected for "${name}": ${what}.`);
}
