// Stands for Raspberry Pis by the thousand on loopback: each address and port answers with the same metrics and health.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port = '', metricsFile = ''] = process.argv.slice(2);
const metrics = readFileSync(metricsFile);

const server = createServer(({ url }, answer) => {
  answer.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  answer.end(url === '/metrics' ? metrics : 'ready\n');
});
server.keepAliveTimeout = 60_000;
await once(server.listen(Number(port), '0.0.0.0'), 'listening');
console.log('ready');
