// Checks the rate and the form of a request before anything is looked up for it.
import type { IncomingMessage } from 'node:http';
import { quote } from '../config/problem.js';
import { text, type HttpAnswer } from './answer.js';
import { HOME_NAMES, isHomeName } from './host-header.js';

/**
 * Requests of all clients together. An answer takes about a millisecond, so a flood from the home network gets 5 % of
 * a processor and forwarding the rest.
 */
const PER_SECOND = 50;
const BURST = 200;
/** A file of the page is in memory and costs a thirtieth of /status; each reload asks for some thirty of them. */
const FILE_COST = 0.1;
const FILES = '/page/';

/** Token bucket in front of all answers. */
export class Guard {
  private tokens = BURST;
  private filledAt = performance.now();

  /** The path asked for, or why there is no answer. */
  pathOf(request: IncomingMessage): string | HttpAnswer {
    if (!this.take(request.url?.startsWith(FILES) === true ? FILE_COST : 1))
      return text(429, 'too many requests: try again in a second', TRY_LATER);
    return wrongForm(request) ?? pathIn(request.url ?? '');
  }

  private take(cost: number): boolean {
    const now = performance.now();
    this.tokens = Math.min(BURST, this.tokens + ((now - this.filledAt) / 1000) * PER_SECOND);
    this.filledAt = now;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}

const TRY_LATER = { headers: { 'Retry-After': '1' }, isLast: true };

/** HEAD is GET without a body (RFC 9110 section 9.3.2), which Node.js leaves out by itself. */
const METHODS = ['GET', 'HEAD'];

function wrongForm({ method = '', headers, headersDistinct }: IncomingMessage): HttpAnswer | undefined {
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
  if (!isHomeName(host))
    return text(421, `expected ${HOME_NAMES} in the Host header, got ${quote(host ?? '')}`, { isLast: true });
  return undefined;
}

/** Paths are compared as they are: nothing is decoded, joined or looked up in a file system. */
function pathIn(url: string): string | HttpAnswer {
  const [path = ''] = url.split('?');
  return path.startsWith('/') ? path : text(400, 'expected a path that begins with /', { isLast: true });
}
