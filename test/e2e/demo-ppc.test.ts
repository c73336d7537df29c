// The demo of a PPC gateway: the commands that it prints work in a shell, as one pasted block.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';

const skip = missing('curl', 'sed');

describe('the demo of a PPC gateway', { skip }, () => {
  let program: Program;

  before(async () => {
    program = await startProgram(['--gateway', 'ppc', '--answer-delay', '0'], { command: 'demo' });
    await program.word(/Node-RED/);
  });

  after(() => program.stop('SIGKILL'));

  /** The block printed below the heading that matches, up to the next empty line. */
  function printed(heading: RegExp): string {
    const at = program.words.findIndex((word) => heading.test(word));
    assert.ok(at >= 0, `nothing printed about ${String(heading)}`);
    const lines = program.words.slice(at + 1);
    return lines.slice(0, lines.indexOf('')).join('\n');
  }

  it('prints a whole visit, which ends its session', async () => {
    for (let visit = 0; visit < 2; visit++) {
      const { status, stdout } = await shell(printed(/whole visit/));
      assert.equal(status, 0);
      assert.match(stdout, /headline_willkommen[^]*'>1-0:1\.8\.0<[^]*id='metervalue'[^]*abgemeldet/);
      assert.doesNotMatch(stdout, /Fehler/);
    }
  });

  it('prints a wrong password that gets a page', async () => {
    const { stdout } = await shell(printed(/wrong password/));
    assert.match(stdout, /Fehler[^]*Anmeldung fehlgeschlagen/);
  });
});
