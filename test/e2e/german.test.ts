// A machine with `language: de`: what each command prints, what systemctl shows, and the page for other languages.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { nameOf } from '../../src/cli/command.js';
import { OPERATOR_LETTER } from '../../src/cli/discover/operator-letter.js';
import { COMMANDS } from '../../src/cli/commands.js';
import type { Language } from '../../src/config/language.js';
import { launchBrowser, visit } from '../support/browser.js';
import { scratchFolder } from '../support/deb.js';
import { looksLikeText } from '../support/english.js';
import { startNotifySocket } from '../support/notify-socket.js';
import { freePort, MAIN, Program } from '../support/program.js';
import { missing, noUserNamespace } from '../support/requires.js';
import { listen } from '../support/sockets.js';

const folder = scratchFolder();

/** Without network and without rights outside, whatever the command. */
const ALONE = ['unshare', '--map-root-user', '--net', process.execPath, MAIN];

const environmentOf = (config: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  SMGW_PROXY_CONFIG: config,
  STATE_DIRECTORY: folder,
});

function configIn(language: Language, lines: readonly string[] = []): string {
  const file = path.join(folder, `${language}.yaml`);
  writeFileSync(file, [`language: ${language}`, 'target: 127.0.0.1:9', ...lines, ''].join('\n'));
  return file;
}

/** Both streams, as lines. */
function said(words: readonly string[], language: Language): string[] {
  const [program = '', ...rest] = [...ALONE, ...words];
  const { stdout, stderr } = spawnSync(program, rest, {
    env: environmentOf(configIn(language)),
    encoding: 'utf8',
    timeout: 30_000,
  });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
}

/** Each command as far as it comes without network. */
const CALLS: readonly (readonly string[])[] = [
  ['--help'],
  ['help', 'setup'],
  ...COMMANDS.map((command) => [nameOf(command), '--help']),
  ...COMMANDS.map((command) => [nameOf(command), '--x-y']),
  ['run', '--check-config', '--target', 'gateway.invalid'],
  ['run', '--log-file', '/dev/null/x'],
  ['status'],
  ['status', '--json'],
  ['discover'],
  ['discover', '--interface', 'lo'],
  ['check'],
  ['check', '--interface', 'none0'],
  ['setup', '--dry-run'],
  ['setup', '--interface', 'lo', '--yes'],
  ['setup', '--yes', '--wait', '--undo'],
  ['setup', '--undo'],
  ['setup', '--page', 'none0:8081', '--x'],
  ['demo', '--latency', 'x'],
  ['stat'],
];

/** Lines that are the same in both languages, and what they are. */
const SAME: Readonly<Record<string, RegExp>> = {
  'the name of the command': /^smgw-proxy [a-z[\]]+$/,
  'a label and a version': /^✓ ok +Node\.js: /,
};

describe('with language: de', { skip: noUserNamespace() }, () => {
  for (const words of CALLS)
    it(`smgw-proxy ${words.join(' ')} says nothing in English`, () => {
      const english = new Set(said(words, 'en'));
      const same = said(words, 'de').filter((line) => english.has(line) && looksLikeText(line));
      assert.deepEqual(
        same.filter(
          (line) =>
            !OPERATOR_LETTER.includes(line) && Object.values(SAME).every((known) => !known.test(line)),
        ),
        [],
      );
    });
});

describe('a service with language: de', { skip: missing('chromium', 'perl') }, () => {
  it('tells systemctl in German, and browsers that ask for neither language, until a reload changes it', async () => {
    const gateway = createServer((socket) => socket.on('error', () => undefined).end());
    const target = `127.0.0.1:${await listen(gateway)}`;
    const [manager, browser, admin] = [await startNotifySocket(), await launchBrowser(), await freePort()];
    const lines = [`admin: 127.0.0.1:${admin}`, `listen: 127.0.0.1:${await freePort()}`, 'log-format: json'];
    const file = path.join(folder, 'service.yaml');
    const write = (...more: readonly string[]): void => {
      writeFileSync(file, [...more, `target: ${target}`, ...lines, ''].join('\n'));
    };
    write('language: de');
    const env = { PATH: process.env.PATH, NOTIFY_SOCKET: manager.address };
    const program = new Program(spawn(process.execPath, [MAIN, '--config', file], { env }), admin);
    const status = async (ready: number): Promise<string> => (await manager.message('READY', ready))[1] ?? '';
    /** The language and the headline for a browser. */
    const seenBy = async (locale: string): Promise<readonly (string | null)[]> => {
      const seen = await visit(browser, { locale });
      const { page } = seen;
      await page.goto(`http://127.0.0.1:${admin}/`);
      await page.locator('#details').waitFor();
      const headline = await page.locator('.state h2').innerText();
      const lang = await page.locator('html').getAttribute('lang');
      await seen.screenshot(`language-${locale}-on-${lang}`);
      await seen.close();
      return [lang, headline];
    };
    const GERMAN = ['de', 'Bereit, noch keine Abfrage'];
    const ENGLISH = ['en', 'Ready, not read yet'];
    try {
      assert.match(await status(1), /^STATUS=Leitet weiter: /);
      assert.deepEqual(await seenBy('fr-FR'), GERMAN);
      assert.deepEqual(await seenBy('en-GB'), ENGLISH);
      write('language: de', 'lsiten: 80');
      program.signal('SIGHUP');
      assert.match(
        await status(2),
        /^STATUS=Konfiguration abgelehnt, .*, Zeile 2: eine Option „lsiten“ gibt es nicht/,
      );
      write('language: en');
      program.signal('SIGHUP');
      assert.match(await status(3), /^STATUS=Forwarding /);
      assert.deepEqual(await seenBy('fr-FR'), ENGLISH);
      assert.deepEqual(await seenBy('de-AT'), GERMAN);
    } finally {
      await program.stop();
      await browser.close();
      await manager.stop();
      gateway.close();
    }
  });
});
