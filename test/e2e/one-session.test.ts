// A household at a gateway that takes one session: keep-alive clients, a client that needs two connections, and a browser.
// Sockets, TLS and programs are real. Without the browser, the time between the polls of ten minutes is simulated.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, it, mock } from 'node:test';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import * as undici from 'undici';
import { makeCertificate } from '../support/certificate.js';
import { describeOverWires, withForward, type TestForward } from '../support/forward.js';
import { connectionsTo } from '../support/kernel-connections.js';
import { missing } from '../support/requires.js';

const MINUTE = 60_000;
const MOST_WAIT_MS = 10_000;
const BROWSER = 'chromium';
const PAGE = `<!doctype html><title>gateway</title><link rel="preconnect" href="/">
<img src="/a.svg"><img src="/b.svg"><img src="/c.svg">
<script>onload = () => { document.title = [...document.images].every(({ naturalWidth }) => naturalWidth > 0); };</script>`;
const IMAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

/** The simulated time, in ms. */
let clock = 0;

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers over TLS, keeps connections open, and counts how many it has. */
class Gateway {
  readonly server: Server;
  most = 0;
  /** Grows with whatever happens here. */
  events = 0;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(identity: { cert: string; key: string }) {
    this.server = createServer({ ...identity, keepAliveTimeout: 0 }, (asked, answer) => {
      this.events += 1;
      const isImage = asked.url?.endsWith('.svg') === true;
      answer.setHeader('content-type', isImage ? 'image/svg+xml' : 'text/html');
      const isRefused = asked.url === '/secret' && asked.headers.authorization === undefined;
      answer.writeHead(isRefused ? 401 : 200);
      answer.end(isImage ? IMAGE : PAGE, () => (this.events += 1));
    });
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      this.most = Math.max(this.most, connectionsTo(this.port));
      socket.on('close', () => this.sockets.delete(socket)).on('data', () => (this.events += 1));
    });
  }

  async listen(): Promise<number> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return (this.port = (this.server.address() as AddressInfo).port);
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** A client that polls: one question, with the port of the forward, asked by its own means. */
interface Poller {
  readonly name: string;
  readonly everyMs: number;
  readonly ask: (port: number) => Promise<string>;
}

const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
const dispatcher = new undici.Agent({
  keepAliveTimeout: 30 * MINUTE,
  connect: { rejectUnauthorized: false, localAddress: '127.0.0.3' },
}).compose(undici.interceptors.retry());

const POLLERS: readonly Poller[] = [
  { name: "Node's Agent", everyMs: 15_000, ask: (port) => askWithAgent(port, '127.0.0.2') },
  {
    name: 'undici, twice in a row',
    everyMs: 20_000,
    ask: async (port) => {
      const url = `https://127.0.0.1:${port}/`;
      await (await undici.request(url, { dispatcher })).body.text();
      return (await undici.request(url, { dispatcher })).body.text();
    },
  },
  { name: 'a second connection for the log-in', everyMs: 30_000, ask: askTwice },
];

/** A connection that was closed while it was idle is no answer: the question is asked again, as RFC 9110 9.2.2 allows. */
async function askWithAgent(port: number, localAddress: string): Promise<string> {
  const asking = request({ host: '127.0.0.1', port, localAddress, agent });
  asking.end();
  try {
    const [answer] = (await once(asking, 'response')) as [NodeJS.ReadableStream];
    return await text(answer);
  } catch (error) {
    if (asking.reusedSocket) return askWithAgent(port, localAddress);
    throw error;
  }
}

/** Leaves a first answer unread and asks again beside it. */
async function askTwice(port: number): Promise<string> {
  const open = async (headers: string): Promise<Socket> => {
    const local = { localAddress: '127.0.0.4', rejectUnauthorized: false };
    const socket = connect({ host: '127.0.0.1', port, ...local });
    await once(socket, 'secureConnect');
    socket.write(`GET /secret HTTP/1.1\r\nHost: gateway\r\n${headers}\r\n`);
    return socket;
  };
  const first = await open('');
  first.on('error', () => undefined);
  await once(first, 'readable');
  const second = await open('Authorization: Digest username="consumer"\r\nConnection: close\r\n');
  const answer = await text(second);
  first.destroy();
  return answer;
}

