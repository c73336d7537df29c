// Finds the gateway on a link: one step after the other, from what disturbs nobody to what takes long.
import { isIPv4 } from 'node:net';
import type { Carrier, Link } from '../machine/links.js';
import { openPacketSocket, PacketSocketError } from '../machine/packet-socket.js';
import type { Device, Find, DiscoveryStep } from './device.js';
import { examine } from './examine.js';
import { proposeAddress, type Proposal } from './propose.js';
import {
  LOOKS,
  LOOK_NAMES,
  lookAtCable,
  type PacketAccess,
  type LookName,
  type LookResult,
  type StepObserver,
  type Search,
} from './steps.js';

/** How a step ended. */
export type StepResult =
  | { readonly step: 'cable'; readonly carrier: Carrier }
  | { readonly step: LookName; readonly result: LookResult }
  | { readonly step: 'tls'; readonly find: Find }
  | { readonly step: 'proposal'; readonly gateway: string; readonly proposal: Proposal | undefined };

export type StepReport = StepResult & { readonly ms: number };

/** Hears how a discovery goes on. */
export interface DiscoveryObserver extends StepObserver {
  begin(step: DiscoveryStep, device?: Device): void;
  end(report: StepReport): void;
}

export interface Discovery {
  readonly link: Link;
  readonly reports: readonly StepReport[];
  /** All devices that were looked at. */
  readonly finds: readonly Find[];
  /** The one to take: proved by its certificate, else one that could not be looked at yet. */
  readonly gateway: Find | undefined;
  readonly proposal: Proposal | undefined;
}

/** Looks until something that can be a gateway is found. Changes nothing on this machine. */
export async function discover(search: Search, observer: DiscoveryObserver): Promise<Discovery> {
  const access = await openAccess(search.link);
  const run = new Run(search, access, observer);
  try {
    await run.all();
    return run.outcome();
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

/** Several devices on one cable are odd; looking at more of them finds nothing new. */
const MAX_EXAMINED = 8;

class Run {
  private readonly reports: StepReport[] = [];
  private readonly finds: Find[] = [];
  private proposal: Proposal | undefined;

  constructor(
    private readonly search: Search,
    private readonly access: PacketAccess,
    private readonly observer: DiscoveryObserver,
  ) {}

  async all(): Promise<void> {
    const { carrier } = await this.step('cable', () =>
      Promise.resolve({ step: 'cable' as const, carrier: lookAtCable(this.search) }),
    );
    if (carrier !== 'plugged') return;
    for (const name of LOOK_NAMES) {
      if (this.search.signal?.aborted === true || this.gateway() !== undefined) break;
      await this.look(name);
    }
    await this.propose();
  }

  outcome(): Discovery {
    const { reports, finds, proposal } = this;
    return { link: this.search.link, reports, finds, gateway: this.gateway(), proposal };
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
    const examination = { link: link.name, foundBy, timeoutMs: times.tlsMs, signal };
    // At the same time: one that does not answer takes long.
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

  /** Only for a gateway that this machine has no address for yet. */
  private async propose(): Promise<void> {
    const { search, access } = this;
    const { address: gateway, verdict } = this.gateway() ?? {};
    if (gateway === undefined || verdict === undefined || typeof access === 'string') return;
    if (!isIPv4(gateway) || (verdict.kind === 'gateway' && verdict.at === gateway)) return;
    const { proposal } = await this.step('proposal', async () => {
      const proposed = await proposeAddress(gateway, search.link, access, search.times, search.signal);
      return { step: 'proposal' as const, gateway, proposal: proposed };
    });
    this.proposal = proposal;
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
