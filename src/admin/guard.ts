// What a request must be like before anything is looked up for it.
import type { IncomingMessage } from 'node:http';
import { quote } from '../config/problem.js';
import { text, type Answer } from './answer.js';
import { HOME_NAMES, isHomeName } from './host-header.js';
import { RequestLimit } from './request-limit.js';

/** A page that is open asks once in two seconds; a person reloads it now and then. */
const PER_CLIENT = { perSecond: 5, burst: 40 };
/** An answer costs about a millisecond: all clients together get 5 % of a processor. */
const TOGETHER = { perSecond: 50, burst: 200 };
/** A file of the page is in memory and costs a thirtieth of /status; each reload asks for some thirty of them. */
const FILE_COST = 0.1;
const FILES = '/page/';
const EVERYBODY = 'everybody';

export class Guard {
  private readonly perClient = new RequestLimit(PER_CLIENT.perSecond, PER_CLIENT.burst);
  private readonly together = new RequestLimit(TOGETHER.perSecond, TOGETHER.burst);

  /**
   * The path asked for, or why there is no answer.
   *
   * @param client its address
   */
  pathOf(request: IncomingMessage, client: string): string | Answer {
    const now = performance.now();
    const cost = request.url?.startsWith(FILES) === true ? FILE_COST : 1;
    if (!this.perClient.allows(client, now, cost) || !this.together.allows(EVERYBODY, now, cost))
      return text(429, 'too many requests: try again in a second', TRY_LATER);
    return wrongForm(request) ?? pathIn(request.url ?? '');
  }
}

const TRY_LATER = { headers: { 'Retry-After': '1' }, isLast: true };

function wrongForm({ method, headers }: IncomingMessage): Answer | undefined {
  if (method !== 'GET')
    return text(405, 'only GET is answered here', { headers: { Allow: 'GET' }, isLast: true });
  const { host, 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  if (length !== '0' || encoding !== undefined)
    return text(400, 'expected a request without a body', { isLast: true });
  if (!isHomeName(host))
    return text(421, `expected ${HOME_NAMES} in the Host header, got ${quote(host ?? '')}`, { isLast: true });
  return undefined;
}

/** Paths are compared as they are: nothing is decoded, joined or looked up in a file system. */
function pathIn(url: string): string | Answer {
  const [path = ''] = url.split('?');
  return path.startsWith('/') ? path : text(400, 'expected a path that begins with /', { isLast: true });
}
