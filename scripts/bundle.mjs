// Bundles the compiled program with its libraries into a few files, and writes the licences beside them. Each command
// loads only the files that it needs. CommonJS, because Node starts it sooner, and in less memory, than ES modules.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { SBOM, sbom } from './sbom.mjs';

const root = path.dirname(import.meta.dirname);
const folder = path.join(root, 'dist', 'bundle');
const MAIN = 'main';
/** Starts the program. It is not bundled, because an old Node.js has to understand it to be told that it is too old. */
const LAUNCHER = 'smgw-proxy.cjs';

const bundle = await rolldown({
  cwd: root,
  input: { [MAIN]: 'dist/src/main.js', 'load-worker': 'dist/src/cli/run/load-worker.js' },
  platform: 'node',
  plugins: [{ name: 'fit', transform: fitted }],
  // Leaves out what winston brings along to colour its own debugging.
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  // Only what yargs does not do here, reading configuration files that extend others, needs import.meta.resolve().
  checks: { emptyImportMeta: false },
});
const { output } = await bundle.write({
  dir: folder,
  cleanDir: true,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  dynamicImportInCjs: false,
  // V8 keeps the source in memory, with two bytes for each character if there is a single one that needs them.
  charset: 'ascii',
  comments: { legal: true, annotation: false, jsdoc: false },
});
const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
const packages = packagesOf(modules);
writeFileSync(path.join(folder, 'THIRD-PARTY.txt'), notices(packages));
writeFileSync(path.join(folder, SBOM), await sbom(root, packages));
// A test compares it with the bill of materials.
writeFileSync(path.join(root, 'dist', 'bundled-modules.json'), JSON.stringify(modules, undefined, 2));
await bundle.close();
copyFileSync(path.join(root, 'src', LAUNCHER), path.join(folder, LAUNCHER));
// The npm package has the compiled modules. The compiler leaves those behind whose source has gone.
for (const file of readdirSync(path.join(root, 'dist'), { recursive: true })
  .filter((each) => /^(?:src|test|bench)\/.*\.js$/.test(each))
  .filter((each) => !existsSync(path.join(root, each.replace(/\.js$/, '.ts')))))
  rmSync(path.join(root, 'dist', file));
for (const file of [LAUNCHER, `${MAIN}.cjs`])
  copyFileSync(path.join(root, 'src', file), path.join(root, 'dist', 'src', file));
copyLocales();

/**
 * Fits modules to the bundle. The texts of yargs lie in a folder beside it. Libraries that lay out lines, with 4 MB of
 * Unicode tables, are loaded for a terminal only.
 */
function fitted(code, file) {
  if (file.endsWith('/yargs/build/lib/usage.js'))
    // The help is laid out whenever a named command starts, to have it at hand later; nothing here asks for it then.
    return changed(code, file, [['cachedHelpMessage = this.help();', '']]);
  if (file.endsWith('/src/cli/terminal/fold.js'))
    return changed(code, file, [
      [
        "import wrapAnsi from 'wrap-ansi'",
        "const wrapAnsi = (...given) => require('wrap-ansi').default(...given)",
      ],
    ]);
  if (!file.endsWith('/yargs/lib/platform-shims/esm.mjs')) return null;
  return changed(code, file, [
    ["'../../../locales'", "'../locales'"],
    // So that `require` below is that of the bundler.
    ['const require = createRequire(import.meta.url)', 'const load = createRequire(import.meta.url)'],
    ['  require,', '  require: load,'],
    ["import cliui from 'cliui'", "const cliui = (...given) => require('cliui')(...given)"],
    [
      "import stringWidth from 'string-width'",
      "const stringWidth = (...given) => require('string-width').default(...given)",
    ],
  ]);
}

function changed(code, file, changes) {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${file} has no longer ${from}`);
    return text.replace(from, to);
  }, code);
}

function copyLocales() {
  mkdirSync(path.join(folder, 'locales'));
  for (const file of ['de.json', 'en.json'])
    copyFileSync(
      path.join(root, 'node_modules', 'yargs', 'locales', file),
      path.join(folder, 'locales', file),
    );
}

/** The folders of the packages that modules belong to. */
function packagesOf(modules) {
  const folders = modules.flatMap((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []);
  return [...new Set(folders)].sort();
}

/** The licence of each package of which something is in the bundle; npm may have put one into two folders. */
function notices(folders) {
  return [...new Set(folders.map(notice))].join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(place) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const file = readdirSync(place).find((each) => /^licen[cs]e/i.test(each));
  if (license === undefined && file === undefined) throw new Error(`${name} has no licence`);
  const text = file === undefined ? '' : `\n${readFileSync(path.join(place, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
