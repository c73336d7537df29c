// A configuration with a mistake: the service goes on with the last good one, says so, and a reload fails aloud.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Status } from '../../src/admin/status/schema.js';
import { freePort, runToEnd, withProgram, type ProgramOptions } from '../support/program.js';

const SCRIPT = path.resolve('packaging/reload.sh');

describe('a configuration with a mistake', () => {
  let folder: string;
  let file: string;
  let state: string;
  let good: string;
  let admin: string;
  let options: ProgramOptions;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
    [file, state] = [path.join(folder, 'config.yaml'), path.join(folder, 'state')];
    const run = path.join(folder, 'run');
    for (const each of [state, run]) mkdirSync(each);
    admin = `127.0.0.1:${await freePort()}`;
    const port = await freePort();
    // The forward's own port: reachable itself, and no name is looked up.
    good = `target: 127.0.0.1:${port}\nwhen-target-down: reset\nadmin: ${admin}\nlog-level: info # mine\n`;
    writeFileSync(file, good);
    options = { wrapper: ['env', `STATE_DIRECTORY=${state}`, `RUNTIME_DIRECTORY=${run}`] };
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const breakIt = (): void => {
    writeFileSync(file, `${good}idle-timeout: soon\n`);
  };
  const refusedConfig = async (): Promise<Status['refusedConfig']> => {
    const response = await fetch(`http://${admin}/status`);
    return ((await response.json()) as Status).refusedConfig;
  };
  /** As ExecReload= does it. */
  const reload = (pid: number): Promise<{ code: number; said: string }> =>
    promisify(execFile)(SCRIPT, [String(pid)], {
      env: { ...process.env, RUNTIME_DIRECTORY: path.join(folder, 'run') },
    }).then(
      ({ stderr }) => ({ code: 0, said: stderr }),
      (error: unknown) => {
        const { code, stderr } = error as { code: number; stderr: string };
        return { code, said: stderr };
      },
    );
  const PROBLEM = /config\.yaml, line 5, idle-timeout: expected .*, got "soon"/;

  it('is replaced by the last good one at a start of the service, until it is mended', async () => {
    await withProgram(['--config', file], () => Promise.resolve(), options);
    const kept = path.join(state, 'last-good.yaml');
    assert.equal(readFileSync(kept, 'utf8'), good);
    assert.equal(statSync(kept).mode & 0o777, 0o600);
    breakIt();
    await withProgram(
      ['--config', file],
      async (program) => {
        const { problem } = await program.line(({ event }) => event === 'config-problem');
        assert.match(String(problem), PROBLEM);
        await program.line(({ event, level }) => event === 'last-good' && level === 'error');
        const refused = await refusedConfig();
        assert.match(refused?.problems[0]?.en ?? '', PROBLEM);
        assert.match(refused?.problems[0]?.de ?? '', /config\.yaml, Zeile 5, idle-timeout: .*„soon“/);
        assert.equal(refused?.mend, `nano +5 ${file}`);
        assert.equal(readFileSync(kept, 'utf8'), good);
        writeFileSync(file, `${good}idle-timeout: 10m\n`);
        program.signal('SIGHUP');
        await program.line(({ event }) => event === 'reloaded');
        assert.equal(await refusedConfig(), null);
        assert.equal(readFileSync(kept, 'utf8'), `${good}idle-timeout: 10m\n`);
      },
      options,
    );
  });

  it('ends a start by hand, and one without a last good one', async () => {
    breakIt();
    const first = await runToEnd(['run', '--config', file], { STATE_DIRECTORY: state });
    assert.equal(first.status, 2);
    assert.match(first.stderr, PROBLEM);
    writeFileSync(path.join(state, 'last-good.yaml'), good);
    assert.equal((await runToEnd(['run', '--config', file])).status, 2);
    const shown = await runToEnd(['run', '--config', file, '--check-config'], { STATE_DIRECTORY: state });
    assert.equal(shown.status, 2);
    const misspelt = await runToEnd(['run', '--config', file, '--lisen', '1'], { STATE_DIRECTORY: state });
    assert.equal(misspelt.status, 2);
  });

  it('fails a reload, also where the mistake shows only in use', async () => {
    await withProgram(
      ['--config', file],
      async (program) => {
        breakIt();
        const { code, said } = await reload(program.pid);
        assert.equal(code, 1);
        assert.match(said, PROBLEM);
        assert.match((await refusedConfig())?.problems[0]?.en ?? '', PROBLEM);
        // Another kind of wire needs a restart, and the file itself is right.
        writeFileSync(file, `${good}wire: socket\n`);
        assert.match((await reload(program.pid)).said, /wire/);
        writeFileSync(file, good);
        assert.deepEqual(await reload(program.pid), { code: 0, said: '' });
        assert.equal(await refusedConfig(), null);
      },
      options,
    );
  });
});
