// Answers one HTTP request: log-in, route, method and answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';

import { readBody } from './body.js';
import { GATEWAY_ID } from './identity.js';
import type { Login } from './login.js';
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
    void answerTo(request, options).then((answer) => {
      if (answer !== undefined) send(answer, response, options.answerDelay);
    });
  };
}

function loginRequest({ method = '', url = '', headers, socket }: IncomingMessage): Parameters<Login>[0] {
  const certified = socket instanceof TLSSocket && socket.authorized;
  return { method, target: url, authorization: headers.authorization, certified };
}

/** Undefined for a wrong log-in, and if the client has disconnected. */
async function answerTo(
  request: IncomingMessage,
  options: ResponderOptions,
): Promise<GatewayAnswer | undefined> {
  try {
    if (options.login(loginRequest(request))) return await serve(request, options);
    // The real device sends no answer. The request is read, so that the client can finish it and wait.
    request.resume();
    return undefined;
  } catch (error) {
    return failure(error, request);
  }
}

async function serve(
  request: IncomingMessage,
  { userId, methods }: ResponderOptions,
): Promise<GatewayAnswer> {
  switch (route(request.method ?? '', request.url ?? '', userId)) {
    case 'redirect':
      return answer(307, TEXT, '', { Location: userPath(userId) });
    case 'page':
      return page(userId);
    case 'call':
      requireJson(request.headers['content-type']);
      return answer(200, 'application/json', JSON.stringify(methods(parseCall(await readBody(request)))));
  }
}

function requireJson(contentType: string | undefined): void {
  if (/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) return;
  throw new Refusal(400, 'Expected as Content-Type: application/json.');
}

function page(userId: string): GatewayAnswer {
  const body = `<!DOCTYPE html><html><head><title>CONEXA 3.0</title></head><body><h1>Smart Meter Gateway ${GATEWAY_ID}</h1><p>Letztverbraucher ${userId}</p></body></html>\n`;
  return answer(200, 'text/html; charset=utf-8', body);
}

const TEXT = 'text/plain; charset=utf-8';

function answer(
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return { status, headers: { 'Content-Type': type, ...headers }, body };
}

/** A 500 is a bug of the simulator: no input leads there. */
function failure(error: unknown, request: IncomingMessage): GatewayAnswer | undefined {
  if (error instanceof Refusal) return answer(error.status, TEXT, `${error.message}\n`, error.headers);
  return request.errored === null ? answer(500, TEXT, 'Internal error.\n') : undefined;
}

/** Writes the answer after the delay; the timer ends with the connection. */
function send({ status, headers, body }: GatewayAnswer, response: ServerResponse, delay: number): void {
  const timer = setTimeout(() => {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  }, delay);
  response.once('close', () => {
    clearTimeout(timer);
  });
}
