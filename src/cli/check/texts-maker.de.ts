// The German texts of `check` about the maker of the gateway, and the values to enter into each program.
import type { MakerFacts } from '../../gateway/makers.js';
import type { Program, ProgramEntry, ProgramTrouble } from '../../gateway/programs.js';
import { de } from '../discover/texts.de.js';
import type { CauseTexts } from './words.js';

export const MAKER = {
  'maker-found': ({ guess, known }) => ({
    text: de.madeBy(guess),
    details: known === undefined ? ['Über seine HAN-Schnittstelle ist nichts bekannt.'] : habits(known),
  }),
  'maker-unknown': () => 'unbekannt',
  'maker-takes-few-sessions': ({ maker, sessions }) => [
    `Gateways von ${maker} lassen ${sessions === 1 ? 'nur eine Sitzung' : `nur ${sessions} Sitzungen`} zur Zeit zu, aber Programme wechseln sich hier nicht ab`,
    'Sie sich abwechseln lassen: sudo smgw-proxy setup',
    `Oder max-target-connections: ${sessions} in /etc/smgw-proxy/config.yaml eintragen, dann: sudo systemctl reload smgw-proxy`,
  ],
  'maker-wants-name': ({ maker, name, gateway }) => [
    `Gateways von ${maker} antworten nur auf ${name} oder ${gateway} als Host, aber Programme senden die Adresse dieses Rechners`,
    `Diesen Rechner im Heimnetz auf ${name} hören lassen: sudo smgw-proxy setup`,
    `Oder die Programme das senden lassen, wie es curl tut: -H 'Host: ${gateway}'`,
  ],
  'client-programs': ({ maker, programs }) => ({
    text: maker === undefined ? 'für ein Gateway unbekannten Herstellers' : `für ein Gateway von ${maker}`,
    details: programs.map(line),
  }),
} satisfies Partial<CauseTexts>;

/** The habits of a gateway that a user meets, a sentence each. */
function habits(facts: MakerFacts): string[] {
  const { sessions, takesFewConnections, hostName, wrongPassword, lockOutMinutes, wearsOut, pollSeconds } =
    facts;
  return [
    ...(sessions === undefined
      ? []
      : [
          'Eine Sitzung zur Zeit: Melden Sie sich im Browser ab, sonst warten andere Programme, bis sie abläuft.',
        ]),
    ...(takesFewConnections === true
      ? ['Mehrere Verbindungen, die gleichzeitig aufgebaut werden, bricht es ab.']
      : []),
    ...(hostName === undefined
      ? []
      : [
          `Es prüft den Host-Header: Unter anderen Namen als ${hostName} und seiner eigenen Adresse zeigt es einen Fehler, wahrscheinlich 404.`,
        ]),
    {
      refused: 'Auf ein falsches Passwort antwortet es mit 401.',
      silence:
        'Auf ein falsches Passwort antwortet es gar nicht; Programme melden dann, dass keine Antwort kam.',
      'lock-out': `Nach mehreren falschen Passwörtern sperrt es sich, für etwa ${lockOutMinutes ?? 0} Minuten. Wie lange noch, steht auf seiner Seite, mit Status 200; Programme melden deshalb eine fehlende Sitzung.`,
    }[wrongPassword],
    ...(wearsOut === true
      ? [
          'Nach zu vielen Anmeldungen nimmt es Verbindungen an und antwortet nie mehr, bis der Messstellenbetreiber es neu startet.',
        ]
      : []),
    `Fragen Sie es alle ${interval(pollSeconds)} ab, nicht öfter.`,
  ];
}

const interval = (seconds: number): string =>
  seconds < 60 ? `${seconds} Sekunden` : `${Math.round(seconds / 60)} Minuten`;

const NAMES: Readonly<Record<Program, string>> = {
  theben_conexa: 'Home Assistant, Theben Conexa (gehört dazu)',
  'ha-ppc-smgw': 'Home Assistant, ha-ppc-smgw (HACS)',
  evcc: 'evcc, EMH CASA 1.1',
  TRuDI: 'TRuDI',
  browser: 'Browser',
  curl: 'Ausprobieren',
};

const TROUBLE: Readonly<Record<ProgramTrouble, string>> = {
  'needs-443': 'braucht Port 443, und der steht nicht in der Konfiguration (listen)',
  'needs-name': 'braucht den Namen, auf den das Gateway antwortet (siehe Hersteller)',
  'address-only':
    'sendet eine Adresse, auf die dieses Gateway nicht antwortet; verbinden Sie es mit dem Gateway selbst',
};

function line(entry: ProgramEntry): string {
  return `${NAMES[entry.program]}: ${'trouble' in entry ? TROUBLE[entry.trouble] : values(entry)}`;
}

function values(entry: Exclude<ProgramEntry, { readonly trouble: ProgramTrouble }>): string {
  switch (entry.program) {
    case 'theben_conexa':
      return `Host ${entry.host}, ohne Port`;
    case 'evcc':
      return `uri ${entry.uri}, host ${entry.host}`;
    case 'TRuDI':
      return `Adresse ${entry.address}, Port ${entry.port}`;
    case 'curl':
      return entry.command;
    case 'browser':
    case 'ha-ppc-smgw':
      return `URL ${entry.url.replace('/ID.', '/KENNUNG.')}`;
  }
}
