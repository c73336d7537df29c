// The line of `systemctl status`, word for word, in both languages.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ListenError } from '../../src/forward/listen/listener.js';
import * as records from '../../src/service/service-log.js';
import * as lines from '../../src/service/status-line.js';
import { forwardConfig } from '../support/config.js';

const FORWARD = forwardConfig({
  name: 'gateway',
  listen: [{ interface: 'wlan0', port: 8080 }, { port: 8443 }],
  target: { host: 'fe80::1%eth0', port: 443 },
});
const OTHER = forwardConfig({ name: 'meter', listen: [{ port: 80 }], target: { host: 'meter', port: 502 } });
const HOST = { host: '::1', port: 8080 };
const KNOWN = { names: ['lo', 'eth0'], unreadable: undefined };
const SANDBOXED = { names: [], unreadable: 'AF_NETLINK: EAFNOSUPPORT' };
const NGINX = { pid: 455, name: 'nginx', user: 'root' };
const UNSEEN = { pid: undefined, name: undefined, user: 'nobody' };

const taken = (user?: typeof NGINX | typeof UNSEEN): ListenError =>
  new ListenError(HOST, user === undefined ? 'EADDRNOTAVAIL' : 'EADDRINUSE', HOST, user);
const down = (outage: Parameters<typeof lines.targetDown>[1]): lines.StatusLine =>
  lines.targetDown(FORWARD, outage);

/** The line, and what it is in German. */
const LINES: readonly (readonly [lines.StatusLine, string])[] = [
  [
    lines.forwarding([FORWARD, OTHER]),
    'Leitet weiter: wlan0:8080, 8443 → [fe80::1%eth0]:443; 80 → meter:502',
  ],
  [
    lines.refused({
      code: 'conflict',
      where: { file: '/etc/c.yaml', line: 3, key: 'listen' },
      message: { en: 'no', de: 'nein' },
    }),
    'Konfiguration abgelehnt, es gilt weiter die vorige: /etc/c.yaml, Zeile 3, listen: nein',
  ],
  [
    lines.listening(FORWARD, [{ host: '192.168.0.10', port: 8080 }]),
    'Weiterleitung gateway: 192.168.0.10:8080 → [fe80::1%eth0]:443',
  ],
  [
    lines.waiting(FORWARD, 'wlan0', KNOWN),
    'Warten auf das Netzwerk: Weiterleitung gateway: wlan0 hat noch keine Adresse; Adressen haben: lo, eth0',
  ],
  [
    lines.waiting(FORWARD, 'wlan0', SANDBOXED),
    'Warten auf das Netzwerk: Weiterleitung gateway: der Kernel nennt die Adressen von wlan0 nicht (AF_NETLINK: EAFNOSUPPORT); eine Sandbox muss AF_NETLINK erlauben',
  ],
  [
    lines.listenFailed(FORWARD, taken()),
    'Port lässt sich nicht öffnen: [::1]:8080 (EADDRNOTAVAIL): Dieser Rechner hat die Adresse noch nicht. Es wird weiter versucht',
  ],
  [
    lines.listenFailed(FORWARD, taken(NGINX)),
    'Ein anderes Programm hat den Port: Port [::1]:8080, nginx (Prozess 455). Geräte erreichen dort nicht das Gateway',
  ],
  [
    lines.listenFailed(FORWARD, taken(UNSEEN)),
    'Ein anderes Programm hat den Port: Port [::1]:8080, ein Programm des Benutzers nobody. Geräte erreichen dort nicht das Gateway',
  ],
  [
    down({ outcome: 'target-unreachable', code: 'ENOCARRIER', interface: 'eth0' }),
    'Gateway nicht erreichbar. Geräte werden abgewiesen: [fe80::1%eth0]:443: kein Signal am Anschluss eth0: Steckt das Kabel?',
  ],
  [
    down({ outcome: 'target-refused', code: 'ECONNREFUSED' }),
    'Gateway nicht erreichbar. Geräte werden abgewiesen: [fe80::1%eth0]:443: das Gateway hat die Verbindung abgelehnt (ECONNREFUSED) - unter der Adresse antwortet ein Gerät, aber nicht auf diesem Port: Stimmt der Port?',
  ],
  [lines.targetUp(FORWARD), 'Gateway wieder erreichbar: [fe80::1%eth0]:443'],
];

describe('the line of systemctl status', () => {
  for (const [line, expected] of LINES)
    it(`in German is: ${expected}`, async () => {
      const speech = new lines.Speech();
      await speech.change('de');
      assert.equal(speech.text(line), expected);
    });

  it('in English is that of the log', () => {
    const speech = new lines.Speech();
    assert.equal(speech.text(lines.targetUp(FORWARD)), records.targetUp(FORWARD).message);
    assert.equal(
      speech.text(lines.forwarding([FORWARD, OTHER])),
      'Forwarding wlan0:8080, 8443 → [fe80::1%eth0]:443; 80 → meter:502',
    );
  });
});
