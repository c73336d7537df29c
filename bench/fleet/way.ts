// New connections with `source`, for which the kernel is asked for the route twice, beside some without, in turn.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onPath } from '../forwarders/on-path.js';
import { processorSeconds } from '../measure/process.js';
import { median } from '../statistics.js';
import { gatewayOf, listenerOf, PORT, say, smgwProxy, startFleet } from './scene.js';

const ROUNDS = 20;
const CONNECTIONS = 50;
const WAYS = [
  { name: 'without source', at: 0, line: '' },
  { name: 'with source', at: 1, line: ', source: 127.0.0.1' },
] as const;

/** From connect() to the first answer, in ms. */
async function visit(host: string): Promise<number> {
  const began = performance.now();
  const socket = connect({ host, port: PORT });
  socket.write('?');
  await once(socket, 'data');
  const took = performance.now() - began;
  socket.end();
  await once(socket, 'close');
  return took;
}

export async function measureWay(main?: string): Promise<void> {
  if (onPath('ip') === undefined) {
    say('source: left out, because ip(8) is not installed');
    return;
  }
  const gateway = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await once(gateway.listen(PORT, gatewayOf(0)), 'listening');
  const program = smgwProxy(main);
  const rows = WAYS.map(
    ({ at, line }) => `  - {listen: "${listenerOf(at)}:${PORT}", target: "${gatewayOf(0)}:${PORT}"${line}}\n`,
  );
  writeFileSync(program.config, `forwards:\n${rows.join('')}`);
  const { pid, ...running } = await startFleet(program, WAYS.length);
  await sleep(1000);
  const found = WAYS.map((way) => ({ way, times: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { way, times, cpu } of found) {
      const before = processorSeconds(pid);
      for (let at = 0; at < CONNECTIONS; at += 1) times.push(await visit(listenerOf(way.at)));
      cpu.push((1e6 * (processorSeconds(pid) - before)) / CONNECTIONS);
    }
  }
  for (const { way, times, cpu } of found)
    say(
      `${program.name}, connection ${way.name}: ${median(times).toFixed(2)} ms to the first answer, ${median(cpu).toFixed(0)} µs CPU`,
    );
  await running.stop();
  gateway.close();
}
