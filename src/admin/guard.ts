// Checks the rate and the form of a request before anything is looked up for it.
import type { IncomingMessage } from 'node:http';
import type { Translated } from '../config/language.js';
import { quote, quoted } from '../config/problem.js';
import { refusal, type HttpAnswer } from './answer.js';
import { HOME_NAMES, isHomeName } from './host-header.js';
import { RateLimit } from './rate.js';

/** A file of the page is in memory and costs a thirtieth of /status; each reload asks for some thirty of them. */
const FILE_COST = 0.1;

/** Paths with the tokens that a request for one costs. */
const COSTS: readonly (readonly [RegExp, number])[] = [
  // Without a limit: a load balancer must not take a busy machine for a dead one.
  [/^\/(?:healthz|readyz)(?:[/?]|$)/, 0],
  [/^\/page\//, FILE_COST],
];

const FULL_COST = [/^/, 1] as const;

/** Stands in front of all answers. */
export class Guard {
  private readonly rate = new RateLimit();
  /** Names of this machine beside those of a home, see isHomeName(). */
  hosts: readonly string[] = [];

  /** The path asked for, or why there is no answer. */
  pathOf(request: IncomingMessage, client: string): string | HttpAnswer {
    const { url = '' } = request;
    const [, cost] = COSTS.find(([path]) => path.test(url)) ?? FULL_COST;
    if (!this.rate.take(client, cost)) return refusal(429, WORDS.tooMany, TRY_LATER);
    return wrongForm(request, this.hosts) ?? pathIn(url);
  }
}

const WORDS = {
  tooMany: {
    en: 'too many requests: try again in a second',
    de: 'zu viele Anfragen: gleich noch einmal versuchen',
  },
  method: { en: 'only GET and HEAD are answered here', de: 'hier werden nur GET und HEAD beantwortet' },
  oneHost: { en: 'expected one Host header', de: 'erwartet wird ein Host-Header' },
  noBody: { en: 'expected a request without a body', de: 'erwartet wird eine Anfrage ohne Inhalt' },
  path: { en: 'expected a path that begins with /', de: 'erwartet wird ein Pfad, der mit / beginnt' },
};

const foreignHost = (host: string): Translated<string> => ({
  en: `expected ${HOME_NAMES.en}, or an --admin-host, in the Host header, got ${quote(host)}`,
  de: `erwartet wird ${HOME_NAMES.de} oder ein --admin-host im Host-Header, angegeben ist ${quoted(host).de}`,
});

const hasParameters = (parameters: string): Translated<string> => ({
  en: `expected a path without parameters, got ${quote(parameters)}`,
  de: `erwartet wird ein Pfad ohne Parameter, angegeben ist ${quoted(parameters).de}`,
});

const TRY_LATER = { headers: { 'Retry-After': '1' }, isLast: true };

/** HEAD is GET without a body (RFC 9110 section 9.3.2), which Node.js leaves out by itself. */
const METHODS = ['GET', 'HEAD'];

function wrongForm(
  { method = '', headers, headersDistinct }: IncomingMessage,
  hosts: readonly string[],
): HttpAnswer | undefined {
  if (!METHODS.includes(method))
    return refusal(405, WORDS.method, {
      headers: { Allow: METHODS.join(', ') },
      isLast: true,
    });
  // RFC 9112 section 3.2: a proxy in front may have believed the other one.
  if ((headersDistinct.host?.length ?? 0) > 1) return refusal(400, WORDS.oneHost, { isLast: true });
  const { host, 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  if (length !== '0' || encoding !== undefined) return refusal(400, WORDS.noBody, { isLast: true });
  if (!isHomeName(host, hosts)) return refusal(421, foreignHost(host ?? ''), { isLast: true });
  return undefined;
}

/** Paths are compared as they are: nothing is decoded, joined or looked up in a file system. */
function pathIn(url: string): string | HttpAnswer {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (!path.startsWith('/')) return refusal(400, WORDS.path, { isLast: true });
  const parameters = url.slice(path.length + 1);
  if (parameters !== '') return refusal(400, hasParameters(parameters));
  return path;
}
