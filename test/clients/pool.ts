// The connections of a client, kept and closed as its HTTP library does; one request after the other.
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
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

/** How a library keeps idle connections, and how long it waits. Times in ms. */
export interface Habits {
  /** The longest idle time after which a connection is used again. */
  readonly idle: number;
  /** A timer closes an expired connection; otherwise it stays open until the pool is next used. */
  readonly hasTimer: boolean;
  /** The longest wait for the handshake, and again for the answer. */
  readonly patience: number;
}

export const HABITS = {
  /** The defaults of aiohttp: `keepalive_timeout` of its TCPConnector, and the total of its ClientTimeout. */
  aiohttp: { idle: 15_000, hasTimer: true, patience: 300_000 },
  /** KEEP_ALIVE_TIMEOUT of Home Assistant's helpers/httpx_client.py; httpcore looks for expired connections before each request. ha-ppc-smgw sets `timeout=10`. */
  homeAssistantHttpx: { idle: 65_000, hasTimer: false, patience: 10_000 },
  /** Go's http.Transport without IdleConnTimeout, and the timeout of evcc's request.Client. */
  go: { idle: Infinity, hasTimer: false, patience: 10_000 },
  /** The HTTP library of TRuDI caches connections while it runs. */
  trudi: { idle: Infinity, hasTimer: false, patience: Infinity },
} as const satisfies Record<string, Habits>;

export class Pool {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  private idleSince = -Infinity;
  private expiry: NodeJS.Timeout | undefined;

  constructor(
    readonly door: Door,
    private readonly habits: Habits,
  ) {}

  /** Rejects with the error of the connection. */
  async send({ method = 'GET', path, headers = {}, body = '' }: Asked): Promise<Reply> {
    clearTimeout(this.expiry);
    if (performance.now() - this.idleSince > this.habits.idle) this.close();
    const { host, port, from, hostHeader } = this.door;
    const all = { ...headers, ...(hostHeader !== undefined && { host: hostHeader }) };
    const asking = request({ host, port, localAddress: from, agent: this.agent, method, path, headers: all });
    endAfter(this.habits.patience, asking);
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
    if (!this.habits.hasTimer) return;
    this.expiry = setTimeout(() => {
      this.close();
    }, this.habits.idle);
  }
}

/** Gives a request up when its handshake, or then its answer, takes longer. */
function endAfter(patience: number, asking: ClientRequest): void {
  if (patience === Infinity) return;
  const start = (): NodeJS.Timeout =>
    setTimeout(() => {
      asking.destroy(new Error(`timeout after ${patience} ms`));
    }, patience);
  let timer = start();
  const stop = (): void => {
    clearTimeout(timer);
  };
  asking.once('socket', (socket) => {
    socket.once('secureConnect', () => {
      stop();
      timer = start();
    });
  });
  asking.once('response', stop).once('close', stop);
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
