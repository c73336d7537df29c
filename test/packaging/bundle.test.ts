// The bundle as it is installed: which parts of it a command loads, and the licences of what is in it.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { MAIN, runToEnd, startProgram } from '../support/program.js';
import { refusedPort } from '../support/sockets.js';

const BUNDLE = path.dirname(MAIN);
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

/** The compiled modules in files of the bundle; the bundler writes the path of each above it. */
function modulesIn(files: readonly string[]): readonly string[] {
  return files
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) =>
      Array.from(text.matchAll(/^\/\/(?:#region)? ?(\S+\.[cm]?js)$/gm), ([, name = '']) => name),
    );
}

const packageOf = (module: string): string | undefined =>
  /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1];

/** The files of the bundle that the program has loaded from its start to its end: Node's coverage names them. */
async function loadedBy(command: 'run' | 'demo'): Promise<string[]> {
  const coverage = path.join(directory, command);
  const program = await startProgram([], { command, wrapper: ['env', `NODE_V8_COVERAGE=${coverage}`] });
  assert.equal(await program.stop(), 0);
  return filesIn(coverage);
}

/** Likewise for `status`, which ends by itself. */
async function loadedByStatus(): Promise<string[]> {
  const coverage = path.join(directory, 'status');
  const admin = `127.0.0.1:${await refusedPort()}`;
  await runToEnd(['status', '--admin', admin], { NODE_V8_COVERAGE: coverage });
  return filesIn(coverage);
}

function filesIn(coverage: string): string[] {
  const reports = readdirSync(coverage).map((file) => readFileSync(path.join(coverage, file), 'utf8'));
  const scripts = reports.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
  const files = scripts.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  return files.map((url) => fileURLToPath(url)).filter((file) => path.dirname(file) === BUNDLE);
}

describe('the bundle', () => {
  it('forwards without having loaded what only the help, a file or another command needs', async () => {
    const modules = modulesIn(await loadedBy('run'));
    const packages = new Set(modules.map(packageOf));
    assert.ok(packages.has('winston') && packages.has('yargs-parser'), 'the names of modules are found');
    for (const unused of [
      'yargs',
      'string-width',
      'yaml',
      'rotating-file-stream',
      '@peculiar/x509',
      'ora',
      'dns-packet',
      'valibot',
      'wrap-ansi',
    ])
      assert.ok(!packages.has(unused), `${unused} is not needed`);
    assert.deepEqual(
      modules.filter((module) =>
        /src\/(?:simulator\/(?!identity)|host\/(?:discovery|check|mdns|setup)\/|cli\/(?:(?:demo|help|screen|table|discover|check|setup|steps)\.|status))/.test(
          module,
        ),
      ),
      [],
    );
  });

  it('loads the simulated gateway for the demo', async () => {
    const modules = modulesIn(await loadedBy('demo'));
    assert.ok(modules.includes('dist/src/simulator/simulator.js'));
  });

  it('asks for the status without having loaded what forwards', async () => {
    const modules = modulesIn(await loadedByStatus());
    assert.ok(modules.includes('dist/src/cli/status/ask.js'));
    assert.ok(!modules.map(packageOf).includes('winston'));
    assert.deepEqual(
      modules.filter((module) => /src\/(?:service|simulator\/(?!identity)|forward\/forwarder)/.test(module)),
      [],
    );
  });

  it('needs no other package, and has the licence of each that is in it', () => {
    const files = readdirSync(BUNDLE).filter((file) => file.endsWith('.cjs'));
    const programs = files.map((file) => path.join(BUNDLE, file));
    const text = programs.map((file) => readFileSync(file, 'utf8')).join('\n');
    const wanted = Array.from(text.matchAll(/require\("([^"]+)"\)/g), ([, name = '']) => name);
    assert.deepEqual(
      wanted.filter((name) => !isBuiltin(name) && !files.includes(path.basename(name))),
      [],
    );
    const notices = `\n${readFileSync(path.join(BUNDLE, 'THIRD-PARTY.txt'), 'utf8')}`;
    const packages = new Set(modulesIn(programs).map(packageOf));
    assert.deepEqual(
      [...packages].filter((name) => name !== undefined && !notices.includes(`\n${name} `)),
      [],
    );
  });
});
