// Leads one HTTP request from log-in to answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';

import { jsonAnswer, refusalAnswer, textAnswer, type GatewayAnswer } from './answer.js';
import { readBody } from './body.js';
import { GATEWAY_ID } from './identity.js';
import type { Login, LoginVerdict } from './login.js';
import type { Methods } from './methods.js';
import { parseCall } from './parameters.js';
import { Refusal } from './refusal.js';
import { route, userPath } from './router.js';

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
      // The real device says nothing at all. Reading on lets the client finish its request and wait.
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

/** Undefined if the client went away. */
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

/** 500 would be a mistake of ours: no input leads there. */
function failure(error: unknown, request: IncomingMessage): GatewayAnswer | undefined {
  if (error instanceof Refusal) return refusalAnswer(error);
  return request.errored === null ? textAnswer(500, 'Internal error.') : undefined;
}

/** The timer ends with the connection. */
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
