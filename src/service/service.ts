// The one place where forwarding, log and machine are put together, from start to stop signal.
import type { Server } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Config, ListenAddress } from '../config/config.js';
import { EXIT_OK } from '../config/exit-status.js';
import { assignSockets } from '../systemd/handed-over.js';
import { serviceLinks } from '../config/environment.js';
import type { ConfigWithPlaces } from '../config/load.js';
import type { Problem } from '../config/problem.js';
import { pageFolder } from '../admin/page-files.js';
import { Admission } from '../forward/admit/admission.js';
import { Forwards } from '../forward/forwards.js';
import type { AddressesOf } from '../forward/listen/address-watch.js';
import { Slices } from '../forward/slices.js';
import { Names } from '../forward/target/names.js';
import type { WireMaker } from '../forward/wire/wire.js';
import { connectionCapacity } from '../machine/descriptors.js';
import { packageVersion } from '../machine/package.js';
import { inheritedSockets, type InheritedSocket } from '../systemd/inherited-sockets.js';
import { isHomeAway } from '../machine/home.js';
import { interfaceAddresses, isInOwnSubnet, isOwnAddress } from '../machine/interfaces.js';
import { wayMachine } from '../machine/kernel-way.js';
import { linkSnapshot } from '../machine/link-snapshot.js';
import { lookUp, nameOf } from '../machine/lookup.js';
import { MdnsSlot } from './mdns-slot.js';
import { portUser } from '../machine/listeners.js';
import { unacknowledged } from '../machine/send-queue.js';
import { ServiceManager } from '../systemd/service-manager.js';
import { onReloadSignal, onUserSignal, StopSignals } from '../systemd/signals.js';
import { answerReload } from '../systemd/reload-answer.js';
import { AdminSlot } from './admin-slot.js';
import { reloaded } from './config-log.js';
import type { ServeOptions } from './serve-options.js';
import { KeptConfig } from './kept-config.js';
import { admissionLimits } from './limits.js';
import { createLog, logOptions, type Log } from '../log/log.js';
import { chooseWires } from './choose-wires.js';
import { Reporter } from './reporter.js';
import * as records from './service-log.js';
import { forwarding, listenFailed, Speech, type StatusLine } from './status-line.js';
import {
  couldNotRun,
  listenProblems,
  logFileProblems,
  reloadFailed,
  socketProblem,
  wireProblems,
} from './start-problem.js';

/**
 * Forwards until SIGTERM or SIGINT, or until the terminal it was started on has gone.
 *
 * @returns the exit status: stopped as asked, or could not run (each reason is then a line on standard error)
 */
export async function serve(configured: ConfigWithPlaces, options: ServeOptions): Promise<number> {
  const signals = new StopSignals();
  const { sockets, problems } = inheritedSockets(process.env);
  const log = await createLog(logOptions(configured.config));
  const service = new Service(configured.config, sockets, log, await chooseWires(configured.config, log));
  const links = serviceLinks(process.env);
  if (links.length > 0) log.write(records.serviceLinks(links));
  const { reload, speaks } = options;
  const forgetReload = reload && onReloadSignal(() => void service.reload({ reload, speaks }), signals);
  const forgetUserSignals = onUserSignal((signal) => service.ignored(signal));
  try {
    const failures = problems.length > 0 ? problems : await service.start(configured, options);
    if (failures.length > 0) return couldNotRun(failures, await options.speaks());
    options.started?.(service.addresses);
    await service.untilStopped(signals);
    return EXIT_OK;
  } finally {
    forgetUserSignals();
    forgetReload?.();
    signals.close();
  }
}

type Reloading = Required<Pick<ServeOptions, 'reload' | 'speaks'>>;

