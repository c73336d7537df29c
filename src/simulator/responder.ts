// Answers one HTTP request: log-in, route, method and answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';

import { readBody } from './body.js';
import { GATEWAY_ID } from './identity.js';
import type { Login, LoginVerdict } from './login.js';
import type { Methods } from './methods.js';
import { parseCall } from './parameters.js';
import { Refusal } from './refusal.js';
import { route, userPath } from './router.js';

interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ResponderOptions {
  readonly login: Login;
  readonly methods: Methods;
  readonly userId: string;
  /** Time before each answer, ms. */
  readonly answerDelay: number;
}

export type Responder = (request: IncomingMessage, response: ServerResponse) => void;

export function createResponder(options: ResponderOptions): Responder {
  return (request, response) => {
    const verdict = options.login(loginRequest(request));
    if (verdict.kind === 'wrong') {
      // The real device sends no answer. The request is read, so that the client can finish it and wait.
      request.resume();
      return;
    }
    void answerFor(verdict, request, options).then((answer) => {
      if (answer !== undefined) send(answer, response, options.answerDelay);
    });
  };
}

function loginRequest({ method = '', url = '', headers, socket }: IncomingMessage): Parameters<Login>[0] {
  const certified = socket instanceof TLSSocket && socket.authorized;
  return { method, target: url, authorization: headers.authorization, certified };
}

/** Undefined if the client has disconnected. */
async function answerFor(
  verdict: Exclude<LoginVerdict, { kind: 'wrong' }>,
  request: IncomingMessage,
  options: ResponderOptions,
): Promise<GatewayAnswer | undefined> {
  switch (verdict.kind) {
    case 'challenge':
      return textAnswer(401, 'Log in first.', { 'WWW-Authenticate': verdict.challenge });
    case 'improper':
      return textAnswer(400, verdict.reason);
    case 'welcome':
      return serve(request, options).catch((error: unknown) => failure(error, request));
  }
}

async function serve(
  request: IncomingMessage,
  { userId, methods }: ResponderOptions,
): Promise<GatewayAnswer> {
  switch (route(request.method ?? '', request.url ?? '', userId)) {
    case 'redirect':
      return textAnswer(307, '', { Location: userPath(userId) });
    case 'page':
      return page(userId);
    case 'call':
      requireJson(request.headers['content-type']);
      return jsonAnswer(methods(parseCall(await readBody(request))));
  }
}

function requireJson(contentType: string | undefined): void {
  if (/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) return;
  throw new Refusal(400, 'Expected as Content-Type: application/json.');
}

function page(userId: string): GatewayAnswer {
  const body = `<!DOCTYPE html><html><head><title>CONEXA 3.0</title></head><body><h1>Smart Meter Gateway ${GATEWAY_ID}</h1><p>Letztverbraucher ${userId}</p></body></html>\n`;
  return { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body };
}

function jsonAnswer(document: object): GatewayAnswer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(document) };
}

/** A status with one sentence of plain text. */
function textAnswer(
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

/** A 500 is a bug of the simulator: no input leads there. */
function failure(error: unknown, request: IncomingMessage): GatewayAnswer | undefined {
  if (error instanceof Refusal) return textAnswer(error.status, error.message, error.headers);
  return request.errored === null ? textAnswer(500, 'Internal error.') : undefined;
}

/** Writes the answer after the delay; the timer ends with the connection. */
function send({ status, headers, body }: GatewayAnswer, response: ServerResponse, delay: number): void {
  const write = (): void => {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  };
  if (delay === 0) {
    write();
    return;
  }
  const timer = setTimeout(write, delay);
  response.once('close', () => {
    clearTimeout(timer);
  });
}
