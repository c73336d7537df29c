// Runs on the host of a fleet's gateways. Each address sends its own name and the visitor's, and prints them.
import { once } from 'node:events';
import { createServer } from 'node:net';

for (const host of process.argv.slice(2)) {
  const server = createServer((socket) => {
    const words = `${host} ${socket.remoteAddress ?? 'gone'}`;
    console.log(words);
    socket.on('error', () => undefined).end(words);
  });
  await once(server.listen(443, host), 'listening');
}
console.log('ready');
