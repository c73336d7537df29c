// The connections of a client, kept and closed as its HTTP library does; one request after the other.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { MeterChannel } from '../../src/simulator/household.js';
import { authorize, readChallenge, type Place, type Reply, type Session } from '../simulator/support.js';

/** A place as a client of its own sees it. */
export interface Door extends Place {
  /** The client's own address, on loopback. */
  readonly from: string;
  /** The Host header, if the client can set one; by default address and port. */
  readonly hostHeader?: string;
}

/** The meter's registers as a client read them, in 0.1 Wh. */
export type Registers = Readonly<Record<MeterChannel, number>>;

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a library keeps idle connections. Times in ms. */
export interface Keeping {
  /** The longest idle time after which a connection is used again. */
  readonly idle: number;
  /** A timer closes an expired connection; otherwise it stays open until the pool is next used. */
  readonly hasTimer: boolean;
}

export const KEEPING = {
  /** The default of aiohttp's TCPConnector, `keepalive_timeout`. */
  aiohttp: { idle: 15_000, hasTimer: true },
  /** KEEP_ALIVE_TIMEOUT of Home Assistant's helpers/httpx_client.py; httpcore looks for expired connections before each request. */
  homeAssistantHttpx: { idle: 65_000, hasTimer: false },
  /** Go's http.Transport without IdleConnTimeout. */
  go: { idle: Infinity, hasTimer: false },
  /** The HTTP library of TRuDI caches connections while it runs. */
  trudi: { idle: Infinity, hasTimer: false },
} as const satisfies Record<string, Keeping>;

export class Pool {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  private idleSince = -Infinity;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly door: Door,
    private readonly keeping: Keeping,
  ) {}

  /** Rejects with the error of the connection. */
  async send({ method = 'GET', path, headers = {}, body = '' }: Asked): Promise<Reply> {
    clearTimeout(this.expiry);
    if (performance.now() - this.idleSince > this.keeping.idle) this.close();
    const { host, port, from, hostHeader } = this.door;
    const all = { ...headers, ...(hostHeader !== undefined && { host: hostHeader }) };
    const asking = request({ host, port, localAddress: from, agent: this.agent, method, path, headers: all });
    asking.end(body);
    const [incoming] = (await once(asking, 'response')) as [IncomingMessage];
    const reply = { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await text(incoming) };
    this.keep();
    return reply;
  }

  close(): void {
    clearTimeout(this.expiry);
    this.agent.destroy();
  }

  private keep(): void {
    this.idleSince = performance.now();
    if (!this.keeping.hasTimer) return;
    this.expiry = setTimeout(() => {
      this.close();
    }, this.keeping.idle);
  }
}

/** Has another request sent for an answer, such as a redirect; `again` repeats the last one elsewhere. */
export type Follow = (reply: Reply, again: (path: string) => Promise<Reply>) => Promise<Reply>;

/** The Digest log-in of a library: one challenge serves all requests that go through the same object. */
export class DigestAuth {
  private session: Session | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly follow: Follow = (reply) => Promise.resolve(reply),
  ) {}

  /** Sends with the last challenge if there is one, and once more after a 401. */
  async send(asked: Asked): Promise<Reply> {
    const reply = await this.once(asked);
    if (reply.status !== 401) return reply;
    this.session = readChallenge(reply);
    return this.once(asked);
  }

  private async once(asked: Asked): Promise<Reply> {
    const signed = this.session === undefined ? asked : this.sign(this.session, asked);
    return this.follow(await this.pool.send(signed), (path) => this.pool.send({ ...signed, path }));
  }

  private sign(session: Session, asked: Asked): Asked {
    const authorization = authorize(session, this.pool.door, asked.method ?? 'GET', asked.path);
    return { ...asked, headers: { ...asked.headers, authorization } };
  }
}
