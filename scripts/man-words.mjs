// The words of the man page that the tables of the commands do not have, in both languages.

const CONFIG = '/etc/smgw-proxy/config.yaml';
const EXAMPLE = '/usr/share/doc/smgw-proxy/examples/config.yaml';

const ENGLISH = {
  name: 'way from the home network to a German smart meter gateway',
  others: 'Options',
  help: 'Show the help of the command; also -h, and "smgw-proxy help COMMAND".',
  version: 'Show the version.',
  completion:
    'Print a script for bash or zsh that completes what is typed; the Debian package installs both.',
  options: 'options',
  standard: (value) => `[default: ${value}]`,
  headings: ['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS', 'OPTIONS', 'EXAMPLES'],
  description:
    'Listens for TCP connections and carries their bytes to the gateway and back, unread and unchanged: TLS, client ' +
    'certificates and log-ins pass as they are. Runs until it is stopped.',
  takesAll: 'It takes all options above.',
  takesAllExcept: (list) => `It takes the options above except ${list}.`,
  takes: (list) => `Of the options above it takes ${list}.`,
  closing: [
    [
      'FILES',
      [
        [CONFIG, 'The configuration of the service: YAML, with the names of the options.'],
        [EXAMPLE, 'An example of it, with explanations.'],
      ],
    ],
    [
      'SIGNALS',
      [
        [
          'SIGTERM, SIGINT',
          'Accept no more, let connections finish within --drain-timeout; a second one ends at once.',
        ],
        ['SIGHUP', 'Read the configuration again. A wrong one is refused, and everything stays as it is.'],
      ],
    ],
    [
      'EXIT STATUS',
      [
        ['0', 'Stopped as asked.'],
        ['1', 'Could not run, such as for a port that is taken.'],
        ['2', 'The options or the configuration are wrong; all problems are listed.'],
      ],
    ],
    ['SEE ALSO', [['', 'systemctl(1), journalctl(1), /usr/share/doc/smgw-proxy/README.md']]],
  ],
};

const GERMAN = {
  name: 'der Weg vom Heimnetz zum Smart-Meter-Gateway',
  others: 'Optionen',
  help: 'Die Hilfe des Befehls zeigen; auch -h und „smgw-proxy help BEFEHL“.',
  version: 'Die Version zeigen.',
  completion:
    'Ein Skript für bash oder zsh ausgeben, das Eingaben ergänzt; das Debian-Paket installiert beide.',
  options: 'Optionen',
  standard: (value) => `[Vorgabe: ${value}]`,
  headings: ['BEZEICHNUNG', 'ÜBERSICHT', 'BESCHREIBUNG', 'BEFEHLE', 'OPTIONEN', 'BEISPIELE'],
  description:
    'Nimmt TCP-Verbindungen an und trägt ihre Bytes zum Gateway und zurück, ungelesen und unverändert: TLS, ' +
    'Client-Zertifikate und Anmeldungen gehen durch, wie sie sind. Läuft, bis es beendet wird.',
  takesAll: 'Alle Optionen von oben gelten auch hier.',
  takesAllExcept: (list) => `Die Optionen von oben gelten auch hier, außer ${list}.`,
  takes: (list) => `Von den Optionen oben gelten hier ${list}.`,
  closing: [
    [
      'DATEIEN',
      [
        [CONFIG, 'Die Konfiguration des Dienstes: YAML, mit den Namen der Optionen.'],
        [EXAMPLE, 'Ein Beispiel dafür, mit Erklärungen (englisch).'],
      ],
    ],
    [
      'SIGNALE',
      [
        [
          'SIGTERM, SIGINT',
          'Nichts mehr annehmen, und Verbindungen innerhalb von --drain-timeout zu Ende gehen lassen; ein zweites beendet sofort.',
        ],
        ['SIGHUP', 'Die Konfiguration neu lesen. Eine falsche wird abgelehnt, und alles bleibt, wie es ist.'],
      ],
    ],
    [
      'EXIT-STATUS',
      [
        ['0', 'Beendet, wie verlangt.'],
        ['1', 'Nicht gelaufen, etwa weil ein Port belegt ist.'],
        ['2', 'Die Optionen oder die Konfiguration sind falsch; alle Fehler stehen da.'],
      ],
    ],
    ['SIEHE AUCH', [['', 'systemctl(1), journalctl(1), /usr/share/doc/smgw-proxy/README.de.md']]],
  ],
};

export const WORDS = { en: ENGLISH, de: GERMAN };
