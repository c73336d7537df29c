// Runs on the host of a fleet's gateways: each of the addresses it is started with tells every visitor, and a line of
// standard output, who asked whom.
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
