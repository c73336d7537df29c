// HAProxy or nginx in front of the program or behind it, for as long as a test runs.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './program.js';

export const NGINX_STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** Runs `body` with an HAProxy that has these proxies (`listen` sections) in TCP mode. */
export async function withHaproxy(proxies: string, body: () => Promise<void>): Promise<void> {
  const ready = await freePort();
  const configuration = `
defaults
  mode tcp
  timeout connect 10s
  timeout client 60s
  timeout server 60s

listen ready
  bind 127.0.0.1:${ready}
  tcp-request connection reject
${proxies}`;
  await withNeighbour('haproxy', (folder) => ['-db', '-f', folder], configuration, ready, body);
}

/** Runs `body` with an nginx that has these `server` blocks in its stream module. */
export async function withNginx(servers: string, body: () => Promise<void>): Promise<void> {
  const ready = await freePort();
  const configuration = `
load_module ${NGINX_STREAM_MODULE};
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {}
stream {
  proxy_half_close on;
  server { listen 127.0.0.1:${ready}; return ready; }
${servers}
}`;
  const args = (folder: string): string[] => ['-e', 'stderr', '-p', folder, '-c', CONFIGURATION];
  await withNeighbour('nginx', args, configuration, ready, body);
}

const CONFIGURATION = 'neighbour.cfg';

async function withNeighbour(
  program: string,
  args: (folder: string) => string[],
  configuration: string,
  readyPort: number,
  body: () => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'smgw-proxy-test-'));
  await writeFile(path.join(folder, CONFIGURATION), configuration);
  const child = spawn(program, args(folder), { stdio: ['ignore', 'ignore', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  try {
    await listens(child, readyPort);
    await body();
  } finally {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true });
  }
}

/**
 * Waits until the neighbour has accepted and closed a connection. Neither says when it is ready, and a connection that
 * only succeeds proves little: the kernel takes it as soon as this one port listens. Both listen everywhere before they
 * accept anything.
 */
async function listens(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.pid === undefined) throw new Error(`${child.spawnfile} cannot be started`);
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    const isConnected = once(socket, 'connect').then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => socket.resume().once('close', resolve));
    if (await isConnected) return;
  }
}
