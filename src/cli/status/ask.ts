// Asks a running service for its status, and says in one line why there is none.
import { once } from 'node:events';
import { request, STATUS_CODES, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Endpoint, ListenAddress } from '../../config/config.js';
import { durationText } from '../../config/duration.js';
import { bracketed } from '../../config/ip-literal.js';
import { formatListen, reachableHost } from '../../config/listen-address.js';
import { bare } from '../../config/problem.js';
import { errorCode } from '../../error-code.js';
import { addressesUnreadable, interfaceAddresses } from '../../machine/interfaces.js';
import type { Status } from '../../admin/status/schema.js';
import { NoStatusError, readStatus } from './form.js';

export type StatusAnswer =
  | {
      readonly ok: true;
      readonly status: Status;
      /** The whole answer, with fields of a newer service. */
      readonly document: unknown;
    }
  /** One line: where, and why not. */
  | { readonly ok: false; readonly reason: string };

export interface AskLimits {
  /** Until there is a connection, in ms. */
  readonly connectMs: number;
  /** Until the last byte of the answer, in ms. */
  readonly answerMs: number;
  readonly maxBytes: number;
}

/** A service answers within milliseconds, and with some 200 kB at most. */
export const ASK_LIMITS: AskLimits = { connectMs: 3000, answerMs: 10_000, maxBytes: 4 * 1024 * 1024 };

export interface AskOptions {
  /** Gives up at once. */
  readonly signal?: AbortSignal;
  readonly limits?: AskLimits;
}

/** Never rejects. */
export async function askStatus(admin: ListenAddress, options: AskOptions = {}): Promise<StatusAnswer> {
  try {
    const document = parseJson(await fetchBody(endpointOf(admin), options));
    return { ok: true, status: readStatus(document), document };
  } catch (error) {
    return { ok: false, reason: `${formatListen(admin)}: ${reasonOf(error)}` };
  }
}

/** A reason in words of our own. */
class Refusal extends Error {}

/** An interface may have another address each time. */
function endpointOf({ host, interface: name, port }: ListenAddress): Endpoint {
  if (name === undefined) return { host: reachableHost(host), port };
  const [first] = interfaceAddresses(name);
  const unreadable = addressesUnreadable();
  if (unreadable !== undefined) throw new Refusal(`the system does not show its addresses (${unreadable})`);
  if (first === undefined) throw new Refusal('there is no such interface here, or it has no address');
  return { host: first.host, port };
}

async function fetchBody(endpoint: Endpoint, options: AskOptions): Promise<string> {
  const { signal, limits = ASK_LIMITS } = options;
  const late = new AbortController();
  const within = (ms: number, words: string): NodeJS.Timeout =>
    setTimeout(() => {
      late.abort(new Refusal(`${words} within ${durationText(ms)}`));
    }, ms);
  const connecting = within(
    limits.connectMs,
    'nothing answers there (is the address right, is that machine on?): no connection',
  );
  const answering = within(limits.answerMs, 'something listens there, but sent no complete answer');
  const asked = request({
    ...endpoint,
    path: '/status',
    agent: false,
    // The zone is for this machine alone (RFC 6874 section 3).
    headers: { accept: 'application/json', host: authority(endpoint) },
    signal: AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]),
  });
  asked.once('socket', (socket) => {
    socket.once('connect', () => {
      clearTimeout(connecting);
    });
  });
  try {
    return await exchange(asked, limits.maxBytes);
  } catch (error) {
    // The request's own error does not say why it was ended.
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(connecting);
    clearTimeout(answering);
    // Also ends an answer that is refused unread. The error that this causes has no meaning.
    asked.on('error', () => undefined).destroy();
  }
}

async function exchange(asked: ClientRequest, maxBytes: number): Promise<string> {
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  judgeHead(response);
  return readBody(response, maxBytes);
}

function authority({ host, port }: Endpoint): string {
  return `${bracketed(host.replace(/%.*$/, ''))}:${port}`;
}

const BY_HTTP_STATUS: Readonly<Record<number, string>> = {
  403: 'it does not let this machine ask: see --allow and --deny of the service',
  421: 'it is not to be asked under this address: see --admin of the service',
  429: 'it is asked too often just now: try again in a moment',
};

function judgeHead({ statusCode = 0, headers }: IncomingMessage): void {
  const type = headers['content-type'] ?? 'no content type';
  if (statusCode === 200 && /^application\/json(?:;|$)/i.test(type)) return;
  if (statusCode === 200) throw new NoStatusError(`it sends ${bare(type)}`);
  const told = [statusCode, STATUS_CODES[statusCode] ?? []].flat().join(' ');
  const meant = BY_HTTP_STATUS[statusCode];
  if (meant !== undefined) throw new Refusal(`it answers ${told}: ${meant}`);
  if (statusCode >= 500 && statusCode < 600)
    throw new Refusal(`it answers ${told}: it has trouble of its own; see its log`);
  throw new NoStatusError(`it answers ${told}`);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new NoStatusError(`it sends more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoStatusError('it sends no valid JSON');
  }
}

const BY_CODE: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'no service answers there (ECONNREFUSED): is it running (systemctl status smgw-proxy), and has it --admin?',
  ECONNRESET:
    'something listens there, but cut the connection (ECONNRESET): is it the --admin port, and may this machine ask?',
};

function reasonOf(error: unknown): string {
  if (error instanceof NoStatusError)
    return `something answers there, but it is not smgw-proxy's status (${error.message}): is it the --admin port?`;
  if (error instanceof Refusal) return error.message;
  const code = error instanceof Error ? errorCode(error) : String(error);
  if (code.startsWith('HPE_'))
    return `something answers there, but it is not smgw-proxy's status (no HTTP, ${code}): is it the --admin port?`;
  return BY_CODE[code] ?? `it cannot be reached (${bare(code)}): is the address right?`;
}
