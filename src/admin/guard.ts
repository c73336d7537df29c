// Checks the rate and the form of a request before anything is looked up for it.
import type { IncomingMessage } from 'node:http';
import { quote } from '../config/problem.js';
import { text, type HttpAnswer } from './answer.js';
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
    if (!this.rate.take(client, cost))
      return text(429, 'too many requests: try again in a second', TRY_LATER);
    return wrongForm(request, this.hosts) ?? pathIn(url);
  }
}

const TRY_LATER = { headers: { 'Retry-After': '1' }, isLast: true };

/** HEAD is GET without a body (RFC 9110 section 9.3.2), which Node.js leaves out by itself. */
const METHODS = ['GET', 'HEAD'];

function wrongForm(
  { method = '', headers, headersDistinct }: IncomingMessage,
  hosts: readonly string[],
): HttpAnswer | undefined {
  if (!METHODS.includes(method))
    return text(405, 'only GET and HEAD are answered here', {
      headers: { Allow: METHODS.join(', ') },
      isLast: true,
    });
  // RFC 9112 section 3.2: a proxy in front may have believed the other one.
  if ((headersDistinct.host?.length ?? 0) > 1) return text(400, 'expected one Host header', { isLast: true });
  const { host, 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  if (length !== '0' || encoding !== undefined)
    return text(400, 'expected a request without a body', { isLast: true });
  if (!isHomeName(host, hosts)) {
    const expected = `expected ${HOME_NAMES}, or an --admin-host, in the Host header`;
    return text(421, `${expected}, got ${quote(host ?? '')}`, { isLast: true });
  }
  return undefined;
}

/** Paths are compared as they are: nothing is decoded, joined or looked up in a file system. */
function pathIn(url: string): string | HttpAnswer {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (!path.startsWith('/')) return text(400, 'expected a path that begins with /', { isLast: true });
  const parameters = url.slice(path.length + 1);
  if (parameters !== '') return text(400, `expected a path without parameters, got ${quote(parameters)}`);
  return path;
}
