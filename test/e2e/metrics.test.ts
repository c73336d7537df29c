// The metrics of the service as a whole: they follow its reloads and its log.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createServer } from 'node:net';
import { after, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { freePort, withProgram, type Program } from '../support/program.js';
import { listen } from '../support/sockets.js';

/** Each write to a file fails, as on a full disk. */
const FULL = ['bash', '-c', 'ulimit -f 0 && exec "$0" "$@"'];

const gateway = createServer((socket) => socket.on('error', () => undefined).end());
after(() => gateway.close());

it('the metrics of the service follow a refused reload, a good one, and lines of the log that are lost', async () => {
  const folder = scratchFolder();
  const file = path.join(folder, 'config.yaml');
  const log = path.join(folder, 'smgw-proxy.log');
  const target = `127.0.0.1:${await listen(gateway)}`;
  const admin = `127.0.0.1:${await freePort()}`;
  const configure = (more: string): void => {
    writeFileSync(file, `target: ${target}\nadmin: ${admin}\nlog-file: ${log}\n${more}`);
  };
  const value = async (name: string): Promise<number> => {
    const text = await (await fetch(`http://${admin}/metrics`)).text();
    return Number(new RegExp(`^smgw_proxy_${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };
  const reloaded = (): Promise<number> => value('config_last_reload_successful');
  const since = (): Promise<number> => value('config_last_reload_success_timestamp_seconds');
  configure('');
  const body = async (program: Program): Promise<void> => {
    const start = await since();
    assert.equal(await reloaded(), 1);
    assert.ok((await value('log_lines_dropped_total')) > 0);
    configure('forwards: 1\n');
    program.signal('SIGHUP');
    await program.line(({ event }) => event === 'reload-refused');
    assert.deepEqual([await reloaded(), await since()], [0, start]);
    configure('');
    program.signal('SIGHUP');
    await program.line(({ event }) => event === 'reloaded');
    assert.equal(await reloaded(), 1);
    assert.ok((await since()) > start);
  };
  await withProgram(['--config', file], body, { wrapper: FULL });
});
