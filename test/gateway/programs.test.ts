// The values for each client program: by maker, port and name.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { programsFor, urlOf, type ProgramEntry, type WayIn } from '../../src/gateway/programs.js';

const PI = '192.168.0.10';
const BOTH = [8080, 443].map((port) => ({ address: PI, port }));
const HIGH = BOTH.slice(0, 1);
const CURL = 'curl -kL --digest -u NAME';

function entries(way: Partial<WayIn>): Record<string, ProgramEntry> {
  const all = programsFor({
    maker: undefined,
    ports: BOTH,
    gateway: '192.168.33.2',
    mdns: undefined,
    ...way,
  });
  return Object.fromEntries(all.map((each) => [each.program, each]));
}

describe('the programs that read a gateway', () => {
  it('by Theben take a host without a port, or a URL with a path', () => {
    assert.deepEqual(entries({ maker: 'Theben' }), {
      theben_conexa: { program: 'theben_conexa', host: PI },
      'ha-ppc-smgw': { program: 'ha-ppc-smgw', url: `https://${PI}/smgw/m2m/ID.sm/json` },
      TRuDI: { program: 'TRuDI', address: PI, port: 443 },
      browser: { program: 'browser', url: `https://${PI}/smgw/m2m` },
      curl: { program: 'curl', command: `${CURL} https://${PI}/smgw/m2m` },
    });
  });

  it('by PPC take one URL, also at another port', () => {
    const { theben_conexa: core, ...others } = entries({ maker: 'PPC', ports: HIGH });
    const url = `https://${PI}:8080/cgi-bin/hanservice.cgi`;
    assert.equal(core, undefined);
    assert.deepEqual(others, {
      'ha-ppc-smgw': { program: 'ha-ppc-smgw', url },
      TRuDI: { program: 'TRuDI', address: PI, port: 8080 },
      browser: { program: 'browser', url },
      curl: { program: 'curl', command: `${CURL} ${url}` },
    });
  });

  it('by EMH take the name that it answers to; evcc sends the gateway’s address instead', () => {
    const path = '/json/metering/origin/';
    assert.deepEqual(entries({ maker: 'EMH', mdns: 'smgw.local' }), {
      'ha-ppc-smgw': { program: 'ha-ppc-smgw', url: 'https://smgw.local' },
      evcc: { program: 'evcc', uri: `https://${PI}`, host: '192.168.33.2' },
      TRuDI: { program: 'TRuDI', trouble: 'address-only' },
      browser: { program: 'browser', url: `https://smgw.local${path}` },
      curl: { program: 'curl', command: `${CURL} https://smgw.local${path}` },
    });
    for (const mdns of [undefined, 'meter.local']) {
      const unnamed = entries({ maker: 'EMH', mdns });
      assert.deepEqual(unnamed['ha-ppc-smgw'], { program: 'ha-ppc-smgw', trouble: 'needs-name' });
      assert.deepEqual(unnamed.curl, {
        program: 'curl',
        command: `${CURL} -H 'Host: 192.168.33.2' https://${PI}${path}`,
      });
    }
  });

  it('of a gateway with IPv6 alone send the name, because a header takes no zone', () => {
    const { evcc } = entries({ maker: 'EMH', gateway: 'fe80::2%eth0' });
    assert.deepEqual(evcc, { program: 'evcc', uri: `https://${PI}`, host: 'smgw.local' });
  });

  it('of an unknown maker get no path; Home Assistant’s own one needs port 443', () => {
    const { theben_conexa: core, browser } = entries({ ports: HIGH });
    assert.deepEqual(core, { program: 'theben_conexa', trouble: 'needs-443' });
    assert.deepEqual(browser, { program: 'browser', url: `https://${PI}:8080` });
  });

  it('are none without a port', () => {
    assert.deepEqual(entries({ ports: [] }), {});
  });

  it('have URLs without port 443, and with brackets', () => {
    assert.equal(urlOf({ address: 'fd00::1', port: 443 }), 'https://[fd00::1]');
  });
});
