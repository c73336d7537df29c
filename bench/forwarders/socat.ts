// socat, which forks for each connection.
import { USUAL, type ForwarderProgram, type MissingForwarder } from './forwarder.js';
import { onPath, says, versionOf } from './on-path.js';

const BACKLOG = 1024;

export function findSocat(): ForwarderProgram | MissingForwarder {
  const program = onPath('socat');
  if (program === undefined) return { id: 'socat', reason: 'not installed' };
  return {
    ...USUAL,
    id: 'socat',
    version: versionOf(says(program, '-V'), /socat version (\S+)/),
    forks: true,
    command: ({ port, targetPort }) => [
      program,
      `TCP-LISTEN:${port},bind=127.0.0.1,fork,reuseaddr,backlog=${BACKLOG}`,
      `TCP:127.0.0.1:${targetPort}`,
    ],
  };
}
