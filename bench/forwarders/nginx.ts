// nginx's stream module with one process and its access log.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { USUAL, type ForwarderProgram, type MissingForwarder, type StartPlace } from './forwarder.js';
import { onPath, says, versionOf } from './on-path.js';

const MODULE = 'ngx_stream_module.so';

/** Each connection has two ends, and a few descriptors are nginx's own. */
const workerConnections = (connections: number): number => 2 * connections + 16;

function configuration(load: string, { port, targetPort, folder, connections }: StartPlace): string {
  return `${load}
worker_processes 1;
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx-error.log warn;
events { worker_connections ${workerConnections(connections)}; }
stream {
  log_format tcp '$remote_addr:$remote_port [$time_local] $status $bytes_sent $bytes_received $session_time';
  access_log ${folder}/nginx-access.log tcp;
  server {
    listen 127.0.0.1:${port};
    proxy_pass 127.0.0.1:${targetPort};
    proxy_connect_timeout 5s;
    proxy_timeout 1h;
  }
}
`;
}

/** The line that loads the stream module, if it is not compiled in. */
function loadStream(said: string): string | undefined {
  if (/--with-stream(\s|$)/.test(said)) return '';
  const folder = /--modules-path=(\S+)/.exec(said)?.[1] ?? '/usr/lib/nginx/modules';
  const file = path.join(folder, MODULE);
  return existsSync(file) ? `load_module ${file};` : undefined;
}

export function findNginx(): ForwarderProgram | MissingForwarder {
  const program = onPath('nginx');
  if (program === undefined) return { id: 'nginx', reason: 'not installed' };
  const said = says(program, '-V');
  const load = loadStream(said);
  if (load === undefined) return { id: 'nginx', reason: 'installed without its stream module' };
  return {
    ...USUAL,
    id: 'nginx',
    version: versionOf(said, /nginx\/(\S+)/),
    command: (place) => {
      const file = path.join(place.folder, 'nginx.conf');
      writeFileSync(file, configuration(load, place));
      return [program, '-p', place.folder, '-e', path.join(place.folder, 'nginx-error.log'), '-c', file];
    },
  };
}
