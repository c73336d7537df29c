// Makes the Debian package from the bundle, the same bytes each time: dist/smgw-proxy_VERSION_all.deb, and beside it the
// bundle's list of its parts, dist/smgw-proxy_VERSION_all.cdx.json.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { changelog } from './debian-changelog.mjs';
import { documents as documentsOf } from './documents.mjs';
import { manPage } from './man-page.mjs';
import { SBOM } from './sbom.mjs';
import { sourceDate } from './source-date.mjs';

const root = path.dirname(import.meta.dirname);
const { version } = JSON.parse(read('package.json'));
const MAINTAINER = /^Maintainer: (.*)$/m.exec(read('packaging/debian/control'))[1];
/** The files of the program, below /usr/lib/smgw-proxy. */
const PROGRAM = ['dist/bundle', 'src/admin/page', 'src/machine/packet-socket.pl', 'package.json'];

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: path.join(root, 'dist') },
    // For tests of an upgrade.
    version: { type: 'string', default: version },
  },
});

const stage = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-deb-'));
const at = (file) => path.join(stage, file);

function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}

function build(date) {
  const day = date.toISOString().slice(0, 10);
  for (const entry of PROGRAM)
    cpSync(path.join(root, entry), path.join(stage, 'usr/lib/smgw-proxy', entry), { recursive: true });
  const documents = 'usr/share/doc/smgw-proxy';
  for (const [file, content] of documentsOf(root)) put(`${documents}/${file}`, content);
  put(`${documents}/examples/config.yaml`, read('packaging/config.yaml'));
  put(`${documents}/copyright`, copyright());
  put(
    `${documents}/changelog.gz`,
    zipped(changelog(read('CHANGELOG.md'), MAINTAINER, date, options.version)),
  );
  for (const [language, folder] of [
    ['en', 'man1'],
    ['de', 'de/man1'],
  ])
    put(`usr/share/man/${folder}/smgw-proxy.1.gz`, zipped(manPage(options.version, day, language)));
  put('usr/share/bash-completion/completions/smgw-proxy', completion('bash'));
  put('usr/share/zsh/vendor-completions/_smgw-proxy', completion('zsh'));
  for (const unit of ['smgw-proxy', 'smgw-proxy-setup', 'smgw-proxy-setup-page'])
    put(`usr/lib/systemd/system/${unit}.service`, read(`packaging/${unit}.service`));
  put('usr/lib/smgw-proxy/reload.sh', read('packaging/reload.sh'));
  for (const unit of ['smgw-proxy-check.service', 'smgw-proxy-check.timer'])
    put(`usr/lib/systemd/system/${unit}`, read(`packaging/${unit}`));
  put('usr/bin/smgw-proxy', read('packaging/debian/smgw-proxy'));
  const installed = filesBelow('usr');
  // In KiB, each file in whole ones, as dpkg-gencontrol counts.
  const size = installed.reduce((sum, each) => sum + Math.ceil(statSync(at(each)).size / 1024), 0);
  put('DEBIAN/md5sums', installed.map((each) => `${md5(each)}  ${each}\n`).join(''));
  const control = read('packaging/debian/control').replace('@VERSION@', options.version);
  put('DEBIAN/control', control.replace('@SIZE@', String(size)));
  for (const script of ['postinst', 'prerm', 'postrm'])
    put(`DEBIAN/${script}`, read(`packaging/debian/${script}`));
  setModes('.');
  const name = path.join(options.out, `smgw-proxy_${options.version}_all`);
  const result = `${name}.deb`;
  mkdirSync(options.out, { recursive: true });
  copyFileSync(path.join(root, 'dist/bundle', SBOM), `${name}.cdx.json`);
  const words = ['--root-owner-group', '-Zxz', '--threads-max=1', '--build', stage, result];
  execFileSync('dpkg-deb', words, {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(date.getTime() / 1000) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return result;
}

function put(file, content) {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), content);
}

/** The script by which a shell asks the program for what may be typed. yargs goes by the user's shell. */
function completion(shell) {
  const words = [path.join(root, 'dist/bundle/smgw-proxy.cjs'), 'completion'];
  const env = { ...process.env, SHELL: `/bin/${shell}`, ZSH_NAME: '' };
  const script = execFileSync(process.execPath, words, { env, encoding: 'utf8' });
  // A user whose login shell is another one than this may type as well.
  return script.replace(
    /smgw-proxy (?=--get-yargs-completions)/,
    `env SHELL=/bin/${shell} ZSH_NAME= smgw-proxy `,
  );
}

const zipped = (content) => gzipSync(content, { level: 9 });

const md5 = (file) =>
  createHash('md5')
    .update(readFileSync(at(file)))
    .digest('hex');

/** All files in a folder, in an order that does not depend on the file system. */
function filesBelow(folder) {
  return readdirSync(at(folder), { recursive: true })
    .map((each) => path.join(folder, each))
    .filter((each) => statSync(at(each)).isFile())
    .sort();
}

/** Independent of the modes of the checkout and of the umask. */
function setModes(place) {
  const isFolder = statSync(at(place)).isDirectory();
  const isProgram = !isFolder && readFileSync(at(place), 'latin1').startsWith('#!');
  chmodSync(at(place), isFolder || isProgram ? 0o755 : 0o644);
  if (isFolder) for (const each of readdirSync(at(place))) setModes(path.join(place, each));
}

/** The licence as a file debian/copyright has it: indented, empty lines as dots. */
function copyright() {
  const [, holder, licence] = /^Copyright \(c\) (.*)\n\n([^]*)$/m.exec(read('LICENSE'));
  const lines = licence
    .trim()
    .split('\n')
    .map((line) => ` ${line || '.'}`);
  const form = read('packaging/debian/copyright');
  return form.replace('@COPYRIGHT@', holder).replace('@LICENSE@', lines.join('\n'));
}

try {
  console.log(build(sourceDate(root)));
} catch (error) {
  const reason = error.code === 'ENOENT' && error.path === 'dpkg-deb' ? 'needs dpkg-deb' : error.message;
  console.error(`smgw-proxy: the package could not be made: ${reason}`);
  process.exitCode = 1;
} finally {
  rmSync(stage, { recursive: true });
}
