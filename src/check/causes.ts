// The vocabulary of a check: its steps, and the closed list of causes, each with its status and facts.
import type { HomeCable } from '../machine/home-cable.js';
import type { Carrier } from '../machine/links.js';
import type { MakerGuess } from '../gateway/maker.js';
import type { Maker, MakerFacts } from '../gateway/makers.js';
import type { ProgramEntry } from '../gateway/programs.js';
import type { Certificate } from '../gateway/tls-probe.js';

/** `failed`: no client gets a reading, or the gateway's network is not separate. `warning`: works, and needs attention. */
type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

interface OnLink {
  readonly link: string;
}
interface AtAddress {
  readonly address: string;
}
interface AtPort extends AtAddress {
  readonly port: number;
}
interface Listens {
  readonly listen: string;
}
interface Shown extends AtPort {
  readonly certificate: Certificate;
}

/** A status with the type of the facts that belong to it; `facts` exists for the compiler only. */
type StatusWith<F> = StepStatus & { readonly facts?: F };
const ok = <F = object>() => 'ok' as StatusWith<F>;
const warning = <F = object>() => 'warning' as StatusWith<F>;
const failed = <F = object>() => 'failed' as StatusWith<F>;
const skipped = <F = object>() => 'skipped' as StatusWith<F>;

/** The status and the facts of each cause. Text from the network or the log is unescaped. */
export const RESULTS = {
  'node-fit': ok<{ readonly version: string }>(),
  'node-of-service-old': failed<{
    readonly program: string;
    readonly version: string;
    readonly needed: string;
  }>(),
  'config-file': ok<{ readonly file: string }>(),
  'config-defaults': ok<{ readonly file: string }>(),
  /** `editor`: the command that opens the file at the first of them. */
  'config-wrong': failed<{ readonly problems: readonly string[]; readonly editor: string | undefined }>(),
  'interfaces-found': ok<{ readonly link: string; readonly home: string | undefined }>(),
  'interfaces-unreadable': failed<{ readonly reason: string }>(),
  'interfaces-no-gateway': failed<{ readonly home: HomeCable | undefined }>(),
  'interfaces-several': failed<{ readonly candidates: readonly string[] }>(),
  'cable-plugged': ok<OnLink>(),
  'cable-unplugged': failed<OnLink>(),
  'cable-link-down': failed<OnLink>(),
  'target-fit': ok<AtAddress>(),
  'target-is-own': failed<AtAddress & OnLink>(),
  'target-in-home-network': failed<AtAddress & OnLink & { readonly network: string }>(),
  'target-name-unknown': failed<{ readonly name: string; readonly code: string }>(),
  'target-name-unanswered': failed<{ readonly name: string; readonly code: string }>(),
  'address-fit': ok<OnLink & { readonly address: string }>(),
  'address-missing': failed<AtAddress & OnLink>(),
  'address-wrong-subnet': failed<AtAddress & OnLink & { readonly addresses: readonly string[] }>(),
  'address-no-link-local': failed<AtAddress & OnLink>(),
  /** With --source; `other`: the interface that the kernel would take, if any. */
  'way-own': ok<OnLink & { readonly from: string }>(),
  'way-other': failed<AtAddress & OnLink & { readonly from: string; readonly other: string | undefined }>(),
  'routes-none': ok<OnLink>(),
  'routes-default-on-han': failed<OnLink>(),
  'dns-none': ok<OnLink>(),
  'dns-on-han': failed<OnLink & { readonly servers: readonly string[] }>(),
  'forwarding-off': ok(),
  'forwarding-on': failed<{ readonly interfaces: readonly string[] }>(),
  // Containers need forwarding, so that a daily failure could never be fixed.
  'forwarding-for-containers': warning<
    OnLink & { readonly interfaces: readonly string[]; readonly because: readonly string[] }
  >(),
  'overlap-none': ok(),
  'overlap-found': failed<OnLink & { readonly network: string; readonly other: string }>(),
  'neighbour-answered': ok<AtAddress & { readonly mac: string }>(),
  'neighbour-silent': failed<AtAddress & OnLink>(),
  'neighbour-unknown': skipped(),
  'tcp-open': ok<AtPort>(),
  'tcp-refused': failed<AtPort>(),
  'tcp-silent': failed<AtPort>(),
  'tcp-no-way': failed<AtPort & { readonly reason: string }>(),
  'tls-fit': ok<AtPort & { readonly version: string }>(),
  'tls-too-new': failed<AtPort>(),
  'tls-cut': failed<AtPort & { readonly reason: string }>(),
  'tls-late': failed<AtPort>(),
  'tls-none': failed<AtPort & { readonly reason: string }>(),
  'certificate-noted': ok<Shown & { readonly trouble: string | undefined }>(),
  'certificate-known': ok<Shown & { readonly since: string }>(),
  'certificate-accepted': ok<Shown & { readonly trouble: string | undefined }>(),
  'certificate-changed': warning<
    Shown & {
      readonly before: string;
      readonly since: string;
      readonly mac: string | undefined;
      readonly macBefore: string | undefined;
    }
  >(),
  // There is no complete list of the names in gateways' certificates.
  'certificate-unfamiliar': warning<Shown>(),
  'certificate-foreign': failed<Shown>(),
  // Clients of a gateway ignore the dates, because the certificates are self-signed.
  'certificate-expired': warning<{ readonly validTo: Date }>(),
  'certificate-not-yet-valid': warning<{ readonly validFrom: Date }>(),
  /** With --target-tls. */
  'pin-same': ok<AtPort>(),
  'pin-other': failed<Shown & { readonly pinned: string }>(),
  /** Without it. */
  'pin-none': skipped<{ readonly fingerprint: string }>(),
  /** `known`: of the table of makers, if anything is known of this one. */
  'maker-found': ok<{ readonly guess: MakerGuess; readonly known: MakerFacts | undefined }>(),
  'maker-unknown': skipped(),
  'maker-takes-few-sessions': warning<{ readonly maker: Maker; readonly sessions: number }>(),
  'maker-wants-name': warning<{
    readonly maker: Maker;
    readonly name: string;
    readonly gateway: string;
  }>(),
  'home-up': ok<OnLink & { readonly addresses: readonly string[] }>(),
  'home-missing': failed(),
  'home-down': failed<
    OnLink & { readonly isWireless: boolean; readonly carrier: Exclude<Carrier, 'plugged'> }
  >(),
  'home-no-address': failed<OnLink & { readonly isWireless: boolean }>(),
  'service-active': ok(),
  'service-not-enabled': warning(),
  'service-unknown': skipped(),
  'service-not-installed': skipped(),
  'service-stopped': failed<{ readonly isEnabled: boolean }>(),
  'service-without-config': failed(),
  'service-failing': failed<{ readonly state: string; readonly words: readonly string[] }>(),
  'service-walled-off': failed<{ readonly address: string }>(),
  'port-open': ok<Listens & { readonly holder: string | undefined }>(),
  /** `holder` and `pid` are known to root only. */
  'port-taken': failed<
    Listens & { readonly holder: string | undefined; readonly pid: number | undefined; readonly user: string }
  >(),
  'port-unproven': warning<Listens & { readonly holder: string; readonly pid: number }>(),
  'port-unreadable': skipped<Listens & { readonly reason: string }>(),
  'port-closed': failed<Listens>(),
  'port-waiting': failed<Listens & { readonly interface: string }>(),
  'status-ready': ok<{ readonly version: string }>(),
  'status-off': skipped(),
  'status-no-answer': warning<{ readonly reason: string }>(),
  'status-other-version': warning<{ readonly version: string; readonly own: string }>(),
  'status-other-target': failed<{ readonly targets: readonly string[]; readonly configured: string }>(),
  'status-target-down': warning<{ readonly target: string; readonly reason: string }>(),
  /** Of the last hour; `by`: the client. */
  'status-unanswered': warning<{ readonly by: string; readonly times: number }>(),
  'status-target-unknown': warning<{ readonly target: string }>(),
  'status-name-taken': warning<OnLink & { readonly name: string; readonly rival: string }>(),
  'status-port-failed': failed<{ readonly forward: string }>(),
  'through-same': ok<AtPort>(),
  'through-not-for-home': failed<{ readonly listen: readonly string[] }>(),
  'through-refused': failed<AtPort>(),
  'through-silent': failed<AtPort>(),
  'through-cut': failed<AtPort & { readonly reason: string }>(),
  'through-other': failed<AtPort & { readonly certificate: Certificate }>(),
  'through-plain': ok<AtPort>(),
  'through-wants-header': skipped<AtPort>(),
  'through-not-admitted': skipped<AtPort>(),
  'client-urls': ok<{ readonly urls: readonly string[]; readonly names: readonly string[] }>(),
  'client-programs': ok<{
    readonly maker: Maker | undefined;
    readonly programs: readonly ProgramEntry[];
  }>(),
  'client-nowhere': skipped(),
  /** `because`: the earlier step that failed. */
  'not-tested': skipped<{ readonly because: CheckStep }>(),
} as const;

