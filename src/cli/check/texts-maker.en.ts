// The English texts of `check` about the maker of the gateway, and the values to enter into each program.
import type { MakerFacts } from '../../gateway/makers.js';
import type { Program, ProgramEntry, ProgramTrouble } from '../../gateway/programs.js';
import { en } from '../discover/texts.en.js';
import type { CauseTexts } from './words.js';

export const MAKER = {
  'maker-found': ({ guess, known }) => ({
    text: en.madeBy(guess),
    details: known === undefined ? ['Nothing is known of its HAN interface.'] : habits(known),
  }),
  'maker-unknown': () => 'unknown',
  'maker-takes-few-sessions': ({ maker, sessions }) => [
    `gateways by ${maker} take ${sessions === 1 ? 'one session' : `${sessions} sessions`} at a time, but clients here do not take turns`,
    'Have them take turns: sudo smgw-proxy setup',
    `Or add max-target-connections: ${sessions} to /etc/smgw-proxy/config.yaml, then: sudo systemctl reload smgw-proxy`,
  ],
  'maker-wants-name': ({ maker, name, gateway }) => [
    `gateways by ${maker} answer only to ${name} or ${gateway} as Host, but programs send the address of this machine`,
    `Have this machine answer to ${name} in the home network: sudo smgw-proxy setup`,
    `Or have the programs send it, as curl does: -H 'Host: ${gateway}'`,
  ],
  'client-programs': ({ maker, programs }) => ({
    text: maker === undefined ? 'for a gateway of an unknown maker' : `for a gateway by ${maker}`,
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
      : ['One session at a time: log out in the browser, or other programs wait for it to expire.']),
    ...(takesFewConnections === true ? ['It resets connections when several open at once.'] : []),
    ...(hostName === undefined
      ? []
      : [
          `It checks the Host header: under other names than ${hostName} and its own address it shows an error, probably 404.`,
        ]),
    {
      refused: 'After a wrong password it answers 401.',
      silence: 'After a wrong password it does not answer at all, so that programs report a timeout.',
      'lock-out': `After several wrong passwords it locks itself, for about ${lockOutMinutes ?? 0} minutes. Its page says how many are left, as status 200, so that programs report a missing session.`,
    }[wrongPassword],
    ...(wearsOut === true
      ? ['After too many log-ins it accepts connections and never answers, until the operator restarts it.']
      : []),
    `Read it every ${interval(pollSeconds)}, not more often.`,
  ];
}

const interval = (seconds: number): string =>
  seconds < 60 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;

const NAMES: Readonly<Record<Program, string>> = {
  theben_conexa: 'Home Assistant, Theben Conexa (built in)',
  'ha-ppc-smgw': 'Home Assistant, ha-ppc-smgw (HACS)',
  evcc: 'evcc, EMH CASA 1.1',
  TRuDI: 'TRuDI',
  browser: 'Browser',
  curl: 'Try it',
};

const TROUBLE: Readonly<Record<ProgramTrouble, string>> = {
  'needs-443': 'needs port 443, which the configuration does not have (listen)',
  'needs-name': 'needs the name that the gateway answers to (see Maker)',
  'address-only': 'sends an address that this gateway does not answer to; connect it to the gateway itself',
};

function line(entry: ProgramEntry): string {
  return `${NAMES[entry.program]}: ${'trouble' in entry ? TROUBLE[entry.trouble] : values(entry)}`;
}

function values(entry: Exclude<ProgramEntry, { readonly trouble: ProgramTrouble }>): string {
  switch (entry.program) {
    case 'theben_conexa':
      return `host ${entry.host}, without a port`;
    case 'evcc':
      return `uri ${entry.uri}, host ${entry.host}`;
    case 'TRuDI':
      return `address ${entry.address}, port ${entry.port}`;
    case 'curl':
      return entry.command;
    case 'browser':
    case 'ha-ppc-smgw':
      return `URL ${entry.url}`;
  }
}
