// The demo: the commands that it prints work in a shell.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startProgram, type Program } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';

interface Answer {
  readonly 'user-info': { readonly 'usage-points': readonly Readonly<Record<string, unknown>>[] };
  readonly readings: { readonly records: string; readonly channels: readonly { readonly obis: string }[] };
}

const skip = missing('curl', 'openssl');

describe('the demo', { skip }, () => {
  let program: Program;

  before(async () => {
    program = await startProgram([], { command: 'demo' });
    await program.word(/openssl/);
  });

  after(() => program.stop('SIGKILL'));

  /** The command printed below the heading that matches. */
  function printed(heading: RegExp): string {
    const at = program.words.findIndex((word) => heading.test(word));
    assert.ok(at >= 0, `nothing printed about ${String(heading)}`);
    return program.words[at + 1] ?? '';
  }

  it('prints a command for the user info', async () => {
    const { stdout } = await shell(printed(/Who am I/));
    const points = (JSON.parse(stdout) as Answer)['user-info']['usage-points'];
    assert.equal(points[0]?.['taf-state'], 'running');
    // curl closes during the TLS close, so that its RST can overtake its FIN.
    assert.match(String((await program.connection()).outcome), /^client-(?:closed|reset)$/);
  });

  it('prints a command that reads the meter, with the usage point of the first answer', async () => {
    const { stdout } = await shell(printed(/newest reading/));
    const { readings } = JSON.parse(stdout) as Answer;
    assert.ok(readings.channels.some(({ obis }) => obis === '0100010800ff'));
  });

  it('prints a command that follows the redirect', async () => {
    const { status, stdout } = await shell(printed(/redirects/));
    assert.equal(status, 0);
    assert.match(stdout, /\S/);
  });

  it('prints a command that logs in with the client certificate alone', async () => {
    const { stdout } = await shell(printed(/instead of a password/));
    assert.ok((JSON.parse(stdout) as Answer)['user-info']['usage-points'].length > 0);
  });

  it('prints a command that logs in with openssl and the client certificate', async () => {
    const { stdout } = await shell(printed(/without curl/));
    assert.match(stdout, /^HTTP\/1\.1 307 .*\r\n(.*\r\n)*Location: \/smgw\/m2m\/\S+\.sm\r\n/);
  });

  it('prints a command with a wrong password that gets no answer, and the log explains it', async () => {
    const { status, stdout } = await shell(printed(/wrong password/));
    assert.deepEqual([status, stdout.trim()], [28, '']);
    const record = await program.line(({ durationMs }) => Number(durationMs) > 4000);
    assert.match(String(record.hint), /never answered: often a wrong password/);
  });

  it('prints the address and the login', () => {
    const text = program.words.join('\n');
    assert.match(text, new RegExp(`address: +https://127\\.0\\.0\\.1:${program.port}/smgw/m2m`));
    assert.match(text, /user: +\S+\n +password: +\S+/);
  });

  it('leaves no certificate behind', async () => {
    const folder = path.dirname(/--cert (\S+)/.exec(printed(/instead of a password/))?.[1] ?? '');
    assert.ok(existsSync(folder));
    assert.equal(await program.stop('SIGINT'), 0);
    assert.ok(!existsSync(folder));
  });
});
