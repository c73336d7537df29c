// Makes a checkout ready to run: installs the packages, compiles and bundles, each only when something changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
process.chdir(root);

/** The newest modification time below the given files and folders, in ms. */
function newest(...places) {
  return Math.max(
    ...places.map((place) => {
      const stats = statSync(place);
      if (!stats.isDirectory()) return stats.mtimeMs;
      return newest(...readdirSync(place).map((entry) => path.join(place, entry)));
    }),
  );
}

function run(what, command, ...args) {
  console.error(`smgw-proxy: ${what} …`);
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  console.error(`smgw-proxy: ${what} failed${error ? `: ${error.message}` : ''}`);
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`smgw-proxy: needs Node.js 20.19 or newer, this is ${process.versions.node}`);
  process.exit(1);
}

const lock = readFileSync('package-lock.json', 'utf8');
const installed = path.join('node_modules', '.installed-lock.json');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  run('installing packages (once, about a minute)', 'npm', 'ci', '--loglevel=error');
  writeFileSync(installed, lock);
}

const built = path.join('dist', '.built');
const sources = ['src', 'test', 'bench', 'scripts/bundle.mjs', 'tsconfig.json', 'package-lock.json'];
if (!existsSync(built) || statSync(built).mtimeMs < newest(...sources)) {
  run('compiling', process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
  run('bundling', process.execPath, 'scripts/bundle.mjs');
  writeFileSync(built, '');
}
