// The npm package: nothing needless in it, and the demo runs from it without a checkout.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { freePort, Program } from '../support/program.js';
import { missing } from '../support/requires.js';

/** Of what is packed, in bytes: half as much again as there is. */
const MOST_PACKED = 960_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** `npm pack` of what is compiled already. */
function pack(folder: string): Packed {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = spawnSync('npm', words, { encoding: 'utf8' });
  const [packed] = JSON.parse(stdout) as Packed[];
  assert.ok(packed);
  return packed;
}

describe('the npm package', { skip: missing('npm') }, () => {
  it('has the bundle and what a reader needs, and nothing else', () => {
    const { files, size } = pack(scratchFolder());
    const others = files
      .map((file) => file.path)
      .filter((file) => !/^(?:dist\/bundle|src\/admin\/page|docs|examples)\//.test(file));
    assert.deepEqual(others.sort(), [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.de.md',
      'README.md',
      'SECURITY.md',
      'package.json',
    ]);
    const needed = files.map((file) => file.path).filter((file) => file.startsWith('dist/bundle/'));
    assert.deepEqual(needed.map((file) => path.basename(file)).sort(), readdirSync('dist/bundle').sort());
    assert.ok(size < MOST_PACKED, `${size} bytes`);
  });

  it('runs the demo in an empty folder, without a network', async () => {
    const folder = scratchFolder();
    const { filename } = pack(folder);
    const home = scratchFolder();
    const port = await freePort();
    const words = [
      'exec',
      '--offline',
      '--yes',
      `--package=${path.join(folder, filename)}`,
      '--',
      'smgw-proxy',
    ];
    const options = ['demo', '--listen', `127.0.0.1:${port}`, '--log-format', 'json'];
    const child = spawn('npm', [...words, ...options], {
      cwd: scratchFolder(),
      env: { PATH: process.env.PATH, HOME: home, npm_config_cache: path.join(home, 'cache') },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const program = new Program(child, port);
    try {
      await program.line(({ event }) => event === 'listening');
    } finally {
      // npm and what it has started.
      process.kill(-program.pid, 'SIGTERM');
      await program.exit();
    }
  });
});