export type Cause = keyof typeof RESULTS;
export type CauseFacts = { readonly [C in Cause]: NonNullable<(typeof RESULTS)[C]['facts']> };

/** A cause with its facts. */
export type Finding = {
  readonly [C in Cause]: { readonly cause: C; readonly facts: CauseFacts[C] };
}[Cause];

/** Builds a finding; the compiler demands the facts of the cause. */
export const finding = <C extends Cause>(cause: C, facts: CauseFacts[C]): Finding =>
  ({ cause, facts }) as unknown as Finding;

/** The places of a failure, with their exit statuses of `check`. */
export const TROUBLE = {
  input: 2,
  cable: 10,
  addresses: 11,
  gateway: 12,
  tls: 13,
  service: 14,
  home: 15,
} as const;
export type Trouble = keyof typeof TROUBLE;

/** Each step in running order, from this machine over the cable to the gateway and back to the home, with its place. */
export const TROUBLE_OF = {
  node: 'service',
  config: 'input',
  interfaces: 'cable',
  cable: 'cable',
  target: 'addresses',
  address: 'addresses',
  routes: 'addresses',
  dns: 'addresses',
  forwarding: 'addresses',
  overlap: 'addresses',
  neighbour: 'gateway',
  tcp: 'gateway',
  tls: 'tls',
  certificate: 'tls',
  pin: 'tls',
  maker: 'gateway',
  home: 'home',
  service: 'service',
  ports: 'service',
  status: 'service',
  through: 'home',
  client: 'home',
  programs: 'home',
} as const satisfies Readonly<Record<string, Trouble>>;
export type CheckStep = keyof typeof TROUBLE_OF;

/** A step with its finding. */
export interface StepOutcome {
  readonly step: CheckStep;
  readonly result: StepStatus;
  readonly finding: Finding;
  /** The gateway or the forward, where there are several. */
  readonly subject?: string;
  readonly ms: number;
}

/** The exit status of the first failure, else 0. Warnings do not count. */
export function exitStatusOf(outcomes: readonly StepOutcome[]): number {
  const first = outcomes.find(({ result }) => result === 'failed');
  return first === undefined ? 0 : TROUBLE[TROUBLE_OF[first.step]];
}
