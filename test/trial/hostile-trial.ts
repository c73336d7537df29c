// The hostile trial: one attack after the other on the built program, while a well-behaved client goes on using it.
import { HelperProcess } from '../support/helper-process.js';
import { runToEnd } from '../support/program.js';
import { ATTACKS, type AttackName } from './attacks.js';
import type { AttackerCalls } from './attacker.js';
import type { BystanderCalls } from './bystander.js';
import type { HostileTargetCalls } from './hostile-target.js';
import { startProbed } from './probe.js';
import { Victim, type VictimResult } from './victim.js';

export interface HostileOptions {
  /** As --wire has it. */
  readonly wire: string;
  readonly seconds: number;
  /** Connections an attacker begins per second, at most. */
  readonly rate: number;
  readonly progress: (line: string) => void;
}

/** The processes of the trial's own. */
export interface Cast {
  /** Its port. */
  readonly target: number;
  readonly attacker: HelperProcess<AttackerCalls>;
  readonly bystander: HelperProcess<BystanderCalls>;
}

/** How a program is started, and what is done to it. */
export interface Scene {
  readonly args: readonly string[];
  readonly attacks: readonly AttackName[];
  /** The first bytes of a well-behaved client's connection. */
  readonly preface: string;
}

const ATTACK_NAMES = Object.keys(ATTACKS) as AttackName[];
/** The one for a port at which a PROXY header is due. */
const NO_HEADER: AttackName = 'random bytes';
const TARGET = new URL('hostile-target.js', import.meta.url);
const ATTACKER = new URL('attacker.js', import.meta.url);
const BYSTANDER = new URL('bystander.js', import.meta.url);
/** A bystander waits for an answer up to a minute. */
const PATIENCE_MS = 90_000;
const TRUSTED = '127.0.0.0/8';
/** The bystander announces itself. */
const HEADER = 'PROXY TCP4 127.0.0.5 127.0.0.1 40000 443\r\n';

/** @returns a result for each program that was attacked: one, and another that wants PROXY headers if it can */
export async function runHostile(options: HostileOptions): Promise<VictimResult[]> {
  const patience = options.seconds * 1000 + PATIENCE_MS;
  const target = new HelperProcess<HostileTargetCalls>(TARGET, patience);
  const attacker = new HelperProcess<AttackerCalls>(ATTACKER, patience);
  const bystander = new HelperProcess<BystanderCalls>(BYSTANDER, patience);
  try {
    const cast = { target: await target.call('listen'), attacker, bystander };
    const results: VictimResult[] = [];
    for (const scene of await scenes()) results.push(await play(scene, cast, options));
    return results;
  } finally {
    await Promise.all([target.end(), attacker.end(), bystander.end()]);
  }
}

async function scenes(): Promise<Scene[]> {
  const { stdout } = await runToEnd(['--help']);
  if (!stdout.includes('--accept-proxy')) return [{ args: [], attacks: ATTACK_NAMES, preface: '' }];
  return [
    { args: [], attacks: ATTACK_NAMES.filter((name) => name !== NO_HEADER), preface: '' },
    { args: ['--accept-proxy', TRUSTED], attacks: [NO_HEADER], preface: HEADER },
  ];
}

async function play(scene: Scene, cast: Cast, options: HostileOptions): Promise<VictimResult> {
  const args = ['--target', `127.0.0.1:${cast.target}`, ...scene.args];
  const program = await startProbed(options.wire, args);
  try {
    return await new Victim(program, scene, cast, options).run();
  } finally {
    await program.stop('SIGKILL');
  }
}
