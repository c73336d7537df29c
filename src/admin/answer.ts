// Answers of the admin server: status, type and body, and the headers that restrict a browser.
import type { ServerResponse } from 'node:http';
import type { Translated } from '../config/language.js';

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is closed afterwards: later requests on it are not worth reading. */
  readonly isLast?: boolean;
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** One line, for programs. */
export function text(status: number, line: string, rest: Partial<HttpAnswer> = {}): HttpAnswer {
  return { status, type: TEXT, body: `${line}\n`, ...rest };
}

/** A line in each language: a browser shows it before anything is known of its reader. */
export function refusal(
  status: number,
  { en, de }: Translated<string>,
  rest: Partial<HttpAnswer> = {},
): HttpAnswer {
  return text(status, `${en}\n${de}`, rest);
}

export function json(status: number, value: unknown): HttpAnswer {
  return { status, type: JSON_TYPE, body: `${JSON.stringify(value)}\n` };
}

/** Nothing from elsewhere, nothing inline, no frame around it: markup smuggled into the page can do nothing. */
const POLICY = [
  "default-src 'none'",
  ...['script-src', 'style-src', 'img-src', 'connect-src'].map((kind) => `${kind} 'self'`),
  ...['base-uri', 'form-action', 'frame-ancestors'].map((kind) => `${kind} 'none'`),
].join('; ');

const SAFE_HEADERS = {
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

export function send(response: ServerResponse, { status, type, body, headers, isLast }: HttpAnswer): void {
  response.writeHead(status, {
    ...SAFE_HEADERS,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    ...(isLast === true && { Connection: 'close' }),
    ...headers,
  });
  response.end(body);
}
