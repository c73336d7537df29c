// A web server in the home of a test bed that apt on a booted Debian takes packages from.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Installed } from './installed.js';

const execute = promisify(execFile);
const SERVER = '192.168.0.11';

/** The laptop of the house offers a folder; resolves with its address when it answers. It ends with the bed. */
export async function serveFolder({ bed }: Installed, folder: string): Promise<string> {
  const words = ['-u', '-m', 'http.server', '--bind', SERVER, '--directory', folder, '80'];
  const server = bed.start('laptop', ['python3', ...words]);
  server.stderr.resume();
  await once(server.stdout, 'data');
  return `http://${SERVER}`;
}

/** Moves the packages in apt's cache to a folder, and makes a repository of them. */
export async function moveCache({ root }: Installed, folder: string): Promise<void> {
  const cache = '/var/cache/apt/archives';
  await mkdir(folder, { recursive: true });
  await root.take(cache, folder);
  for (const each of ['lock', 'partial']) await rm(path.join(folder, each), { recursive: true });
  await root.shell(`rm -f ${cache}/*.deb`);
  await makeRepository(folder);
}

async function makeRepository(folder: string): Promise<void> {
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute('apt-ftparchive', ['packages', '.'], options);
  await writeFile(path.join(folder, 'Packages'), stdout);
}

/** Puts the packages of a repository elsewhere in it, so that lists made before are out of date. */
export async function outdate(folder: string): Promise<void> {
  const pool = path.join(folder, 'pool');
  await mkdir(pool);
  for (const file of await readdir(folder))
    if (file.endsWith('.deb')) await rename(path.join(folder, file), path.join(pool, file));
  await makeRepository(folder);
}

/** From now on apt of the root knows that repository alone; where nothing answers, it is off the network. */
export async function useMirror({ root }: Installed, url: string): Promise<void> {
  await root.shell('rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*');
  await root.write('/etc/apt/sources.list', `deb [trusted=yes] ${url}/ ./\n`);
}
