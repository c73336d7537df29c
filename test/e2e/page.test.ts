// The status page of the built program in a real browser: it shows every change, and loads nothing else.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Browser, Locator } from 'playwright-core';
import type { Outcome } from '../../src/forward/outcome.js';
import { launchBrowser, visit, type Visit } from '../support/browser.js';
import { pageModule } from '../support/page-module.js';
import { freePort, startProgram, withProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';

const { TEXTS } = await pageModule<{
  readonly TEXTS: { readonly en: { readonly outcomes: Readonly<Record<Outcome, string>> } };
}>('texts.js');

/** The longest time until the page shows a change, in ms, as documented. */
const SOON = { timeout: 5000 };
const host = '127.0.0.1';

let browser: Browser;
let admin: string;
let seen: Visit;

/** Opens the page, and waits for its first data. */
async function look(): Promise<void> {
  await seen.page.goto(`http://${admin}/`);
  await seen.page.locator('#details').waitFor();
}

/** Asserts that the browser loaded only the page's own files and data, without errors. */
function assertQuiet(): void {
  assert.deepEqual(seen.complaints, []);
  assert.deepEqual(
    seen.requests.filter((url) => !url.startsWith(`http://${admin}/`)),
    [],
  );
}

/** A client of the demo that repeats a request over one connection; the gateway delays each answer. */
async function keepAsking(port: number): Promise<TLSSocket> {
  const client = connectTls({ host, port, rejectUnauthorized: false });
  await once(client, 'secureConnect');
  // As long as a real one: few bytes in TLS may be an alert, and count as no request.
  const headers =
    'Host: gateway\r\nUser-Agent: a reader with some headers\r\nAccept: application/json, text/plain\r\n';
  const ask = (): void => void client.write(`GET /smgw/m2m HTTP/1.1\r\n${headers}\r\n`);
  client.on('error', () => undefined).on('data', ask);
  ask();
  return client;
}

/** The cell with the bytes from the gateway in the row of a connection. */
const fromGateway = (row: Locator): Locator => row.locator('td[data-label="From the gateway"] .text');

/** A client's address and port are shown on hover. */
const title = (address: string): Locator => seen.page.locator(`[title^="${address} "]`);

/** The exact byte count, shown on hover. */
async function exactBytes(row: Locator): Promise<number> {
  return Number((await fromGateway(row).getAttribute('title'))?.replace(/\D/g, ''));
}

describe('the status page in Chromium', { skip: missing('chromium') }, () => {
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    admin = `${host}:${await freePort()}`;
    seen = await visit(browser);
  });
  afterEach(() => seen.close());

  it('shows a live connection of a demo under load, its bytes growing, and how it ended', async () => {
    const args = ['--admin', admin, '--answer-delay', '20ms'];
    await withProgram(
      args,
      async (program) => {
        const [client, other] = [await keepAsking(program.port), await keepAsking(program.port)];
        const address = `${host}:${client.localPort}`;
        await look();
        const row = seen.page.locator('#live tbody tr').filter({ has: title(address) });
        await row.waitFor();
        assert.match(await row.innerText(), /Open/);
        const [now, words] = [await exactBytes(row), await fromGateway(row).innerText()];
        while ((await exactBytes(row)) <= now || (await fromGateway(row).innerText()) === words)
          await seen.page.waitForResponse(/\/status$/);
        // Behind an answer: an end amid a request is no reading.
        client.removeAllListeners('data').once('data', () => client.end());
        const { outcome, bytesToClient } = await program.connection();
        await seen.page.locator('#recent summary').click();
        const ended = seen.page.locator('#recent tbody tr').filter({ has: title(address) });
        await ended.waitFor();
        const sentence = TEXTS.en.outcomes[outcome as Outcome];
        assert.match(await ended.innerText(), new RegExp(sentence.replace(/[()]/g, '\\$&'), 'i'));
        assert.equal(await exactBytes(ended), bytesToClient);
        await row.waitFor({ state: 'detached' });
        assert.match(
          await seen.page.locator('#clients tbody tr').innerText(),
          /127\.0\.0\.1\s+1 connected now/,
        );
        await seen.page.locator('[data-state=read]').waitFor();
        await seen.screenshot('demo');
        assertQuiet();
        other.destroy();
      },
      { command: 'demo' },
    );
  });

  describe('in front of a gateway', () => {
    let gateway: Server;
    let gatewayPort: number;
    let sockets: Socket[];
    let program: Program;

    beforeEach(async () => {
      sockets = [];
      gateway = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        socket.pipe(socket);
      });
      gatewayPort = await freePort();
      await open();
      program = await startProgram(['--target', `${host}:${gatewayPort}`, '--admin', admin]);
    });
    afterEach(async () => {
      close();
      await program.stop('SIGKILL');
    });

    async function open(): Promise<void> {
      gateway.listen(gatewayPort, host);
      await once(gateway, 'listening');
    }

    function close(): void {
      gateway.close();
      for (const socket of sockets) socket.destroy();
    }

    /** A client that has read bytes. */
    async function reader(): Promise<Socket> {
      const client = connect(program.port, host).on('error', () => undefined);
      client.write('ping');
      await once(client, 'data');
      return client;
    }

    const state = (name: string) => seen.page.locator(`.state[data-state=${name}]`);

    it('shows within seconds that it is unreachable, the reason and a hint, and that it is back', async () => {
      await reader();
      await look();
      await state('read').waitFor();
      assert.match(
        await state('read').innerText(),
        /The meter is being read\s+last (?:just now|\d+ seconds? ago) by 127\.0\.0\.1/,
      );
      assert.equal(await seen.page.title(), 'The meter is being read – smgw-proxy');
      close();
      connect(program.port, host).on('error', () => undefined);
      await state('target-down').waitFor(SOON);
      const words = await state('target-down').innerText();
      assert.match(
        words,
        /Gateway not reachable\s+(?:just now|for .*since).*\s+The gateway refused the connection\./s,
      );
      assert.match(words, /Check this\s+A device answers/);
      assert.equal(await seen.page.locator('#spoken').textContent(), 'Gateway not reachable');
      const failed = seen.page.locator('#recent tbody tr', { hasText: 'Failed: the gateway refused' });
      await failed.waitFor();
      await open();
      await state('read').waitFor();
      assert.equal(await seen.page.locator('#spoken').textContent(), 'The meter is being read');
      assertQuiet();
    });

    it('shows that the service is stopping while connections drain', async () => {
      const client = await reader();
      await look();
      assert.equal(await seen.page.locator('#stopping').isVisible(), false);
      program.signal('SIGTERM');
      await seen.page.locator('#stopping').waitFor(SOON);
      assertQuiet();
      client.destroy();
    });

    it('shows lost contact within seconds, marks its data as old, and recovers by itself', async () => {
      await look();
      assertQuiet();
      assert.equal(await seen.page.locator('#lost').isVisible(), false);
      await program.stop('SIGKILL');
      await seen.page.locator('#lost').waitFor(SOON);
      const words = await seen.page.locator('#lost').innerText();
      assert.match(
        words,
        /^No contact with smgw-proxy\s+since \d\d:\d\d:\d\d\. Everything below is out of date\. [^]*Before that: Ready, not read yet/,
      );
      assert.equal(await seen.page.locator('#spoken').textContent(), words.split('\n')[0]);
      await seen.page.locator('html.is-old #details').waitFor();
      await seen.screenshot('lost');
      const listen = [`${host}:${program.port}`];
      program = await startProgram(['--target', `${host}:${gatewayPort}`, '--admin', admin], { listen });
      await seen.page.locator('#lost').waitFor({ state: 'hidden' });
      assert.equal(await seen.page.locator('html.is-old').count(), 0);
    });
  });
});
