// systemd's own forwarder, which gets its listening socket from another program.
import { USUAL, type ForwarderProgram, type MissingForwarder } from './forwarder.js';
import { onPath, says, versionOf } from './on-path.js';

const ID = 'systemd-socket-proxyd';
/** The two sockets, and two pipes through which it moves the bytes without reading them. */
const DESCRIPTORS_EACH = 6;

export function findSocketProxyd(): ForwarderProgram | MissingForwarder {
  const [program, activate] = [onPath(ID), onPath('systemd-socket-activate')];
  if (program === undefined || activate === undefined) return { id: ID, reason: 'not installed' };
  return {
    ...USUAL,
    id: ID,
    version: versionOf(says(activate, '--version'), /systemd (\S+)/),
    descriptorsEach: DESCRIPTORS_EACH,
    startsAtFirstConnection: true,
    command: ({ port, targetPort, connections }) => [
      ...[activate, '-l', `127.0.0.1:${port}`],
      ...[program, `--connections-max=${connections}`, `127.0.0.1:${targetPort}`],
    ],
  };
}
