// The soak: random connections for a long time; everything that is sent, received and logged is compared.
import { setTimeout as passed } from 'node:timers/promises';
import { openDescriptors, residentBytes } from '../../bench/measure/process.js';
import { freePort, type Program } from '../support/program.js';
import { Ledger } from './ledger.js';
import type { PlanLimits } from './plan.js';
import { growth, isAlive, memoryOf, startProbed, stopProbed, type MemoryUse } from './probe.js';
import { Random } from './random.js';
import { RestartingTarget } from './restarting-target.js';
import { Workload } from './workload.js';

export interface SoakOptions extends PlanLimits {
  /** At least, after the warm-up; longer until each kind of thing has happened once. */
  readonly seconds: number;
  /** As --wire has it. */
  readonly wire: string;
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
  /** Of the idle program, after a warm-up and at the end. */
  readonly before: Idle;
  readonly after: Idle;
  readonly violations: readonly string[];
}

interface Idle extends MemoryUse {
  readonly descriptors: number;
}

/** How often the log and /proc are looked at. */
const LOOK_MS = 250;
const PROGRESS_SECONDS = 15;
/** For the program to let go of everything: it waits 5 s for a receiver that trickles. */
const CALM_MS = 20_000;
/** A warm-up: V8 compiles. */
const CONNECTIONS_BEFORE_START = 200;
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const ledger = new Ledger(options.seed);
  const { seed, mostBytes } = options;
  const target = new RestartingTarget(await freePort(), { seed, mostBytes }, ledger);
  try {
    await target.listen();
    const args = ['--target', `127.0.0.1:${target.port}`, '--log-level', 'debug'];
    const program = await startProbed(options.wire, args);
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
  private startedAt = performance.now();
  private readonly workload: Workload;

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
    const before = await this.idle();
    this.startedAt = performance.now();
    const over = new AbortController();
    const watching = this.watch(over.signal);
    const restarting = this.target.restartNowAndThen(restartAfter, new Random(seed), over.signal);
    await this.workload.run(clients, () => !this.isEnough && isAlive(this.program));
    over.abort();
    await Promise.all([watching, restarting]);
    await this.serveOnce();
    const after = await this.idle(before.descriptors);
    return this.result(before, after);
  }

  private get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  private get isEnough(): boolean {
    const { inOrder, cut } = this.ledger.tally;
    return this.seconds >= this.options.seconds && inOrder > 0 && cut > 0 && this.target.restarts > 0;
  }

  private async watch(over: AbortSignal): Promise<void> {
    let progressAt = PROGRESS_SECONDS;
    while (!over.aborted && isAlive(this.program)) {
      this.readLog();
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
    const resident = (residentBytes(this.program.pid) / 2 ** 20).toFixed(0);
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

  /** Waits until the program has let go of everything: of `expected` descriptors, or of no more than before. */
  private async idle(expected?: number): Promise<Idle> {
    let [open, before] = [Infinity, NaN];
    const isCalm = (): boolean => this.ledger.active === 0 && open === (expected ?? before);
    for (const until = performance.now() + CALM_MS; !isCalm() && performance.now() < until;) {
      if (!isAlive(this.program)) break;
      await passed(LOOK_MS);
      this.readLog();
      [before, open] = [open, openDescriptors(this.program.pid)];
    }
    if (!isCalm()) this.ledger.violate(this.restlessness(open, expected));
    return { descriptors: open, ...(await memoryOf(this.program)) };
  }

  private restlessness(open: number, expected: number | undefined): string {
    const wanted = `${expected ?? 'a steady number'} expected`;
    return `${open} descriptors are open, ${wanted}; live connections: ${this.ledger.active}`;
  }

  private async result(before: Idle, after: Idle): Promise<SoakResult> {
    for (const text of growth(before, after)) this.ledger.violate(text);
    await this.stop();
    const { tally, violations } = this.ledger;
    return { seconds: this.seconds, restarts: this.target.restarts, tally, before, after, violations };
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