class Service {
  private readonly manager: ServiceManager;
  private readonly reporter: Reporter;
  private readonly admission: Admission;
  private readonly forwards: Forwards;
  private readonly admin: AdminSlot;
  private readonly mdns: MdnsSlot;
  private readonly capacity = connectionCapacity();
  /** One thing after the other: the start, reloads. */
  private work: Promise<unknown> = Promise.resolve();
  private readonly kept = new KeptConfig(process.env, () => this.reporter);
  private configuredAt: number | undefined;
  private readonly speech = new Speech();
  private isStopping = false;
  private lastId = 0;

  constructor(
    private config: Config,
    private readonly sockets: readonly InheritedSocket[],
    log: Log,
    wires: WireMaker<Server>,
  ) {
    this.manager = new ServiceManager({
      environment: process.env,
      failed: (reason) => {
        this.reporter.write(records.notifyFailed(reason));
      },
    });
    this.reporter = new Reporter(log, (line) => {
      this.manager.status(this.speech.text(this.kept.trouble ?? line));
    });
    this.admission = new Admission(admissionLimits(config, this.capacity));
    this.admin = new AdminSlot({
      version: packageVersion,
      pageFolder,
      language: () => this.speech.language,
      views: () => ({ current: this.forwards.views, retired: this.forwards.retiredViews }),
      name: () => this.mdns.view,
      refusal: () => this.kept.refusal,
      // Imported on demand: few name servers leave a device without a name.
      nameOf: async (address) =>
        (await nameOf(address)) ?? (await import('../mdns/reverse.js')).askForName(address),
      isStopping: () => this.isStopping,
      service: () => ({
        configuredAt: this.configuredAt,
        isConfigRefused: this.kept.refusal !== undefined,
        droppedLines: this.reporter.droppedLines,
      }),
      look: () => {
        this.reporter.duplicates.look();
        return this.forwards.look();
      },
      addressesOf: this.addressesOf,
      portUser,
      isInOwnSubnet,
      write: (record) => {
        this.reporter.writeWithinBudget(record);
      },
    });
    const names = new Names(lookUp);
    const dependencies = {
      admission: this.admission,
      sinks: [this.admin.ended, this.reporter.ended],
      nextId: () => (this.lastId += 1),
      unacknowledged,
      wires,
      addressesOf: this.addressesOf,
      portUser,
      isInOwnSubnet,
      isOwnAddress,
      ...wayMachine,
      links: linkSnapshot,
      isHomeAway: () => isHomeAway(this.config.forwards.map(({ target }) => target.host)),
      names,
    };
    this.forwards = new Forwards(dependencies, this.reporter);
    this.mdns = new MdnsSlot(this.reporter, names);
  }

  get addresses(): readonly ListenAddress[] {
    return this.forwards.views.flatMap(({ addresses }) => addresses);
  }

  /** Starts everything or nothing: what could not be started is returned. */
  start(
    configured: ConfigWithPlaces,
    { speaks, refused = [] }: Pick<ServeOptions, 'speaks' | 'refused'>,
  ): Promise<readonly Problem[]> {
    return this.next(async () => {
      await this.speech.change(await speaks());
      const problems = await logFileProblems(configured.config.logFile);
      // At once, so that it is there for others before the first record.
      if (problems.length === 0) this.reporter.reopenLog();
      problems.push(...(await this.apply(configured)));
      if (problems.length === 0) {
        await this.kept.start(configured.source, refused);
        await this.announce();
      } else {
        this.forwards.stopListening();
        this.admin.stop();
      }
      return problems;
    });
  }

  /** Takes over what `load` finds, or says what is wrong with it and goes on as before. Never rejects. */
  reload({ reload, speaks }: Reloading): Promise<void> {
    return this.next(async () => {
      if (!this.isStopping) await this.reloadNow(reload, speaks);
    });
  }

  ignored(signal: NodeJS.Signals): void {
    this.reporter.write(records.signalIgnored(signal));
  }

