// The soak: random connections, good and bad, for a long time; everything that is sent, received and logged is compared.
import { setTimeout as passed } from 'node:timers/promises';
import { freePort, type Program } from '../support/program.js';
import { Ledger } from './ledger.js';
import { judgeMemory, type MemorySample, type MemoryVerdict } from './memory.js';
import type { PlanLimits } from './plan.js';
import { isAlive, neededBytes, startProbed, stopProbed } from './probe.js';
import { Random } from './random.js';
import { RestartingTarget } from './restarting-target.js';
import { descriptors, residentBytes } from './vitals.js';
import { Workload } from './workload.js';

export interface SoakOptions extends PlanLimits {
  readonly seconds: number;
  /** Connections at once. */
  readonly clients: number;
  /** Seconds between two restarts of the target, least and most. */
  readonly restartAfter: readonly [number, number];
  readonly progress: (line: string) => void;
}

export interface SoakResult {
  readonly seconds: number;
  readonly restarts: number;
  readonly tally: Ledger['tally'];
  readonly memory: MemoryVerdict;
  /** Of the idle program, after a warm-up and at the end. */
  readonly before: Idle;
  readonly after: Idle;
  readonly violations: readonly string[];
}

export interface Idle {
  readonly descriptors: number;
  /** What its objects and buffers take after a garbage collection. */
  readonly neededBytes: number;
}

/** How often the log and /proc are looked at. */
const LOOK_MS = 250;
const PROGRESS_SECONDS = 15;
/** For the program to let go of everything: it waits 5 s for a receiver that trickles. */
const CALM_MS = 20_000;
/** A warm-up: V8 compiles. */
const CONNECTIONS_BEFORE_START = 200;
/**
 * By how much the needs of a healthy program differ between two quiet moments, in bytes: the last lines of the log,
 * compiled code. A leak of 1 KiB in each connection shows after 3,000.
 */
const NEEDED_TOLERANCE = 3 * 2 ** 20;

export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const ledger = new Ledger(options.seed);
  const { seed, mostBytes } = options;
  const target = new RestartingTarget(await freePort(), { seed, mostBytes }, ledger);
  try {
    await target.listen();
    const program = await startProbed(['--target', `127.0.0.1:${target.port}`, '--log-level', 'debug']);
    try {
      return await new Soak(options, ledger, target, program).run();
    } finally {
      await program.stop('SIGKILL');
    }
  } finally {
    await target.end();
  }
}

class Soak {
  private readonly startedAt = performance.now();
  private readonly workload: Workload;
  private readonly samples: MemorySample[] = [];

  constructor(
    private readonly options: SoakOptions,
    private readonly ledger: Ledger,
    private readonly target: RestartingTarget,
    private readonly program: Program,
  ) {
    this.workload = new Workload(program.port, options, ledger);
  }

  async run(): Promise<SoakResult> {
    const { clients, restartAfter, seed } = this.options;
    await this.workload.run(clients, () => this.workload.number < CONNECTIONS_BEFORE_START);
    const before = await this.idle(undefined);
    const over = new AbortController();
    const watching = this.watch(over.signal);
    const restarting = this.target.restartNowAndThen(restartAfter, new Random(seed), over.signal);
    await this.workload.run(clients, () => this.seconds < this.options.seconds && isAlive(this.program));
    over.abort();
    await Promise.all([watching, restarting]);
    await this.serveOnce();
    const after = await this.idle(before);
    return this.result(before, after);
  }

  private get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  private async watch(over: AbortSignal): Promise<void> {
    let progressAt = PROGRESS_SECONDS;
    while (!over.aborted && isAlive(this.program)) {
      this.readLog();
      const { records } = this.ledger.tally;
      this.samples.push({ residentBytes: residentBytes(this.program.pid), connections: records });
      if (this.seconds > progressAt) {
        progressAt += PROGRESS_SECONDS;
        this.options.progress(this.progress());
      }
      await passed(LOOK_MS);
    }
  }

  private progress(): string {
    const { tally, violations } = this.ledger;
    const MiB = ((tally.bytesToClient + tally.bytesToTarget) / 2 ** 20).toFixed(0);
    const resident = ((this.samples.at(-1)?.residentBytes ?? 0) / 2 ** 20).toFixed(0);
    return (
      `${this.seconds.toFixed(0)} s: ${tally.records} connections, ${MiB} MiB in order, ` +
      `${this.target.restarts} restarts of the target, memory ${resident} MiB, ${violations.length} violations`
    );
  }

  private readLog(): void {
    for (const line of this.program.lines.splice(0)) this.ledger.logged(line);
    this.ledger.settle();
  }

  /** After the last restart of the target, too, a connection must come about. */
  private async serveOnce(): Promise<void> {
    const { tally } = this.ledger;
    const served = tally.inOrder;
    for (const until = performance.now() + CALM_MS; performance.now() < until;) {
      await this.workload.connection();
      await passed(LOOK_MS);
      this.readLog();
      if (tally.inOrder > served) return;
    }
    this.ledger.violate('no connection came about at the end');
  }

  /** Waits until the program has let go of everything, and looks at it. */
  private async idle(expected: Idle | undefined): Promise<Idle> {
    let open = Infinity;
    for (const until = performance.now() + CALM_MS; performance.now() < until && isAlive(this.program);) {
      await passed(LOOK_MS);
      this.readLog();
      const before = open;
      open = descriptors(this.program.pid);
      if (this.ledger.active === 0 && open === (expected?.descriptors ?? before))
        return { descriptors: open, neededBytes: await neededBytes(this.program) };
    }
    this.ledger.violate(
      `${open} descriptors are open, ${expected?.descriptors ?? 'a steady number'} expected; ` +
        `live connections: ${this.ledger.active}`,
    );
    return { descriptors: open, neededBytes: NaN };
  }

  private async result(before: Idle, after: Idle): Promise<SoakResult> {
    const memory = judgeMemory(this.samples);
    if (memory.isLevel === false) this.ledger.violate('the resident memory is not level');
    const grown = after.neededBytes - before.neededBytes;
    if (grown > NEEDED_TOLERANCE) this.ledger.violate(`it needs ${grown} bytes more than before`);
    await this.stop();
    const { tally, violations } = this.ledger;
    return {
      seconds: this.seconds,
      restarts: this.target.restarts,
      tally,
      memory,
      before,
      after,
      violations,
    };
  }

  private async stop(): Promise<void> {
    if (!isAlive(this.program)) this.ledger.violations.unshift('the program ended by itself');
    const status = await stopProbed(this.program);
    if (status !== 0) this.ledger.violate(`the exit status is ${status}`);
    const open = await this.target.stop('reset');
    if (open > 0) this.ledger.violate(`${open} connections were still open at the target`);
    this.readLog();
    for (const word of this.program.words) this.ledger.violate(`standard error says: ${word}`);
    this.ledger.close();
  }
}
