// The actions of paths and methods, and the refusals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { userIdOf } from '../../../src/simulator/theben/identity.js';
import { route } from '../../../src/simulator/theben/router.js';

const FOUND: readonly (readonly [string, string, string])[] = [
  ['GET', '/smgw/m2m', 'redirect'],
  ['GET', '/smgw/m2m/', 'redirect'],
  ['HEAD', '/smgw/m2m', 'redirect'],
  ['POST', '/smgw/m2m', 'redirect'],
  ['GET', '/smgw/m2m?x=1', 'redirect'],
  ['GET', '/smgw/m2m/anna.sm', 'page'],
  ['POST', '/smgw/m2m/anna.sm', 'call'],
  ['POST', '/smgw/m2m/anna.sm/json', 'call'],
];

const MISSING = [
  '/',
  '',
  '*',
  '/smgw',
  '/smgw/m2m//',
  '/SMGW/M2M',
  '/smgw/m2m/anna',
  '/smgw/m2m/berta.sm',
  '/smgw/m2m/berta.sm/json',
  '/smgw/m2m/anna.sm/',
  '/smgw/m2m/anna.sm/json/',
  '/smgw/m2m/anna.sm/json/../json',
  '/smgw/m2m/%61nna.sm',
  '/constructor',
];

const NOT_ALLOWED: readonly (readonly [string, string, string])[] = [
  ['DELETE', '/smgw/m2m', 'GET, HEAD, POST'],
  ['PUT', '/smgw/m2m/anna.sm', 'GET, HEAD, POST'],
  ['GET', '/smgw/m2m/anna.sm/json', 'POST'],
  ['constructor', '/smgw/m2m/anna.sm/json', 'POST'],
];

describe('The router', () => {
  for (const [method, target, action] of FOUND) {
    it(`maps ${method} ${target} to ${action}`, () => {
      assert.equal(route(method, target, 'anna'), action);
    });
  }

  for (const target of MISSING) {
    it(`finds nothing at "${target}"`, () => {
      assert.throws(() => route('GET', target, 'anna'), { name: 'Refusal', status: 404 });
    });
  }

  for (const [method, target, allow] of NOT_ALLOWED) {
    it(`allows ${allow} instead of ${method} at ${target}`, () => {
      assert.throws(() => route(method, target, 'anna'), {
        name: 'Refusal',
        status: 405,
        headers: { Allow: allow },
      });
    });
  }
});

describe('The id in a path', () => {
  it('is the user name if a URL can hold it', () => {
    assert.equal(userIdOf('EMT0300186023'), 'EMT0300186023');
    assert.equal(userIdOf('anna/../müller 1'), 'anna-..-m-ller-1');
  });
});
