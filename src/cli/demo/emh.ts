// The demo's text for a gateway by EMH: calls with the Host that it expects, evcc, and Home Assistant.
import { alike } from '../../config/language.js';
import { METER_ID } from '../../simulator/identity.js';
import { shellQuote } from '../terminal/shell-quote.js';
import { certificateWords, CURL, digestWords, field, type DemoAccess, type MakerText } from './maker-text.js';

const NAME = 'smgw.local';
const ORIGIN = '/json/metering/origin/';

export function emhText(access: DemoAccess): MakerText {
  return { path: ORIGIN, commands: commands(access), clients: clients(access) };
}

/** The host and the port of an authority. */
function split(authority: string): readonly [string, string] {
  const colon = authority.lastIndexOf(':');
  return [authority.slice(0, colon), authority.slice(colon + 1)];
}

function commands(access: DemoAccess): MakerText['commands'] {
  const { authority, password } = access;
  const [host, port] = split(authority);
  const byName = `--resolve ${shellQuote(`${NAME}:${port}:${host}`)}`;
  const named = (path: string): string => `${byName} https://${NAME}:${port}${path}`;
  const addressed = shellQuote(`https://${authority}${ORIGIN}`);
  const wrong = digestWords({ ...access, password: `not-${password}` });
  return [
    [
      {
        en: 'Which meters are there? The name is the Host that the gateway expects',
        de: 'Welche Zähler gibt es? Der Name ist der Host, den das Gateway erwartet',
      },
      `${CURL} ${digestWords(access)} ${named(ORIGIN)}`,
    ],
    [
      { en: 'The newest values of the meter', de: 'Die neuesten Werte des Zählers' },
      `${CURL} ${digestWords(access)} ${named(`${ORIGIN}${METER_ID}/extended`)}`,
    ],
    [
      {
        en: 'The contracts, in which evcc looks for the meter',
        de: 'Die Verträge, in denen evcc den Zähler sucht',
      },
      `${CURL} ${digestWords(access)} ${named('/json/metering/derived')}`,
    ],
    [
      {
        en: 'The first call with a client certificate instead of a password',
        de: 'Der erste Aufruf mit einem Client-Zertifikat statt eines Passworts',
      },
      `${CURL} ${certificateWords(access)} ${named(ORIGIN)}`,
    ],
    [
      {
        en: 'The address instead of the name, with the Host by hand',
        de: 'Die Adresse statt des Namens, mit dem Host von Hand',
      },
      `${CURL} ${digestWords(access)} -H 'Host: ${NAME}' ${addressed}`,
    ],
    [
      {
        en: 'The address alone: 404, because the Host is that of the forwarder',
        de: 'Die Adresse allein: 404, denn als Host kommt die der Weiterleitung an',
      },
      `${CURL} ${digestWords(access)} ${addressed}`,
    ],
    [
      { en: 'A wrong password: 401 at once', de: 'Ein falsches Passwort: sofort 401' },
      String.raw`curl -sk -o /dev/null -w '%{http_code}\n' ${wrong} ${named(ORIGIN)}`,
    ],
  ];
}

function clients({ authority, user, password }: DemoAccess): MakerText['clients'] {
  const [, port] = split(authority);
  return [
    [
      { en: 'evcc, in evcc.yaml', de: 'evcc, in evcc.yaml' },
      [
        'meters:',
        '  - name: grid',
        '    type: template',
        '    template: emh-casa',
        '    usage: grid',
        `    uri: https://${authority}`,
        `    host: ${NAME}`,
        `    user: ${JSON.stringify(user)}`,
        `    password: ${JSON.stringify(password)}`,
      ].map(alike),
    ],
    [
      {
        en: `Home Assistant, ha-ppc-smgw (HACS), which needs the name: start the demo with --mdns ${NAME}`,
        de: `Home Assistant, ha-ppc-smgw (HACS), braucht den Namen: die Demo dafür mit --mdns ${NAME} starten`,
      },
      [
        field('vendor', 'EMH'),
        field('url', `https://${NAME}:${port}`),
        field('user', user),
        field('password', password),
      ],
    ],
  ];
}
