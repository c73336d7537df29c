// The properties that systemd prints of a unit.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseUnit } from '../../src/systemd/systemd-unit.js';

describe('the unit of the service', () => {
  it('is read from what systemctl show prints', () => {
    const text =
      'LoadState=loaded\nActiveState=active\nMainPID=12\nExecStart={ path=/usr/bin/node ; argv[]=/usr/bin/node x=y ; }';
    const unit = parseUnit(`${text}\nIPAddressDeny=0.0.0.0/0 ::/0\n`);
    assert.deepEqual(
      [unit.isInstalled, unit.active, unit.mainPid, unit.program],
      [true, 'active', 12, '/usr/bin/node'],
    );
    assert.deepEqual([unit.denied, unit.allowed], [['0.0.0.0/0', '::/0'], []]);
    assert.equal(parseUnit('LoadState=not-found\n').isInstalled, false);
  });
});
