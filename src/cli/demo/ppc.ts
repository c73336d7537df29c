// The demo's text for a gateway by PPC: a visit to its page with curl, Home Assistant and Node-RED.
import { alike } from '../../config/language.js';
import { METER_ID } from '../../simulator/identity.js';
import { PPC_PATH } from '../../simulator/ppc/ppc.js';
import { shellQuote } from '../terminal/shell-quote.js';
import { CURL, digestWords, field, type DemoAccess, type MakerText } from './maker-text.js';

export function ppcText(access: DemoAccess): MakerText {
  return { path: PPC_PATH, commands: commands(access), clients: clients(access) };
}

const pageOf = ({ authority }: DemoAccess): string => `https://${authority}${PPC_PATH}`;

function commands(access: DemoAccess): MakerText['commands'] {
  const page = shellQuote(pageOf(access));
  const wrong = digestWords({ ...access, password: `not-${access.password}` });
  return [
    [
      {
        en: 'A whole visit: log in, choose the meter, read it, see a day of values, log out; about 20 seconds',
        de: 'Ein ganzer Besuch: anmelden, Zähler wählen, ablesen, Werte eines Tages, abmelden; etwa 20 Sekunden',
      },
      visit(`${CURL} ${digestWords(access)}`, page),
    ],
    [
      {
        en: 'A wrong password: a page with status 200; the third one locks the gateway for 5 minutes',
        de: 'Ein falsches Passwort: eine Seite mit Status 200; das dritte sperrt das Gateway für 5 Minuten',
      },
      `${CURL} ${wrong} ${page}`,
    ],
  ];
}

/** The cookie jar holds the session; `mid` is another in each. */
function visit(curl: string, page: string): string {
  const mid = (pattern: string) => String.raw`sed -n "s/.*${pattern}value='\([0-9a-f]*\)'.*/\1/p"`;
  return [
    'jar=$(mktemp)',
    `han() { ${curl} -b "$jar" -c "$jar" "$@" ${page}; }`,
    'han',
    `mid=$(han -d action=meterform | ${mid('<option ')})`,
    'han -d action=showMeterProfile -d mid="$mid"',
    `mid=$(han -d action=showMeterValuesForm -d mid="$mid" | ${mid("name='mid' ")})`,
    'day=$(date +%Y-%m-%d)',
    'han -d action=showMeterValues -d mid="$mid" -d "from=$day 00:00:00" -d "to=$day 23:59:59"',
    'han -d action=logout',
    'rm "$jar"',
  ].join('\n');
}

function clients(access: DemoAccess): MakerText['clients'] {
  const { authority, user, password } = access;
  const host = authority.replace(/:\d+$/, '');
  return [
    [
      { en: 'Home Assistant, ha-ppc-smgw (HACS)', de: 'Home Assistant, ha-ppc-smgw (HACS)' },
      [
        field('vendor', 'PPC'),
        field('url', pageOf(access)),
        field('user', user),
        field('password', password),
      ],
    ],
    [
      {
        en: 'Node-RED, node-red-contrib-smgw, which asks port 443 alone: start the demo with --listen 443',
        de: 'Node-RED, node-red-contrib-smgw, fragt nur Port 443: die Demo dafür mit --listen 443 starten',
      },
      // Its labels are English.
      [`IP: ${host}`, `Username: ${user}`, `Password: ${password}`, `Meter: ${METER_ID}`].map(alike),
    ],
  ];
}