/** The page once it is loaded, as HTML. */
async function browse(port: number): Promise<string> {
  const flags = ['--headless', '--disable-gpu', '--ignore-certificate-errors', '--dump-dom'];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const { stdout } = await promisify(execFile)(BROWSER, [...flags, `https://127.0.0.1:${port}/`]);
  return stdout;
}

/** A household, and how long its questions had to wait. */
class Household {
  readonly waits: number[] = [];
  private open = 0;

  constructor(
    private readonly forward: TestForward,
    private readonly gateway: Gateway,
  ) {}

  /** Asks until it is over, at least once. */
  async poll({ name, everyMs, ask }: Poller, isOver: () => boolean): Promise<void> {
    do {
      const since = performance.now();
      this.open += 1;
      const answer = await ask(this.forward.port);
      this.open -= 1;
      this.waits.push(performance.now() - since);
      assert.match(answer, /<title>gateway/, name);
      await later(everyMs);
    } while (!isOver());
  }

  /** Lets the simulated time go on whenever all that can happen at this moment has happened. */
  async live(untilMs: number): Promise<void> {
    while (clock < untilMs) {
      await this.settled();
      const step = this.open === 0 ? 50 : 10;
      clock += step;
      mock.timers.tick(step);
    }
  }

  private async settled(): Promise<void> {
    for (let before = -1; before !== this.activity;) {
      before = this.activity;
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    }
  }

  private get activity(): number {
    const { gateway, forward, waits } = this;
    return gateway.events + forward.records.length + waits.length + forward.admission.active;
  }
}

after(async () => {
  agent.destroy();
  await dispatcher.destroy();
});

describeOverWires('a gateway that takes one session', () => {
  let gateway: Gateway;
  let port: number;
  before(async () => {
    gateway = new Gateway(makeCertificate({ curve: 'prime256v1', name: 'gateway.SM' }));
    port = await gateway.listen();
  });
  after(() => {
    gateway.close();
  });

  /** Runs `body` with the usual times; then each question has been answered, and by one connection at a time. */
  async function withHousehold(
    body: (household: Household, forward: TestForward) => Promise<unknown>,
  ): Promise<void> {
    const limits = { maxTargetConnections: 1, maxQueue: 64, queueTimeout: 30_000, idleTimeout: 15 * MINUTE };
    const turns = { turnIdle: 2000, turnLimit: MINUTE };
    await withForward({ target: { host: '127.0.0.1', port }, ...limits, ...turns }, async (forward) => {
      await body(new Household(forward, gateway), forward);
      assert.equal(gateway.most, 1);
      const outcomes = new Set(forward.records.map(({ outcome }) => outcome));
      for (const outcome of ['queue-timeout', 'queue-full', 'target-reset', 'over-limit'] as const)
        assert.ok(!outcomes.has(outcome), outcome);
      assert.ok(outcomes.has('turn-ended'));
    })();
  }

  it('answers all questions of ten minutes within ten seconds each', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    mock.method(performance, 'now', () => clock);
    try {
      await withHousehold(async (household) => {
        const end = clock + 10 * MINUTE;
        const polls = POLLERS.map((poller) => household.poll(poller, () => clock >= end));
        const all = Promise.all(polls).then(() => 'over');
        while ((await Promise.race([all, household.live(clock + MINUTE)])) !== 'over');
        assert.ok(household.waits.length >= 80, `${household.waits.length}`);
        assert.ok(Math.max(...household.waits) <= MOST_WAIT_MS, `${Math.max(...household.waits)}`);
      });
    } finally {
      mock.timers.reset();
      mock.restoreAll();
    }
  });

  it('answers a browser among the others', { skip: missing(BROWSER) }, async () => {
    await withHousehold(async (household, forward) => {
      let isOver = false;
      const polls = POLLERS.map((poller) => household.poll({ ...poller, everyMs: 3000 }, () => isOver));
      const page = await browse(forward.port);
      isOver = true;
      await Promise.all(polls);
      assert.match(page, /<title>true/);
    });
  });
});
