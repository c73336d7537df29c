// The bundle as it is installed: which parts of it a command loads, and which packages are in it.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
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

interface Bom {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string };
  readonly components: readonly {
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
    readonly licenses?: readonly unknown[];
  }[];
}

const PROGRAMS = readdirSync(BUNDLE)
  .filter((file) => file.endsWith('.cjs'))
  .map((file) => path.join(BUNDLE, file));
const SBOM = readFileSync(path.join(BUNDLE, 'sbom.cdx.json'), 'utf8');

/** The name and version of the package that a module belongs to. */
function packageAt(module: string): string | undefined {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0];
  if (folder === undefined) return undefined;
  const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return `${name} ${version}`;
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
    assert.ok(packages.has('winston') && packages.has('yargs'), 'the names of modules are found');
    for (const unused of ['yaml', 'rotating-file-stream', '@peculiar/x509', 'ora', 'dns-packet', 'valibot'])
      assert.ok(!packages.has(unused), `${unused} is not needed`);
    assert.deepEqual(
      modules.filter((module) =>
        /src\/(?:simulator\/(?!identity)|discovery\/|check\/|mdns\/(?!name)|setup\/(?!written-options)|cli\/(?:terminal\/(?!terminal|fold)|(?:demo|status|discover|check|setup)\/(?!command|options)))/.test(
          module,
        ),
      ),
      [],
    );
  });

  it('forwards without having laid out the help, whose Unicode tables would stay in memory', async () => {
    const trace = path.join(directory, 'segmenter');
    const probe = path.join(directory, 'probe.cjs');
    writeFileSync(
      probe,
      `const { Segmenter } = Intl;
Intl.Segmenter = function () {
  require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');
  return new Segmenter();
};`,
    );
    const NODE_OPTIONS = `--require=${probe}`;
    const program = await startProgram([], { wrapper: ['env', `NODE_OPTIONS=${NODE_OPTIONS}`] });
    await program.stop();
    assert.ok(!existsSync(trace));
    await runToEnd(['--help'], { NODE_OPTIONS });
    assert.ok(existsSync(trace), 'it would have been seen');
  });

  it('speaks German as the modules it is made of, with the words of yargs', async () => {
    const { stdout } = await runToEnd(['discover', '--help', '--lang', 'de']);
    assert.match(stdout, /^Optionen:$/m);
    assert.match(stdout, /Hilfe anzeigen/);
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

  it('needs no other package', () => {
    const text = PROGRAMS.map((file) => readFileSync(file, 'utf8')).join('\n');
    const wanted = Array.from(text.matchAll(/require\("([^"]+)"\)/g), ([, name = '']) => name);
    const files = PROGRAMS.map((file) => path.basename(file));
    assert.deepEqual(
      wanted.filter((name) => !isBuiltin(name) && !files.includes(path.basename(name))),
      [],
    );
  });

  describe('says what is in it', () => {
    /** Those that the bundler lists; it does not write the name of each into the bundle. */
    const modules = JSON.parse(readFileSync('dist/bundled-modules.json', 'utf8')) as string[];
    const packages = [...new Set(modules.flatMap((module) => packageAt(module) ?? []))].sort();

    it('in the list of the bundler', () => {
      const named = modulesIn(PROGRAMS).filter((name) => packageOf(name) !== undefined);
      assert.ok(named.length > 0);
      assert.deepEqual(
        named.filter((name) => !modules.includes(path.resolve(name))),
        [],
      );
    });

    it('in a bill of materials that names each package with its version, and no other', () => {
      const { components } = JSON.parse(SBOM) as Bom;
      const named = components.map(
        ({ group, name, version }) => [group ?? [], name].flat().join('/') + ` ${version}`,
      );
      assert.deepEqual(named.sort(), packages);
      assert.ok(packages.some((each) => each.startsWith('winston ')));
    });

    it('in the same bill each time, with a licence and an address for each', () => {
      const { components, metadata, serialNumber } = JSON.parse(SBOM) as Bom;
      assert.deepEqual([metadata.timestamp, serialNumber], [undefined, undefined]);
      assert.deepEqual(
        components.filter(({ licenses, purl }) => licenses === undefined || purl === undefined),
        [],
      );
    });

    it('in a bill as CycloneDX 1.6 wants it', async () => {
      const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
      assert.equal(await validator.validate(SBOM), null);
    });

    it('in the licences of the same packages', () => {
      const notices = readFileSync(path.join(BUNDLE, 'THIRD-PARTY.txt'), 'utf8').split(/^-{80}\n\n/m);
      const named = notices.map((notice) => /^(\S+ \S+) \(/.exec(notice)?.[1]);
      assert.deepEqual(named.sort(), packages);
    });
  });
});
