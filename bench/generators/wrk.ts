// Requests by wrk, answered by nginx: both need little CPU time, so that the forwarder gets all it can use.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { outputOf, startProgram } from '../children.js';
import { onPath, says, versionOf } from '../forwarders/on-path.js';
import { listening } from '../forwarders/running.js';
import { CLIENTS } from '../load.js';
import type { Exchanges } from '../load/calls.js';
import { freePort } from '../../test/support/program.js';
import type { RequestGenerator } from './generator.js';

/** wrk's own report has rounded figures. */
const SCRIPT = `done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('{"count":%d,"us":%d,"median":%.1f,"p99":%.1f,"errors":%d}\\n', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;

/** So many visitors at a time. */
const VISITORS = 32;
/** wrk knows whole seconds only, so it is interrupted. */
const LONG = '10m';

const configuration = (port: number, folder: string): string => `worker_processes 1;
daemon off;
master_process off;
pid ${folder}/target.pid;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join('\n  ')}
  server {
    listen 127.0.0.1:${port} backlog=4096;
    return 200 "${'A'.repeat(50)}";
  }
}
`;

/** Undefined if the machine does not have both. */
export async function startWrk(folder: string): Promise<RequestGenerator | undefined> {
  const [wrk, nginx] = [onPath('wrk'), onPath('nginx')];
  if (wrk === undefined || nginx === undefined) return undefined;
  const targetPort = await freePort();
  const inFolder = (name: string): string => path.join(folder, name);
  const [file, log] = [inFolder('target.conf'), inFolder('target.log')];
  const [script, output] = [inFolder('report.lua'), inFolder('wrk.log')];
  writeFileSync(file, configuration(targetPort, folder));
  writeFileSync(script, SCRIPT);
  await listening(startProgram([nginx, '-p', folder, '-e', log, '-c', file], log), targetPort, 'nginx', log);

  const run = async (port: number, connections: number, ms: number, ...options: string[]) => {
    const threads = Math.min(CLIENTS, connections);
    const command = [wrk, '-d', LONG, '-t', `${threads}`, '-c', `${connections}`, '-s', script, ...options];
    return readWrk(await outputOf([...command, `http://127.0.0.1:${port}/`], output, ms));
  };
  const versions = [
    versionOf(says(wrk, '-v'), /wrk \S*?([\d.]+)/),
    versionOf(says(nginx, '-v'), /nginx\/(\S+)/),
  ];
  return {
    name: `wrk ${versions[0]} on nginx ${versions[1]}`,
    targetPort,
    converse: run,
    visit: (port, ms) => run(port, VISITORS, ms, '-H', 'Connection: close'),
  };
}

const REPORT = v.object({
  count: v.number(),
  us: v.number(),
  median: v.number(),
  p99: v.number(),
  errors: v.number(),
});

/** The figures in wrk's output, of which the script has written the last line. @throws Error unless all went well */
export function readWrk(output: string): Exchanges {
  const last = output.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`wrk: ${last}`);
  const { us, errors, ...figures } = v.parse(REPORT, JSON.parse(last));
  if (figures.count === 0) throw new Error('wrk: no request was answered');
  if (errors > 0) throw new Error(`wrk: ${errors} errors beside ${figures.count} answers`);
  return { ...figures, seconds: us / 1e6 };
}