  /** Serves until the first stop signal, then drains within the configured time; a second signal ends at once. */
  async untilStopped(signals: StopSignals): Promise<void> {
    const signal = await signals.next();
    this.isStopping = true;
    const { drainDelay, drainTimeout } = this.config;
    this.manager.stopping(drainDelay + drainTimeout);
    const again = signals.next();
    if (drainDelay > 0) await this.beLameDuck(signal, again);
    this.forwards.stopListening();
    const leaving = this.mdns.stop();
    this.reporter.write(records.stopping(signal, this.admission.active, drainTimeout));
    const cut = (): void => {
      this.reporter.write(records.drainEnded(this.admission.active));
      this.forwards.cutAll();
    };
    const timer = drainTimeout > 0 ? setTimeout(cut, drainTimeout) : undefined;
    void again.then(() => {
      this.forwards.abortAll();
    });
    await this.forwards.drained();
    clearTimeout(timer);
    this.admin.stop();
    await Promise.all([leaving, this.reporter.close(), this.manager.close()]);
  }

  /** Load balancers see that the service is not ready, and send clients elsewhere; those that come are served. */
  private async beLameDuck(signal: NodeJS.Signals, again: Promise<unknown>): Promise<void> {
    const { drainDelay } = this.config;
    this.reporter.write(records.drainDelayed(signal, drainDelay));
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([again, new Promise((resolve) => (timer = setTimeout(resolve, drainDelay)))]);
    clearTimeout(timer);
  }

  /** Called every two seconds for each interface that is listened on. */
  private readonly addressesOf: AddressesOf = (name) => {
    this.reporter.duplicates.look();
    return interfaceAddresses(name);
  };

  private next<T>(job: () => Promise<T>): Promise<T> {
    const done = this.work.then(job);
    this.work = done;
    return done;
  }

  private async reloadNow(load: Reloading['reload'], speaks: Reloading['speaks']): Promise<void> {
    this.manager.reloading();
    const problems = await answerReload(process.env, () => this.tryReload(load).catch(reloadFailed));
    await this.speech.change(await speaks());
    if (this.isStopping) return;
    if (problems.length > 0) this.kept.refuseReload(problems);
    else this.reporter.write(reloaded(this.config.forwards));
    await this.announce();
  }

  private async tryReload(load: Reloading['reload']): Promise<readonly Problem[]> {
    const result = await load();
    if (!('config' in result)) return result;
    const { config } = result;
    const problems = [...wireProblems(this.config, config), ...(await logFileProblems(config.logFile))];
    if (problems.length === 0) problems.push(...(await this.apply(result)));
    if (problems.length > 0) return problems;
    if (isDeepStrictEqual(logOptions(config), logOptions(this.config))) this.reporter.reopenLog();
    else await this.reporter.writeTo(await createLog(logOptions(config)));
    this.admission.limits = admissionLimits(config, this.capacity);
    this.config = config;
    await this.kept.keep(result.source);
    return [];
  }

  /** All or nothing: whatever forbids it is returned. */
  private async apply({ config, places }: ConfigWithPlaces): Promise<readonly Problem[]> {
    const { config: assigned, left } = assignSockets(config, this.sockets, places);
    if (left.length > 0) return left.map(socketProblem);
    try {
      await this.admin.change(assigned, () => this.forwards.apply(assigned.forwards));
      this.configuredAt = performance.now();
      return [];
    } catch (error) {
      return listenProblems(error, places);
    }
  }

  /** Says what is new since the last time, and that everything is in force. */
  private async announce(): Promise<void> {
    const { maxConnections, forwards } = this.config;
    const { capacity } = this.admission.limits;
    this.admin.announce();
    if (capacity < maxConnections) this.reporter.write(records.fewDescriptors(capacity, maxConnections));
    await new Slices().forEach(this.forwards.views, this.reporter.inForce);
    this.mdns.change(this.config);
    this.manager.ready(this.speech.text(this.kept.trouble ?? this.trouble ?? forwarding(forwards)));
  }

  /** For systemctl status. */
  private get trouble(): StatusLine | undefined {
    const [line] = this.forwards.views.flatMap(({ config, listenFailures }) =>
      listenFailures.map((error) => listenFailed(config, error)),
    );
    return line;
  }
}
