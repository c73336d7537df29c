// Makes dist/release/, everything that a release offers for download, the same bytes each time:
//
//   node scripts/release.mjs [--tag v0.1.0] [--out FOLDER] [--version VERSION]
//
// With a tag, the changelog must have a day for it. The folder is replaced.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { sourceDate } from './source-date.mjs';

// A zip has local times.
process.env.TZ = 'UTC';

const root = path.dirname(import.meta.dirname);
const SUMS = 'SHA256SUMS';

const { values: options } = parseArgs({
  options: {
    tag: { type: 'string', default: '' },
    out: { type: 'string', default: path.join(root, 'dist', 'release') },
    // For tests of an upgrade.
    version: { type: 'string', default: JSON.parse(read('package.json')).version },
  },
});
const at = (file) => path.join(options.out, file);

function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

/** The output of another script; its errors are its own. */
function script(name, ...words) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  return execFileSync(process.execPath, [path.join(import.meta.dirname, name), ...words], { stdio });
}

function put(file, content, mode = 0o644) {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), content);
  // Independent of the umask.
  chmodSync(at(file), mode);
}

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

function release() {
  const notes = script('release-notes.mjs', options.tag);
  rmSync(options.out, { recursive: true, force: true });
  mkdirSync(options.out, { recursive: true });
  const deb = path.basename(
    String(script('package-deb.mjs', '--out', options.out, '--version', options.version)).trim(),
  );
  put('release-notes.md', notes);
  const installer = read('packaging/install.sh')
    .replace('@PACKAGE@', deb)
    .replace('@SHA256@', sha256(readFileSync(at(deb))));
  put('install.sh', installer, 0o755);
  sdCard([deb, 'install.sh']);
  const files = readdirSync(options.out)
    .filter((file) => statSync(at(file)).isFile())
    .sort();
  put(SUMS, files.map((file) => `${sha256(readFileSync(at(file)))}  ${file}\n`).join(''));
}

/** The folder for the boot partition, and a zip of its files, because a release on GitHub offers files only. */
function sdCard(files) {
  for (const file of files) cpSync(at(file), at(`sd-card/${file}`));
  put('sd-card/vendor-data', read('packaging/sd-card/vendor-data'));
  put(
    'sd-card/LIESMICH.txt',
    read('packaging/sd-card/LIESMICH.txt').replaceAll('@VERSION@', options.version),
  );
  const content = readdirSync(at('sd-card'))
    .sort()
    .map((file) => [file, readFileSync(at(`sd-card/${file}`))]);
  put(
    `smgw-proxy_${options.version}_sd-card.zip`,
    zipSync(Object.fromEntries(content), { mtime: sourceDate(root) }),
  );
}

try {
  // A folder of another kind is not replaced.
  if (existsSync(options.out) && readdirSync(options.out).length > 0 && !existsSync(at(SUMS)))
    throw new Error(`--out: expected an empty folder or a release, got ${options.out}`);
  release();
  console.log(options.out);
} catch (error) {
  // The script that failed has said why.
  if (error.status === undefined)
    console.error(`smgw-proxy: the release could not be made: ${error.message}`);
  process.exitCode = 1;
}
