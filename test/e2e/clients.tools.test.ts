// People's tools at the gateways of all makers through the built program: the curl commands of docs/clients.md, and a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { SimulatedMaker } from '../../src/simulator/identity.js';
import { startSimulator, type RunningSimulator } from '../../src/simulator/simulator.js';
import { launchBrowser } from '../support/browser.js';
import { withProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';

const PPC_PATH = '/cgi-bin/hanservice.cgi';

/** Runs `body` with the program in front of a gateway that answers at once. */
async function behind(
  maker: SimulatedMaker,
  body: (program: Program, gateway: RunningSimulator) => Promise<void>,
): Promise<void> {
  // By an address other than the program's, which an EMH CASA would take for its own.
  const gateway = await startSimulator({ maker, host: '127.0.0.9', answerDelay: 1 });
  const turns = maker === 'ppc' ? ['--max-target-connections', '1'] : [];
  try {
    await withProgram(['--target', `${gateway.host}:${gateway.port}`, ...turns], (program) =>
      body(program, gateway),
    );
  } finally {
    await gateway.stop();
  }
}

describe('curl, by the commands of docs/clients.md', { skip: missing('curl') }, () => {
  const page = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8');
  const [theben = '', emh = '', ...ppc] = page.match(/^curl .*$/gm) ?? [];

  /** The output of the command, at this program instead of the Raspberry Pi. */
  async function printed(command: string, { port }: Program, gateway: RunningSimulator): Promise<string> {
    const login = command.replace('USER:PASSWORD', `${gateway.user}:${gateway.password}`);
    const { status, stdout } = await shell(login.replace('192.168.0.10', `127.0.0.1:${port}`));
    assert.equal(status, 0, stdout);
    return stdout;
  }

  it('gets the page of a Theben', async () => {
    await behind('theben', async (program, gateway) => {
      assert.match(await printed(theben, program, gateway), /Letztverbraucher/);
    });
  });

  it('gets the meters of an EMH, which it would not without the Host header', async () => {
    await behind('emh', async (program, gateway) => {
      assert.match(await printed(emh, program, gateway), /^\["1emh\d+"\]$/);
      const withoutHost = emh.replace(/-H 'Host:[^']*'/, '');
      assert.doesNotMatch(await printed(withoutHost, program, gateway), /1emh/);
    });
  });

  it('logs in to a PPC and out again, twice', async () => {
    await behind('ppc', async (program, gateway) => {
      for (let visit = 0; visit < 2; visit += 1) {
        const jar = `/tmp/smgw-proxy-cookies-${process.pid}`;
        const [login = '', logout = ''] = ppc.map((command) => command.replace('cookies', jar));
        assert.match(await printed(login, program, gateway), /Willkommen/);
        assert.match(await printed(`${logout} ; rm ${jar}`, program, gateway), /abgemeldet/);
      }
    });
  });
});

describe('Chromium', { skip: missing('chromium') }, () => {
  it('shows the page of a Theben, and logs in to a PPC, reads the meter and logs out', async () => {
    const browser = await launchBrowser();
    try {
      const visit = async (program: Program, { user, password }: RunningSimulator, path: string) => {
        const httpCredentials = { username: user, password };
        const context = await browser.newContext({ ignoreHTTPSErrors: true, httpCredentials });
        const page = await context.newPage();
        await page.goto(`https://127.0.0.1:${program.port}${path}`);
        return page;
      };
      await behind('theben', async (program, gateway) => {
        const page = await visit(program, gateway, '/smgw/m2m');
        assert.match(await page.innerText('body'), /Letztverbraucher/);
      });
      await behind('ppc', async (program, gateway) => {
        const page = await visit(program, gateway, PPC_PATH);
        assert.match(await page.innerText('body'), /Willkommen/);
        await page.click('#button_menu_zaehler');
        await page.click("button[value='showMeterProfile']");
        await page.locator('#metervalue').waitFor();
        assert.match(await page.innerText('#metervalue'), /kWh/);
        await page.click('#button_menu_abmelden');
        await page.getByText('abgemeldet').waitFor();
      });
    } finally {
      await browser.close();
    }
  });
});
