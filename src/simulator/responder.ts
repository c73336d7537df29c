// Answers one HTTP request as the gateway says, after its delay.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { readBody } from './body.js';
import type { SimulatedGateway, GatewayAnswer, GatewayRequest } from './gateway.js';
import { Refusal } from './refusal.js';

/** @param answerDelay before each answer, in ms, in place of the gateway's own pace */
export function createResponder(answer: SimulatedGateway['answer'], answerDelay?: number): RequestListener {
  return (request, response) => {
    void answerTo(request, answer).then((given) => {
      if (given !== undefined) send(given, response, answerDelay ?? given.pace ?? 0);
    });
  };
}

/** Undefined if the gateway does not answer, and if the client has disconnected. */
async function answerTo(
  request: IncomingMessage,
  answer: SimulatedGateway['answer'],
): Promise<GatewayAnswer | undefined> {
  try {
    const given = await answer(requestOf(request));
    // It is read in any case, so that the client can finish it and wait.
    request.resume();
    return given;
  } catch (error) {
    return failure(error, request);
  }
}

function requestOf(request: IncomingMessage): GatewayRequest {
  const { method = '', url = '', headers, socket } = request;
  const isCertified = socket instanceof TLSSocket && socket.authorized;
  return { method, target: url, headers, isCertified, body: () => readBody(request) };
}

/** A 500 is a bug of the simulator: no input leads there. */
function failure(error: unknown, request: IncomingMessage): GatewayAnswer | undefined {
  if (error instanceof Refusal) return textAnswer(error.status, `${error.message}\n`, error.headers);
  return request.errored === null ? textAnswer(500, 'Internal error.\n') : undefined;
}

function textAnswer(status: number, body: string, headers: GatewayAnswer['headers'] = {}): GatewayAnswer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** Writes the answer after the delay; the timer ends with the connection. */
function send(answer: GatewayAnswer, response: ServerResponse, delay: number): void {
  const { status, headers, body, bare = false, after } = answer;
  if (bare) response.removeHeader('Connection');
  const timer = setTimeout(() => {
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
  }, delay);
  response.once('close', () => {
    clearTimeout(timer);
    after?.();
  });
}
