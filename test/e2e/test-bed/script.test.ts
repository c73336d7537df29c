// scripts/test-bed.sh: builds a bed completely or not at all, removes it completely, and reports errors.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { missing, notRoot } from '../../support/requires.js';
import { AS_NOBODY, LIMIT, SCRIPT, TestBed } from '../../support/test-bed.js';

const PREFIX = `smgw-${process.pid}-script`;

/** Runs the script to its end. `wrapper` goes before the command, and `search` before PATH. */
function script(words: readonly string[], { wrapper = [] as readonly string[], search = '' } = {}) {
  const [file = '', ...rest] = [...wrapper, SCRIPT, ...words];
  const env = { PATH: `${search}:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(file, rest, { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const DONE = { status: 0, stdout: '', stderr: '' };

/** The namespaces of this file's bed. */
function namespaces(): string[] {
  return existsSync('/run/netns') ? readdirSync('/run/netns').filter((name) => name.startsWith(PREFIX)) : [];
}

/** The state of the machine that a bed must not change. */
function outside(): unknown {
  return {
    interfaces: readdirSync('/sys/class/net'),
    forwarding: readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8'),
    etc: existsSync('/etc/netns'),
  };
}

describe('scripts/test-bed.sh', { skip: notRoot() || missing('ip', 'sysctl', 'setpriv') }, () => {
  afterEach(() => {
    script(['down', PREFIX]);
  });

  it('builds a bed, refuses to build it twice, removes it, and accepts a second removal', () => {
    const before = outside();
    assert.deepEqual(script(['up', PREFIX]), DONE);
    const names = ['gateway', 'home', 'homeassistant', 'laptop', 'outside', 'pi'];
    const all = names.map((name) => `${PREFIX}-${name}`);
    assert.deepEqual(namespaces().sort(), all);
    const again = script(['up', PREFIX]);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /^test-bed: \S+ exists already; remove it with: .* down \S+\n$/);
    assert.deepEqual(namespaces().sort(), all);
    assert.deepEqual(script(['down', PREFIX]), DONE);
    assert.deepEqual(namespaces(), []);
    assert.deepEqual(script(['down', PREFIX]), DONE);
    assert.deepEqual(outside(), before);
  });

  it('leaves nothing behind when it cannot build the whole bed', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
    try {
      writeFileSync(path.join(folder, 'sysctl'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      const { status, stderr } = script(['up', PREFIX], { search: folder });
      assert.equal(status, 1);
      assert.match(stderr, /could not set .*\ntest-bed: not built, and nothing left\n$/);
      assert.deepEqual(namespaces(), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reports in one line that it needs root, or an existing bed', () => {
    const { status, stderr } = script(['up', PREFIX], { wrapper: AS_NOBODY });
    assert.deepEqual([status, stderr], [1, 'test-bed: needs root\n']);
    const unbuilt = script(['pull', PREFIX]);
    assert.equal(unbuilt.status, 1);
    assert.match(unbuilt.stderr, /^test-bed: there is no test bed \S+; build it with: .* up \S+\n$/);
  });

  it('prints its usage and exits with 2 for wrong arguments', () => {
    for (const words of [[], ['fly'], ['up', 'a', 'b'], ['up', 'A/b'], ['lease'], ['lease', 'me']]) {
      const { status, stdout, stderr } = script(words);
      assert.deepEqual([status, stdout], [2, ''], words.join(' '));
      assert.match(stderr, /^test-bed: .+\n\nUsage: /, words.join(' '));
    }
  });

  it('prints its usage when asked', () => {
    const { status, stdout, stderr } = script(['--help']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^Usage: /);
  });
});

describe('a bed', { skip: notRoot() || missing('ip', 'sysctl') }, () => {
  it('ends the processes in it when it is removed', LIMIT, async () => {
    const bed = new TestBed();
    await bed.up();
    const [file, ...words] = [...bed.inside('laptop'), 'sh', '-c', 'echo ready; exec sleep 1000'];
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const exited = once(child, 'exit');
    await bed.down();
    assert.deepEqual(await exited, [null, 'SIGKILL']);
  });
});
