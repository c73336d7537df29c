// One device floods the admin server from many addresses: other devices and this machine get their answers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { startProgram, type Program } from '../support/program.js';
import { missing, notRoot } from '../support/requires.js';
import { LIMIT, TestBed } from '../support/test-bed.js';

const PI = 'fd77::10';
const ADDRESSES = 64;
const PORT = 8081;

/** Asks from all addresses in turn until its input ends; says "flooding" when that is in full swing. */
const FLOOD = `
  import { get } from 'node:http';
  let asked = 0;
  const ask = () => {
    asked += 1;
    if (asked === 2000) console.log('flooding');
    const localAddress = 'fd77::a:' + (1 + (asked % ${ADDRESSES})).toString(16);
    const request = get({ host: '${PI}', port: ${PORT}, path: '/status', localAddress, agent: false });
    request.on('response', (answer) => answer.resume()).on('error', () => undefined).on('close', ask);
  };
  for (let n = 0; n < 16; n += 1) ask();
  process.stdin.resume().on('end', () => process.exit());`;

describe('the admin server', { skip: notRoot() || missing('ip', 'curl') }, () => {
  let bed: TestBed;
  let program: Program;

  before(async () => {
    bed = new TestBed();
    await bed.up();
    await bed.greeter();
    const add = (address: string): string => `ip address add ${address}/64 dev eth0 nodad`;
    const many = Array.from({ length: ADDRESSES }, (_, n) => add(`fd77::a:${(n + 1).toString(16)}`));
    await bed.run('laptop', 'sh', '-c', many.join('; '));
    await bed.run('homeassistant', 'sh', '-c', add('fd77::12'));
    await bed.run('pi', 'ip', 'address', 'add', `${PI}/64`, 'dev', 'wlan0', 'nodad');
    program = await startProgram(['--admin', `[::]:${PORT}`], {
      wrapper: bed.inside('pi'),
      listen: ['8080'],
    });
  });
  after(async () => {
    await program.stop('SIGKILL');
    await bed.down();
  });

  it(
    'answers other devices and this machine while one device floods it from 64 addresses',
    LIMIT,
    async () => {
      const flood = bed.start('laptop', [process.execPath, '--input-type=module', '-e', FLOOD]);
      await once(createInterface({ input: flood.stdout }), 'line');
      const statuses = async (host: 'homeassistant' | 'pi', to: string): Promise<string> => {
        const url = `http://${to}:${PORT}/status`;
        const words = ['-s', '-o', '/dev/null', '-w', '%{http_code} ', url];
        return bed.run(
          host,
          'curl',
          ...Array.from({ length: 20 }, () => [...words, '--next']).flat(),
          ...words,
        );
      };
      const [neighbour, itself] = [
        await statuses('homeassistant', `[${PI}]`),
        await statuses('pi', '127.0.0.1'),
      ];
      flood.stdin.end();
      await once(flood, 'exit');
      assert.deepEqual(
        [new Set(neighbour.trim().split(' ')), new Set(itself.trim().split(' '))],
        [new Set(['200']), new Set(['200'])],
      );
    },
  );
});
