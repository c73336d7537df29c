// What goes back to a client, before it meets a socket.
import type { Refusal } from './refusal.js';

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON document. */
export function jsonAnswer(document: object): GatewayAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(document) };
}

/** A status with one sentence of plain text. */
export function textAnswer(
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
    body: sentence === '' ? '' : `${sentence}\n`,
  };
}

export function refusalAnswer(refusal: Refusal): GatewayAnswer {
  return textAnswer(refusal.status, refusal.message, refusal.headers);
}
