// A setup as it is read: its plan, what failed, and what to type at the end, in German and English.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LANGUAGES } from '../../../src/config/language.js';
import { SETUP_TEXTS } from '../../../src/cli/setup/texts.js';
import { commandText, failureLines, planText, undoText } from '../../../src/cli/setup/view.js';
import type { Action } from '../../../src/setup/action.js';

const ACTIONS: readonly Action[] = [
  {
    kind: 'config',
    file: { path: '/etc/smgw-proxy/config.yaml', content: 'listen: 8080\n\n# \u202Emine\u0007\n' },
    run: [['systemctl', 'restart', "it's"]],
    undo: [['nmcli', 'connection', 'modify', 'u', 'ipv4.dns', '']],
  },
];

process.env.TZ = 'Europe/Berlin';

describe('the plan of a setup as it is read', () => {
  it('shows files in full, commands as a shell takes them, and nothing that disturbs a terminal', () => {
    assert.equal(
      planText(ACTIONS, 'eth0', SETUP_TEXTS.de),
      `
Das wird geändert, und sonst nichts:

1. Konfiguration des Dienstes
   Datei /etc/smgw-proxy/config.yaml:
     | listen: 8080
     |
     | # \\u202emine\\u0007
   systemctl restart 'it'\\''s'
   (zurück: wie vorher)
   (zurück: nmcli connection modify u ipv4.dns '')

Alles zurücknehmen können Sie jederzeit mit: sudo smgw-proxy setup --undo
`,
    );
  });

  it('breaks a command on a narrow terminal so that it can still be pasted', () => {
    const run = [['nmcli', 'connection', 'add', 'type', 'ethernet', 'ifname', 'eth 0']];
    const text = planText([{ kind: 'profile', run, undo: [] }], 'eth0', SETUP_TEXTS.en, { width: 30 });
    const shown = /profile .*\n([^]*?)\n\n/.exec(text)?.[1] ?? '';
    assert.deepEqual(shown.split('\n'), ['   nmcli connection add type \\', "     ethernet ifname 'eth 0'"]);
  });

  it('names the profile and the interface of each gateway', () => {
    const about = { profile: 'smgw-han-eth2', link: 'eth2' };
    const actions = [{ kind: 'profile' }, { kind: 'profile', about }, { kind: 'connect', about }] as const;
    const plan = actions.map((each) => ({ ...each, run: [], undo: [] }));
    const text = planText(plan, 'eth0', SETUP_TEXTS.de);
    assert.deepEqual(text.match(/^\d\. .*/gm), [
      '1. Netzwerkprofil smgw-han für eth0',
      '2. Netzwerkprofil smgw-han-eth2 für eth2',
      '3. eth2 damit verbinden',
    ]);
    assert.deepEqual(undoText([plan], 'eth0', SETUP_TEXTS.de).match(/^\d\. .*/gm), [
      '1. eth2',
      '2. Netzwerkprofil smgw-han-eth2',
      '3. Netzwerkprofil smgw-han',
    ]);
  });

  it('shows what is taken back, the last first', () => {
    const runs = [
      [{ kind: 'profile', undo: [['nmcli', 'x']] }],
      [{ at: '2026-11-25T11:00:00Z', kind: 'start', undo: [['systemctl', 'stop', 'y']] }],
    ] as const;
    assert.equal(
      undoText(runs, 'eth0', SETUP_TEXTS.en),
      `
This will be undone, the last first:

Changed on 25 Nov 2026, 12:00:

1. service
   systemctl stop y

2. network profile smgw-han
   nmcli x

`,
    );
  });

  it('quotes what a shell would take for something else', () => {
    assert.equal(commandText(['a', 'b c', '$d', '']), "a 'b c' '$d' ''");
  });
});

describe('a failure of a setup', () => {
  it('is told with what the program said, harmlessly', () => {
    const ran = { status: 4, said: `Error: \u001B[31mno\n${'x'.repeat(1000)}` };
    const lines = failureLines({ kind: 'command', command: ['nmcli', 'up'], ran }, SETUP_TEXTS.en);
    assert.deepEqual(lines.slice(0, 2), ['nmcli up   ended with 4', 'Error: \\u001b[31mno']);
    assert.ok((lines[2]?.length ?? 0) < 300);
  });
});

describe('the end of a setup', () => {
  for (const language of LANGUAGES)
    it(`says in ${language} where the gateway is now, and how to keep it there`, () => {
      const urls = ['https://192.168.0.10:8080', 'https://192.168.0.10'];
      const ways = { page: 'http://192.168.0.10:8081/', allowed: [] };
      const end = SETUP_TEXTS[language].end({ urls, names: ['https://pi.fritz.box'], ...ways }).join('\n');
      assert.match(end, /^ {2}https:\/\/192\.168\.0\.10:8080\n {2}https:\/\/192\.168\.0\.10\n/m);
      assert.match(end, /: https:\/\/pi\.fritz\.box$/m);
      assert.match(end, /FRITZ!Box/);
      assert.match(end, /^ {2}http:\/\/192\.168\.0\.10:8081\/$/m);
    });
});
