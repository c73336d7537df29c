// The demo of a gateway by EMH: the commands that it prints work in a shell, and the Host trap shows.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';

describe('the demo of EMH', { skip: missing('curl') }, () => {
  let program: Program;

  before(async () => {
    program = await startProgram(['--gateway', 'emh', '--answer-delay', '0'], { command: 'demo' });
    await program.word(/URL: /);
  });

  after(() => program.stop('SIGKILL'));

  /** The output of the command printed below the heading that matches. */
  async function pasted(heading: RegExp): Promise<string> {
    const at = program.words.findIndex((word) => heading.test(word));
    assert.ok(at >= 0, `nothing printed about ${String(heading)}`);
    const { status, stdout } = await shell(program.words[at + 1] ?? '');
    assert.equal(status, 0);
    return stdout.trim();
  }

  it('prints commands that read the meters by name, by certificate, and with the Host by hand', async () => {
    for (const heading of [/Which meters/, /instead of a password/, /the Host by hand/])
      assert.deepEqual(JSON.parse(await pasted(heading)), ['1emh0009876543']);
  });

  it('prints a command that reads the newest values', async () => {
    const { values } = JSON.parse(await pasted(/newest values/)) as { values: { logical_name: string }[] };
    assert.equal(values[0]?.logical_name, '0100010800ff.1emh0009876543.sm');
  });

  it('prints a command that lists the contracts', async () => {
    assert.equal((JSON.parse(await pasted(/contracts/)) as string[]).length, 2);
  });

  it('prints a command that falls into the Host trap', async () => {
    assert.match(await pasted(/address alone/), /^Expected as Host: 192\.168\.33\.2 or smgw\.local\.$/);
  });

  it('prints a command whose wrong password is refused at once', async () => {
    assert.equal(await pasted(/wrong password/), '401');
  });

  it('prints the configuration of evcc', () => {
    const text = program.words.join('\n');
    assert.match(text, new RegExp(`template: emh-casa[^]*uri: https://127\\.0\\.0\\.1:${program.port}\\n`));
    assert.match(text, /host: smgw\.local\n/);
  });
});
