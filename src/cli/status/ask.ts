// Asks a running service for its status, and says in one line why there is none.
import { once } from 'node:events';
import { request, STATUS_CODES, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Endpoint, ListenAddress } from '../../config/config.js';
import { bracketed } from '../../config/ip-literal.js';
import type { Translated } from '../../config/language.js';
import { formatListen, reachableHost } from '../../config/listen-address.js';
import { bare } from '../../config/problem.js';
import { errorCode } from '../../error-code.js';
import { addressesUnreadable, interfaceAddresses } from '../../machine/interfaces.js';
import type { Status } from '../../admin/status/schema.js';
import { BY_CODE, BY_HTTP_STATUS, NO_STATUS_WORDS as WORDS, OWN_TROUBLE } from './ask-texts.js';
import { NoStatusError, readStatus } from './form.js';

export type StatusAnswer =
  | {
      readonly ok: true;
      readonly status: Status;
      /** The whole answer, with fields of a newer service. */
      readonly document: unknown;
    }
  /** One line: where, and why not. */
  | { readonly ok: false; readonly reason: Translated<string> };

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
    const { en, de } = reasonOf(error);
    const where = formatListen(admin);
    return { ok: false, reason: { en: `${where}: ${en}`, de: `${where}: ${de}` } };
  }
}

/** A reason in words of our own. */
class Refusal extends Error {
  constructor(readonly reason: Translated<string>) {
    super(reason.en);
  }
}

/** An interface may have another address each time. */
function endpointOf({ host, interface: name, port }: ListenAddress): Endpoint {
  if (name === undefined) return { host: reachableHost(host), port };
  const [first] = interfaceAddresses(name);
  const unreadable = addressesUnreadable();
  if (unreadable !== undefined) throw new Refusal(WORDS.unreadable(unreadable));
  if (first === undefined) throw new Refusal(WORDS.noAddress);
  return { host: first.host, port };
}

async function fetchBody(endpoint: Endpoint, options: AskOptions): Promise<string> {
  const { signal, limits = ASK_LIMITS } = options;
  const late = new AbortController();
  const within = (ms: number, words: (ms: number) => Translated<string>): NodeJS.Timeout =>
    setTimeout(() => {
      late.abort(new Refusal(words(ms)));
    }, ms);
  const connecting = within(limits.connectMs, WORDS.noConnection);
  const answering = within(limits.answerMs, WORDS.incomplete);
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

function judgeHead({ statusCode = 0, headers }: IncomingMessage): void {
  const { 'content-type': type = '' } = headers;
  if (statusCode === 200 && /^application\/json(?:;|$)/i.test(type)) return;
  if (statusCode === 200) throw new NoStatusError(type === '' ? WORDS.noType : WORDS.sends(bare(type)));
  const told = [statusCode, STATUS_CODES[statusCode] ?? []].flat().join(' ');
  const meant = statusCode >= 500 && statusCode < 600 ? OWN_TROUBLE : BY_HTTP_STATUS[statusCode];
  if (meant === undefined) throw new NoStatusError(WORDS.answers(told));
  const { en, de } = WORDS.answers(told);
  throw new Refusal({ en: `${en}: ${meant.en}`, de: `${de}: ${meant.de}` });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new NoStatusError(WORDS.tooLong(maxBytes));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NoStatusError(WORDS.noJson);
  }
}

function reasonOf(error: unknown): Translated<string> {
  if (error instanceof NoStatusError) return WORDS.noStatus(error.reason);
  if (error instanceof Refusal) return error.reason;
  const code = error instanceof Error ? errorCode(error) : String(error);
  return code.startsWith('HPE_')
    ? WORDS.noStatus(WORDS.noHttp(code))
    : (BY_CODE[code] ?? WORDS.unreached(bare(code)));
}
