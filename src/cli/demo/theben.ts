// The demo's text for a gateway by Theben: calls of the JSON interface, and Home Assistant.
import { USAGE_POINT_ID, userIdOf } from '../../simulator/theben/identity.js';
import { shellQuote } from '../terminal/shell-quote.js';
import { certificateWords, CURL, digestWords, field, type DemoAccess, type MakerText } from './maker-text.js';

const ROOT = '/smgw/m2m';

export function thebenText(access: DemoAccess): MakerText {
  return { path: ROOT, commands: commands(access), clients: clients(access) };
}

const pageOf = ({ authority, user }: DemoAccess): string =>
  `https://${authority}${ROOT}/${userIdOf(user)}.sm`;

function commands(access: DemoAccess): MakerText['commands'] {
  const { authority, certificate, key, password } = access;
  const call = (content: object): string =>
    `-H 'Content-Type: application/json' -d ${shellQuote(JSON.stringify(content))} ${shellQuote(`${pageOf(access)}/json`)}`;
  const userInfo = call({ method: 'user-info' });
  const newest = { database: 'origin', 'usage-point-id': USAGE_POINT_ID, 'last-reading': 'true' };
  const wrong = digestWords({ ...access, password: `not-${password}` });
  return [
    [
      {
        en: 'Who am I, and which usage points may I read?',
        de: 'Wer bin ich, und welche Messstellen darf ich lesen?',
      },
      `${CURL} ${digestWords(access)} ${userInfo}`,
    ],
    [
      { en: 'The newest reading of the meter', de: 'Der neueste Zählerstand' },
      `${CURL} ${digestWords(access)} ${call({ method: 'readings', ...newest })}`,
    ],
    [
      {
        en: 'The page for people; the gateway redirects to it',
        de: 'Die Seite für Menschen; das Gateway leitet dorthin weiter',
      },
      `${CURL} -L ${digestWords(access)} ${shellQuote(`https://${authority}${ROOT}`)}`,
    ],
    [
      {
        en: 'The first call with a client certificate instead of a password',
        de: 'Der erste Aufruf mit einem Client-Zertifikat statt eines Passworts',
      },
      `${CURL} ${certificateWords(access)} ${userInfo}`,
    ],
    [
      {
        en: 'A wrong password: no answer at all, as a real gateway does; curl gives up after 5 seconds',
        de: 'Ein falsches Passwort: gar keine Antwort, wie beim echten Gateway; curl gibt nach 5 Sekunden auf',
      },
      `${CURL} --max-time 5 ${wrong} ${userInfo}`,
    ],
    [
      {
        en: 'The client certificate without curl: the answer is the redirect that only users get',
        de: 'Das Client-Zertifikat ohne curl: Die Antwort ist die Weiterleitung, die nur Nutzer bekommen',
      },
      `printf 'GET ${ROOT} HTTP/1.1\\r\\nHost: ${authority}\\r\\nConnection: close\\r\\n\\r\\n' | openssl s_client -quiet -connect ${shellQuote(authority)} -cert ${shellQuote(certificate)} -key ${shellQuote(key)}`,
    ],
  ];
}

function clients(access: DemoAccess): MakerText['clients'] {
  const { authority, user, password } = access;
  const host = authority.replace(/:\d+$/, '');
  return [
    [
      {
        en: 'Home Assistant, "Theben Conexa", which asks port 443 alone: start the demo with --listen 443',
        de: 'Home Assistant, „Theben Conexa“, fragt nur Port 443: die Demo dafür mit --listen 443 starten',
      },
      [field('host', host), field('user', user), field('password', password)],
    ],
    [
      { en: 'Home Assistant, ha-ppc-smgw (HACS)', de: 'Home Assistant, ha-ppc-smgw (HACS)' },
      [
        field('vendor', 'Theben'),
        field('url', `${pageOf(access)}/json`),
        field('user', user),
        field('password', password),
      ],
    ],
  ];
}
