// `smgw-proxy` and nothing else, on a terminal where something runs already: it is told, with what to type instead.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { freePort, MAIN, withProgram } from '../support/program.js';
import { missing } from '../support/requires.js';
import { listen, refusedPort } from '../support/sockets.js';
import { ON_TERMINAL } from '../support/terminal.js';

const options = { skip: missing('script'), timeout: 60_000 };

/** Its exit status and all that it shows. */
async function typed(environment: NodeJS.ProcessEnv, ...words: readonly string[]) {
  const [file = '', ...rest] = [...ON_TERMINAL, process.execPath, MAIN, ...words];
  const env = { PATH: process.env.PATH, TERM: 'dumb', NO_COLOR: '1', ...environment };
  const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [shown, [status]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, shown: shown.replaceAll('\r', '') };
}

/** The commands to type instead. */
const NEXT = /\n\nNothing was started\.[^]*smgw-proxy status [^]*smgw-proxy setup [^]*smgw-proxy help /;

describe('the name alone, on a terminal', options, () => {
  it('shows the service that runs, and how it is', async () => {
    const admin = `127.0.0.1:${await freePort()}`;
    const body = async (): Promise<void> => {
      const { status, shown } = await typed({ SMGW_PROXY_ADMIN: admin });
      assert.equal(status, 1);
      assert.match(
        shown,
        /^smgw-proxy runs here already:\n✓ smgw-proxy \S+ is ready, .*\n✓ gateway: Ready, not read yet\n/,
      );
      assert.match(shown, NEXT);
    };
    await withProgram(['--admin', admin], body);
  });

  it('shows the service that tells nothing by its port', async () => {
    await withProgram([], async ({ pid, port }) => {
      const nowhere = `127.0.0.1:${await refusedPort()}`;
      const environment = { SMGW_PROXY_ADMIN: nowhere, SMGW_PROXY_LISTEN: `127.0.0.1:${port}` };
      const { status, shown } = await typed(environment);
      assert.equal(status, 1);
      assert.match(shown, new RegExp(`^port \\S+:${port} is in use by .+ \\(process ${pid}\\)\\.\n`));
      assert.match(shown, NEXT);
    });
  });

  describe('with the port taken', () => {
    it('names the program that has it, but only to a person who typed nothing else', async () => {
      const other = createServer();
      const taken = await listen(other);
      const nowhere = `127.0.0.1:${await refusedPort()}`;
      const environment = { SMGW_PROXY_ADMIN: nowhere, SMGW_PROXY_LISTEN: `127.0.0.1:${taken}` };
      const name = readFileSync('/proc/self/comm', 'utf8').trim();
      const by = `port 127.0.0.1:${taken} is in use by ${name} (process ${process.pid})`;
      try {
        const { status, shown } = await typed(environment);
        assert.equal(status, 1);
        assert.ok(shown.startsWith(`${by}.\n\nNothing was started.`), shown);
        assert.match(shown, NEXT);
      } finally {
        other.close();
      }
    });
  });
});
