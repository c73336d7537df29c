// The unit of the service as systemd judges it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { missing } from '../support/requires.js';

const UNIT = 'packaging/smgw-proxy.service';
/** Of 10, the worst; systemd calls up to 2 "OK". */
const MOST_EXPOSURE = 1.7;

describe('the unit of the service', { skip: missing('systemd-analyze') }, () => {
  it('is understood by systemd, without a warning', () => {
    // Neither Node nor the package need be installed.
    const file = path.join(scratchFolder(), 'smgw-proxy.service');
    const unit = readFileSync(UNIT, 'utf8').replace('=/usr/bin/node ', `=${process.execPath} `);
    writeFileSync(file, unit.replace('/usr/lib/smgw-proxy/reload.sh', path.resolve('packaging/reload.sh')));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  it(`is exposed to no more than ${MOST_EXPOSURE}`, () => {
    const words = ['security', '--offline=yes', '--no-pager', UNIT];
    const { stdout } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    const exposure = /Overall exposure level for smgw-proxy\.service: ([\d.]+)/.exec(stdout)?.[1];
    assert.ok(exposure !== undefined, stdout);
    assert.ok(Number(exposure) <= MOST_EXPOSURE, exposure);
  });
});
