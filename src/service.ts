// The one place where forwarding, log and machine are put together, from start to stop signal.
import type { Config, ListenAddress } from './config/config.js';
import { EXIT_COULD_NOT_RUN, EXIT_OK } from './config/exit-status.js';
import type { Configured } from './config/load.js';
import type { Places } from './config/settings.js';
import { Admission } from './forward/admission.js';
import type { ConnectionRecord } from './forward/connection.js';
import { Forwarder } from './forward/forwarder.js';
import { ListenError } from './forward/listener.js';
import { connectionCapacity } from './host/descriptors.js';
import { unacknowledged } from './host/send-queue.js';
import { StopSignals } from './host/signals.js';
import { connectionLogRecord } from './observe/connection-log.js';
import { assertWritable } from './observe/log-file.js';
import { createLog, type Log } from './observe/log.js';
import {
  acceptFailed,
  drainEnded,
  listening,
  stopped,
  stopping,
  type Totals,
} from './observe/service-log.js';
import { listenProblem, logFileProblem } from './observe/start-problem.js';

/** Told once everything listens, with the addresses of all forwards. */
export type Started = (addresses: readonly ListenAddress[]) => void;

/**
 * Forwards until SIGTERM or SIGINT.
 *
 * @returns the exit status: stopped as asked, or could not run (each reason is then a line on standard error)
 */
export async function serve(configured: Configured, started?: Started): Promise<number> {
  const signals = new StopSignals();
  try {
    const service = new Service(configured);
    const problems = await service.start(started);
    if (problems.length > 0) return couldNotRun(problems);
    await service.untilStopped(signals);
    return EXIT_OK;
  } finally {
    signals.close();
  }
}

function couldNotRun(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stderr.write('smgw-proxy: could not start\n');
  return EXIT_COULD_NOT_RUN;
}

class Service {
  private readonly config: Config;
  private readonly places: Places;
  private readonly log: Log;
  private readonly forwarders: readonly Forwarder[];
  private readonly admission: Admission;
  private readonly totals: Totals = { connections: 0, withoutBytes: 0 };
  private lastId = 0;

  constructor({ config, places }: Configured) {
    this.config = config;
    this.places = places;
    const { logLevel: level, logFormat: format, logFile: file } = config;
    this.log = createLog({ level, format, ...(file !== undefined && { file }) });
    const listeners = config.forwards.flatMap((forward) => forward.listen);
    this.admission = new Admission(connectionCapacity(listeners.length));
    const dependencies = { admission: this.admission, nextId: () => (this.lastId += 1), unacknowledged };
    const events = { ended: this.onEnded, acceptFailed: this.onAcceptFailed };
    this.forwarders = config.forwards.map((forward) => new Forwarder(forward, dependencies, events));
  }

  /** Starts everything or nothing: what could not be started is returned, a line each. */
  async start(started?: Started): Promise<string[]> {
    const problems = await this.logFileProblems();
    const results = await Promise.allSettled(this.forwarders.map((forwarder) => forwarder.start()));
    problems.push(
      ...results.flatMap((result) => (result.status === 'rejected' ? this.startProblems(result.reason) : [])),
    );
    if (problems.length > 0) {
      for (const forwarder of this.forwarders) forwarder.stopListening();
      return problems;
    }
    const addresses = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    this.config.forwards.forEach((forward, index) => {
      this.log.write(listening(forward, addresses[index] ?? []));
    });
    started?.(addresses.flat());
    return [];
  }

  /** Serves until the first stop signal, then drains within the configured time; a second signal ends at once. */
  async untilStopped(signals: StopSignals): Promise<void> {
    const signal = await signals.next();
    for (const forwarder of this.forwarders) forwarder.stopListening();
    this.log.write(stopping(signal, this.admission.active, this.config.drainTimeout));
    const drained = Promise.all(this.forwarders.map((forwarder) => forwarder.drained()));
    const timer =
      this.config.drainTimeout > 0 ? setTimeout(this.onDrainTimeout, this.config.drainTimeout) : undefined;
    void signals.next().then(this.onSecondSignal);
    await drained;
    clearTimeout(timer);
    this.log.write(stopped(this.totals));
    await this.log.close();
  }

  private readonly onDrainTimeout = (): void => {
    this.log.write(drainEnded(this.admission.active));
    for (const forwarder of this.forwarders) forwarder.cutAll();
  };

  private readonly onSecondSignal = (): void => {
    for (const forwarder of this.forwarders) forwarder.abortAll();
  };

  private readonly onEnded = (record: ConnectionRecord): void => {
    this.totals.connections += 1;
    if (record.bytesToTarget + record.bytesToClient === 0) this.totals.withoutBytes += 1;
    this.log.write(connectionLogRecord(record));
  };

  private readonly onAcceptFailed = (forward: string, code: string): void => {
    this.log.write(acceptFailed(forward, code));
  };

  private async logFileProblems(): Promise<string[]> {
    const { logFile } = this.config;
    if (logFile === undefined) return [];
    return assertWritable(logFile).then(
      () => [],
      (error: unknown) => [logFileProblem(logFile, error)],
    );
  }

  private startProblems(reason: unknown): string[] {
    const errors: unknown[] = reason instanceof AggregateError ? reason.errors : [reason];
    return errors.map((error) => {
      if (!(error instanceof ListenError)) throw error;
      return listenProblem(this.places.get(error.address), error.address, error.code);
    });
  }
}
