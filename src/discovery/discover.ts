// Finds the gateway on a link, step after step: the quiet and quick steps first, the slow ones last.
import { isIPv4 } from 'node:net';
import { readCarrier, type Carrier, type Link } from '../machine/links.js';
import { openPacketSocket, PacketSocketError } from '../machine/packet-socket.js';
import type { Device, Find, DiscoveryStep } from './device.js';
import { examine } from './examine.js';
import { proposeAddress, type Proposal } from './propose.js';
import {
  LOOKS,
  LOOK_NAMES,
  type PacketAccess,
  type LookName,
  type LookResult,
  type StepObserver,
  type Search,
} from './steps.js';

/** The result of a step. */
export type StepResult =
  | { readonly step: 'cable'; readonly carrier: Carrier }
  | { readonly step: LookName; readonly result: LookResult }
  | { readonly step: 'tls'; readonly find: Find }
  | { readonly step: 'proposal'; readonly gateway: string; readonly proposal: Proposal | undefined };

export type StepReport = StepResult & { readonly ms: number };

/** Callbacks for the progress of a discovery. */
export interface DiscoveryObserver extends StepObserver {
  begin(step: DiscoveryStep, device?: Device): void;
  end(report: StepReport): void;
}

export interface Discovery {
  readonly link: Link;
  readonly reports: readonly StepReport[];
  /** All devices with a verdict. */
  readonly finds: readonly Find[];
  /** The device to use: the first with a certificate, else the first that could not be tried yet. */
  readonly gateway: Find | undefined;
  readonly proposal: Proposal | undefined;
}

/** Runs the steps until one finds a device that can be a gateway. Changes nothing on this machine. */
export async function discover(search: Search, observer: DiscoveryObserver): Promise<Discovery> {
  const access = await openAccess(search.link);
  try {
    return await new Run(search, access, observer).all();
  } finally {
    if (typeof access !== 'string') access.close();
  }
}

async function openAccess(link: Link): Promise<PacketAccess> {
  try {
    return await openPacketSocket(link);
  } catch (error) {
    if (error instanceof PacketSocketError) return error.trouble;
    throw error;
  }
}

/** Most devices of one step that are examined. A cable to a gateway has one or two. */
const MAX_EXAMINED = 8;

class Run {
  private readonly reports: StepReport[] = [];
  private readonly finds: Find[] = [];

  constructor(
    private readonly search: Search,
    private readonly access: PacketAccess,
    private readonly observer: DiscoveryObserver,
  ) {}

  async all(): Promise<Discovery> {
    const { reports, finds } = this;
    const { link, signal } = this.search;
    const { carrier } = await this.step('cable', () =>
      Promise.resolve({ step: 'cable' as const, carrier: readCarrier(link.name) }),
    );
    for (const name of carrier === 'plugged' ? LOOK_NAMES : []) {
      if (signal?.aborted === true || this.gateway() !== undefined) break;
      await this.look(name);
    }
    return { link, reports, finds, proposal: await this.propose(), gateway: this.gateway() };
  }

  private gateway(): Find | undefined {
    const sure = this.finds.find(({ verdict }) => verdict.kind === 'gateway');
    return sure ?? this.finds.find(({ verdict }) => verdict.kind === 'unverified');
  }

  private async look(step: LookName): Promise<void> {
    const { result } = await this.step(step, async () => ({
      step,
      result: await LOOKS[step](this.search, this.access, this.observer),
    }));
    if (result.kind === 'finds')
      for (const find of result.finds) await this.report(find, () => Promise.resolve(find));
    if (result.kind === 'devices') await this.examineAll(result.devices, step);
  }

  private async examineAll(devices: readonly Device[], foundBy: LookName): Promise<void> {
    const { link, times, signal } = this.search;
    const isNew = ({ address, mac }: Device): boolean =>
      !this.finds.some((find) => find.address === address && find.mac === mac);
    const { targets } = this.search;
    const examination = { link: link.name, foundBy, targets, timeoutMs: times.tlsMs, signal };
    // In parallel, because a device that does not answer takes the whole timeout.
    const looks = devices
      .filter(isNew)
      .slice(0, MAX_EXAMINED)
      .map((device) => [device, examine(device, examination)] as const);
    for (const [device, find] of looks) await this.report(device, () => find);
  }

  private async report(device: Device, look: () => Promise<Find>): Promise<void> {
    const body = async () => ({ step: 'tls' as const, find: await look() });
    const { find } = await this.step('tls', body, device);
    this.finds.push(find);
  }

  /** Runs only for a gateway in a subnet where this machine has no address yet. */
  private async propose(): Promise<Proposal | undefined> {
    const { search, access } = this;
    const { address: gateway, verdict } = this.gateway() ?? {};
    if (gateway === undefined || verdict === undefined || typeof access === 'string') return undefined;
    if (!isIPv4(gateway) || (verdict.kind === 'gateway' && verdict.at === gateway)) return undefined;
    const { proposal } = await this.step('proposal', async () => {
      const proposed = await proposeAddress(gateway, search.link, access, search.times, search.signal);
      return { step: 'proposal' as const, gateway, proposal: proposed };
    });
    return proposal;
  }

  private async step<R extends StepResult>(
    name: DiscoveryStep,
    body: () => Promise<R>,
    device?: Device,
  ): Promise<R> {
    this.observer.begin(name, device);
    const from = performance.now();
    const result = await body();
    const report: StepReport = { ...result, ms: Math.round(performance.now() - from) };
    this.reports.push(report);
    this.observer.end(report);
    return result;
  }
}
