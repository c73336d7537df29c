// Which names a browser may have called this machine by.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isHomeName } from '../../src/admin/host-header.js';

const OWN = [
  undefined,
  '127.0.0.1',
  '127.0.0.1:8081',
  '192.168.0.10:8081',
  '[::1]:8081',
  '[fe80::1]',
  'localhost:8081',
  'LOCALHOST',
  'smgw-proxy',
  'smgw-proxy.local',
  'Smgw-Proxy.Fritz.Box:80',
  'pi.home.arpa',
  'pi.lan.',
  'pi.internal',
];

const FOREIGN = [
  '',
  'evil.example',
  'evil.example:8081',
  'local.evil.example',
  'x.evillocal',
  'fritz.box.evil.example',
  'notfritz.box',
  '127.0.0.1.evil.example',
  '127.0.0.1.',
  '[::1',
  '[evil.example]',
  '::1',
  'a b',
  'pi.local:x',
  'pi..local',
  '-pi.local',
  'pi.local/evil.example',
  'pi.local@evil.example',
  'xn--.example',
];

describe('a Host header', () => {
  for (const header of OWN) {
    it(`may be ${header ?? 'missing'}`, () => {
      assert.equal(isHomeName(header), true);
    });
  }

  for (const header of FOREIGN) {
    it(`cannot be ${JSON.stringify(header)}`, () => {
      assert.equal(isHomeName(header), false);
    });
  }
});
