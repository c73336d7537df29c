// Runs on the host of a fleet's gateways: a simulated one at each address, with a certificate of its own. Prints
// `ADDRESS FINGERPRINT` for each, also for a new one, then `ready`. Takes `off|on|renew ADDRESS` and `lead ADDRESS OTHER`.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { startSimulator } from '../../src/simulator/simulator.js';

const PORT = 443;
const serving = new Map<string, { readonly stop: () => unknown }>();

async function serve(host: string): Promise<void> {
  const simulator = await startSimulator({ host, port: PORT });
  serving.set(host, simulator);
  console.log(`${host} ${new X509Certificate(simulator.certificatePem).fingerprint256}`);
}

/** As a cable in the wrong socket does: another gateway answers at this address. */
async function lead(host: string, other: string): Promise<void> {
  const server = createServer((socket) => {
    const upstream = connect(PORT, other);
    for (const each of [socket, upstream]) each.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  });
  await once(server.listen(PORT, host), 'listening');
  serving.set(host, { stop: () => server.close() });
}

for (const host of process.argv.slice(2)) await serve(host);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, host = '', other = ''] = line.split(' ');
  await serving.get(host)?.stop();
  if (verb === 'lead') await lead(host, other);
  else if (verb !== 'off') await serve(host);
  console.log(`done ${line}`);
}
