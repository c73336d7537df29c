// The units of the package as systemd judges them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { missing } from '../support/requires.js';

const UNITS = ['smgw-proxy.service', 'smgw-proxy-setup-page.service'];
/** Of 10, the worst; systemd calls up to 2 "OK". */
const MOST_EXPOSURE = 1.7;

describe('the units of the package', { skip: missing('systemd-analyze') }, () => {
  for (const unit of [...UNITS, 'smgw-proxy-setup.service'])
    it(`are understood by systemd, without a warning: ${unit}`, () => {
      // None need be where the package has it.
      const text = readFileSync(`packaging/${unit}`, 'utf8');
      const file = path.join(scratchFolder(), unit);
      const here = text.replace(/=\/usr\/bin\/(?:node|smgw-proxy) /, `=${process.execPath} `);
      writeFileSync(file, here.replace('/usr/lib/smgw-proxy/reload.sh', path.resolve('packaging/reload.sh')));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    });

  for (const unit of UNITS)
    it(`are exposed to no more than ${MOST_EXPOSURE}: ${unit}`, () => {
      const words = ['security', '--offline=yes', '--no-pager', `packaging/${unit}`];
      const { stdout } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
      const exposure = /Overall exposure level for [\w-]+\.service: ([\d.]+)/.exec(stdout)?.[1];
      assert.ok(exposure !== undefined, stdout);
      assert.ok(Number(exposure) <= MOST_EXPOSURE, exposure);
    });
});
