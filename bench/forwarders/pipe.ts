// The simplest forwarder in Node.js: two sockets and pipe().
import { fileURLToPath } from 'node:url';
import { USUAL, type ForwarderProgram } from './forwarder.js';

const PROGRAM = fileURLToPath(new URL('pipe-program.js', import.meta.url));

export const PIPE: ForwarderProgram = {
  ...USUAL,
  id: 'pipe',
  version: `Node.js ${process.versions.node}`,
  command: ({ port, targetPort }) => [process.execPath, PROGRAM, `${port}`, `${targetPort}`],
};
