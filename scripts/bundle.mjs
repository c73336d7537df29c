// Makes of the compiled program what is installed: a few files that hold the libraries as well, of which each command
// loads those it needs, and the licences. CommonJS, because Node starts it sooner, and in less memory, than ES modules.
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const root = path.dirname(import.meta.dirname);
const folder = path.join(root, 'dist', 'bundle');
const MAIN = 'main';
/** Is started; it must not be bundled, lest an old Node.js sees a word it does not know before it is asked for its version. */
const LAUNCHER = 'smgw-proxy.cjs';

const bundle = await rolldown({
  cwd: root,
  input: { [MAIN]: 'dist/src/main.js' },
  platform: 'node',
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
writeFileSync(
  path.join(folder, 'THIRD-PARTY.txt'),
  notices(output.flatMap(({ moduleIds = [] }) => moduleIds)),
);
await bundle.close();
copyFileSync(path.join(root, 'src', LAUNCHER), path.join(folder, LAUNCHER));

/** The licence of each package of which something is in the bundle. */
function notices(modules) {
  const folders = modules.flatMap((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []);
  return [...new Set(folders)]
    .sort()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function notice(place) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const file = readdirSync(place).find((each) => /^licen[cs]e/i.test(each));
  if (license === undefined && file === undefined) throw new Error(`${name} has no licence`);
  const text = file === undefined ? '' : `\n${readFileSync(path.join(place, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
