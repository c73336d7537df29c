// HAProxy in TCP mode with one thread and its connection log.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { USUAL, type ForwarderProgram, type MissingForwarder, type StartPlace } from './forwarder.js';
import { onPath, says, versionOf } from './on-path.js';

function configuration({ port, targetPort, connections }: StartPlace): string {
  return `global
  nbthread 1
  maxconn ${connections}
  log stdout format raw local0 info
defaults
  mode tcp
  log global
  option tcplog
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen bench
  bind 127.0.0.1:${port}
  server target 127.0.0.1:${targetPort}
`;
}

export function findHaproxy(): ForwarderProgram | MissingForwarder {
  const program = onPath('haproxy');
  if (program === undefined) return { id: 'haproxy', reason: 'not installed' };
  return {
    ...USUAL,
    id: 'haproxy',
    version: versionOf(says(program, '-v'), /version (\S+)/),
    command: (place) => {
      const file = path.join(place.folder, 'haproxy.cfg');
      writeFileSync(file, configuration(place));
      // -db: in the foreground, one process.
      return [program, '-db', '-f', file];
    },
  };
}
