// Readings of /proc.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { it } from 'node:test';
import { isListening } from '../../bench/measure/process.js';
import { listen } from '../support/sockets.js';

it('tells a port on which something listens from one that has only a connection', async (test) => {
  const server = createServer();
  const client = connect(await listen(server), '127.0.0.1');
  test.after(() => {
    client.destroy();
    server.close();
  });
  const [accepted] = (await once(server, 'connection')) as [Socket];
  test.after(() => accepted.destroy());
  const port = accepted.localPort ?? 0;
  assert.equal(isListening(port), true);
  server.close();
  assert.equal(isListening(port), false);
});
