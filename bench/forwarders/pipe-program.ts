// The program of pipe.ts: node pipe-program.js PORT TARGET-PORT. No log, no limits, no timeouts.
import { connect, createServer } from 'node:net';

const [port, targetPort] = process.argv.slice(2).map(Number);
if (port === undefined || targetPort === undefined) throw new Error('needs a port and a target port');

createServer({ allowHalfOpen: true }, (client) => {
  const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => target.destroy()).pipe(target);
  target.on('error', () => client.destroy()).pipe(client);
}).listen(port, '127.0.0.1');
