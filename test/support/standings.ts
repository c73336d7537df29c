// A standing of a waiting setup for each stage, with the words that the setup gives it.
import { wordsOf, type Scenery } from '../../src/cli/setup/wait/words.js';
import type { StepReport } from '../../src/discovery/discover.js';
import type { SetupStanding, Stage } from '../../src/setup/standing.js';

const PLUGGED: StepReport = { step: 'cable', carrier: 'plugged', ms: 0 };
const NOTHING: readonly StepReport[] = [
  PLUGGED,
  { step: 'configured', result: { kind: 'skipped', reason: 'no-address' }, ms: 0 },
  { step: 'dhcp', result: { kind: 'nothing' }, ms: 4000 },
  { step: 'mdns', result: { kind: 'nothing' }, ms: 2000 },
  { step: 'known', result: { kind: 'nothing' }, ms: 1800 },
  { step: 'replug', result: { kind: 'skipped', reason: 'not-asked' }, ms: 0 },
];
const ROUTER = {
  ...{ server: '192.168.178.1', serverMac: '02:00:00:00:00:02', offered: '192.168.178.20' },
  ...{ hasRouter: true, hasDns: true },
};

/** The facts of each stage. */
const SCENES: Readonly<Record<Stage, Partial<Scenery>>> = {
  network: {},
  'no-cable': {},
  'home-network': {
    reports: [PLUGGED, { step: 'dhcp', result: { kind: 'home-network', offer: ROUTER }, ms: 12 }],
  },
  'which-cable': { choices: ['eth0', 'eth1'] },
  searching: { reports: NOTHING.slice(0, 4), running: 'known' },
  'not-found': { reports: NOTHING },
  several: { choices: ['10.11.120.2', 'fe80::1%eth0'], reports: [PLUGGED] },
  foreign: { choices: ['203.0.113.9'], reports: [PLUGGED] },
  'setting-up': { reports: [PLUGGED] },
  trouble: { failure: ['NetworkManager: 1.52.1'] },
};

export const STAGES = Object.keys(SCENES) as readonly Stage[];

export const sceneryOf = (stage: Stage, changes: Partial<Scenery> = {}): Scenery => ({
  ...{ stage, link: 'eth0', reports: [], failure: [] },
  ...SCENES[stage],
  ...changes,
});

export function standing(stage: Stage, changes: Partial<Scenery> = {}): SetupStanding {
  const scenery = sceneryOf(stage, changes);
  return {
    ...{ stage, since: '2026-03-01T18:30:00Z', host: 'smgw-proxy', version: '1.2.3' },
    language: 'en',
    words: { de: wordsOf(scenery, 'de'), en: wordsOf(scenery, 'en') },
  };
}
