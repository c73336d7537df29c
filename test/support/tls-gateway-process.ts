// A TLS server with a certificate of its own in the place of a gateway: ADDRESS CERTIFICATE-FILE KEY-FILE …, each on port 443.
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';

const [certificate = '', key = '', ...hosts] = process.argv.slice(2);
for (const host of hosts) {
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (socket) => {
    socket.on('error', () => undefined).end('reading');
  });
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => {
    server.listen(443, host, resolve);
  });
}
console.log('ready');
