// A device asked for its own name by mDNS, answered by a responder of the test.
import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, it } from 'node:test';
import { decode, encode, type Answer } from 'dns-packet';
import { askForName, reverseName } from '../../src/mdns/reverse.js';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** Answers each question there with these records. */
async function device(answers: (name: string) => Answer[]): Promise<number> {
  const socket = createSocket('udp4').on('message', (message, from) => {
    const { id = 0, questions = [] } = decode(message);
    const name = questions[0]?.name ?? '';
    socket.send(encode({ type: 'response', id, answers: answers(name) }), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  sockets.push(socket);
  return socket.address().port;
}

describe('the name of a device', () => {
  it('is asked for under its address backwards', () => {
    assert.equal(reverseName('192.168.0.12'), '12.0.168.192.in-addr.arpa');
    assert.equal(reverseName('fe80::1%eth0'), `1${'.0'.repeat(28)}.8.e.f.ip6.arpa`);
  });

  it('is the one that the device tells', async () => {
    const port = await device((name) => [{ type: 'PTR', name, data: 'homeassistant.local' }]);
    assert.equal(await askForName('127.0.0.1', port), 'homeassistant.local');
  });

  it('is none without an answer to that question', async () => {
    const port = await device(() => [{ type: 'PTR', name: 'other.arpa', data: 'liar.local' }]);
    assert.equal(await askForName('127.0.0.1', port), undefined);
  });
});
