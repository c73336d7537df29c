// A program under attack: what is done to it, how it takes that, and whether it is itself again afterwards.
import { setTimeout as passed } from 'node:timers/promises';
import { openDescriptors, processorSeconds } from '../../bench/measure/process.js';
import type { Program } from '../support/program.js';
import { ATTACKS, type AttackName } from './attacks.js';
import type { BystanderResult } from './bystander.js';
import type { Cast, HostileOptions, Scene } from './hostile-trial.js';
import { growth, isAlive, memoryOf, stopProbed, type MemoryUse } from './probe.js';

/** The effect of one attack. */
export interface Round {
  readonly attack: AttackName;
  /** Connections the attacker began, per second. */
  readonly rate: number;
  /** How busy the program was, as a share of one CPU. */
  readonly load: number;
  readonly quiet: BystanderResult;
  readonly attacked: BystanderResult;
}

export interface VictimResult {
  readonly scene: Scene;
  readonly rounds: readonly Round[];
  /** Connections the program accepted. */
  readonly connections: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** After a first taste of every attack, and at the end. */
  readonly before: MemoryUse;
  readonly after: MemoryUse;
  /** Log lines the program gave up because they were not read in time. */
  readonly linesLost: number;
  readonly violations: readonly string[];
}

const LOOK_MS = 100;
/** Until an attack is in full swing. */
const HEAD_START_MS = 100;
/** Shares of an attack's time: a warm-up, in which V8 compiles, and the heap gets the size that a flood needs, … */
const TASTE = 0.1;
const QUIET = 0.3;
const ATTACKED = 0.6;
/** For the program to let go of everything: it waits 5 s for a receiver that trickles. */
const CALM_MS = 20_000;
export class Victim {
  private readonly outcomes = new Map<string, number>();
  private readonly violations: string[] = [];
  private linesLost = 0;
  private connections = 0;

  constructor(
    private readonly program: Program,
    private readonly scene: Scene,
    private readonly cast: Cast,
    private readonly options: HostileOptions,
  ) {}

  async run(): Promise<VictimResult> {
    const timer = setInterval(this.look, LOOK_MS);
    try {
      const idle = await this.warmUp();
      const before = await memoryOf(this.program);
      const rounds: Round[] = [];
      for (const attack of this.scene.attacks)
        if (this.violations.length === 0) rounds.push(await this.round(attack, idle));
      const after = await memoryOf(this.program);
      this.violations.push(...growth(before, after));
      await this.stop();
      const { scene, connections, outcomes, linesLost, violations } = this;
      return { scene, rounds, before, after, connections, outcomes, linesLost, violations };
    } finally {
      clearInterval(timer);
    }
  }

  /** @returns the open descriptors of the idle program, which has served before */
  private async warmUp(): Promise<number> {
    await this.measure(this.msPerAttack * TASTE);
    const idle = await this.steady();
    for (const attack of this.scene.attacks) {
      if (this.violations.length > 0) break;
      await this.attackWhile(attack, () => passed(this.msPerAttack * TASTE));
      await this.calm(idle, attack);
    }
    return idle;
  }

  private async round(attack: AttackName, idle: number): Promise<Round> {
    const ms = this.msPerAttack;
    const quiet = await this.measure(ms * QUIET);
    const { rate, result } = await this.attackWhile(attack, () => this.measureWithCpu(ms * ATTACKED));
    await this.calm(idle, attack);
    const { times, failures, load } = result;
    const round = { attack, rate, load, quiet, attacked: { times, failures } };
    this.judge(round);
    return round;
  }

  private get msPerAttack(): number {
    return (this.options.seconds * 1000) / Object.keys(ATTACKS).length;
  }

  private async measureWithCpu(ms: number): Promise<BystanderResult & Pick<Round, 'load'>> {
    const { pid } = this.program;
    const [startedAt, before] = [performance.now(), processorSeconds(pid)];
    const result = await this.measure(ms);
    const passedMs = performance.now() - startedAt;
    return { ...result, load: ((processorSeconds(pid) - before) * 1000) / passedMs };
  }

  private judge({ attack, quiet, attacked }: Round): void {
    for (const failure of new Set(quiet.failures)) this.violations.push(`before '${attack}': ${failure}`);
    for (const failure of new Set(attacked.failures)) this.violations.push(`during '${attack}': ${failure}`);
    this.options.progress(`${attack}: over`);
  }

  private measure(ms: number): Promise<BystanderResult> {
    const { target, bystander } = this.cast;
    return bystander.call('measure', {
      ms,
      proxied: this.program.port,
      direct: target,
      preface: this.scene.preface,
    });
  }

  /** @returns connections begun per second, and what `body` returned */
  private async attackWhile<T>(
    name: AttackName,
    body: () => Promise<T>,
  ): Promise<{ rate: number; result: T }> {
    const { attacker } = this.cast;
    const startedAt = performance.now();
    await attacker.call('attack', name, this.program.port, this.options.rate);
    await passed(HEAD_START_MS);
    const result = await body();
    const seconds = (performance.now() - startedAt) / 1000;
    return { rate: (await attacker.call('stop')) / seconds, result };
  }

  /** Open descriptors once their number has stayed the same from one look to the next. */
  private async steady(): Promise<number> {
    for (let open = openDescriptors(this.program.pid); ;) {
      await passed(LOOK_MS);
      const before = open;
      open = openDescriptors(this.program.pid);
      if (open === before) return open;
    }
  }

  /** Waits until the program has let go of everything. */
  private async calm(idle: number, attack: AttackName): Promise<void> {
    for (const until = performance.now() + CALM_MS; performance.now() < until;) {
      if (!isAlive(this.program) || openDescriptors(this.program.pid) <= idle) return;
      await passed(LOOK_MS);
    }
    this.violations.push(
      `${openDescriptors(this.program.pid) - idle} descriptors are left after '${attack}'`,
    );
  }

  private readonly look = (): void => {
    for (const line of this.program.lines.splice(0)) {
      const { event, level, outcome, outcomes, count } = line;
      if (typeof outcome === 'string') this.counted(outcome, Number(count ?? 1));
      else for (const [each, times] of Object.entries(outcomes ?? {})) this.counted(each, Number(times));
      if (event === 'log-lost') this.linesLost += Number(line.lines);
      if (event === 'stopped') this.connections = Number(line.connections);
      if (level === 'error' || JSON.stringify(line).includes('internal-error'))
        this.violations.push(JSON.stringify(line));
    }
  };

  private counted(outcome: string, times: number): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + times);
  }

  private async stop(): Promise<void> {
    if (!isAlive(this.program)) this.violations.unshift('the program ended by itself');
    const status = await stopProbed(this.program);
    if (status !== 0) this.violations.push(`the exit status is ${status}`);
    this.look();
    for (const word of this.program.words) this.violations.push(`standard error says: ${word}`);
  }
}
