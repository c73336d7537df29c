// smgw-proxy as its users run it, with the connection log on and without limits.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { USUAL, type ForwarderProgram } from './forwarder.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
};
/** The bundle, which the service runs. */
const MAIN = path.join(ROOT, 'dist/bundle/smgw-proxy.cjs');

const program = (id: 'smgw-proxy' | 'socket-wire', ...options: readonly string[]): ForwarderProgram => ({
  ...USUAL,
  id,
  version: PACKAGE.version,
  command: ({ port, targetPort }) => [
    ...[process.execPath, MAIN, 'run', '--log-format', 'text'],
    ...['--listen', `127.0.0.1:${port}`, '--target', `127.0.0.1:${targetPort}`],
    ...['--max-connections', '0', '--max-connections-per-client', '0', ...options],
  ],
});

export const SMGW_PROXY = program('smgw-proxy');

/** The same on Node.js's public API alone. */
export const SOCKET_WIRE = program('socket-wire', '--wire', 'socket');
