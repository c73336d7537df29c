// Which sockets listen, by the table of the kernel, and whether smgw-proxy holds one.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOurs, parseListeners } from '../../src/machine/listeners.js';

describe('the holders of ports', () => {
  it('are those of sockets that listen, and of no others', () => {
    const row = (number: number, local: string, state: string, inode: number) =>
      `   ${number}: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0`;
    const table = [
      '  sl  local_address …',
      row(0, '0A00A8C0:1F90', '0A', 4711),
      row(1, '0100007F:1F90', '01', 4712),
      '',
    ];
    assert.deepEqual(parseListeners(table.join('\n')), [
      { host: '192.168.0.10', port: 8080, inode: '4711', uid: 1000 },
    ]);
  });

  for (const [line, expected] of [
    ['/usr/bin/node /usr/lib/smgw-proxy/dist/bundle/smgw-proxy.cjs run', true],
    ['node --max-old-space-size=96 smgw-proxy.cjs', true],
    ['/usr/bin/smgw-proxy run', true],
    ['node /home/me/smgw-proxy/other.js', false],
    ['nginx: worker process', false],
  ] as const) {
    it(`claim to be smgw-proxy with ${line}: ${expected}`, () => {
      assert.equal(isOurs(line.split(' ')), expected);
    });
  }
});
