// The vocabulary of a check: its steps, the closed list of causes with their facts, and the status of each cause.
import type { Carrier } from '../machine/links.js';
import type { Certificate } from '../gateway/tls-probe.js';

/** `failed`: no client gets a reading, or the gateway's network is not separate. `warning`: works, and needs attention. */
export type StepStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** The facts of each cause. Text from the network or the log is unescaped. */
export interface CauseFacts {
  'node-fit': { readonly version: string };
  'node-of-service-old': { readonly program: string; readonly version: string; readonly needed: string };
  'config-file': { readonly file: string };
  'config-defaults': { readonly file: string };
  'config-wrong': { readonly problems: readonly string[] };
  'interfaces-found': { readonly link: string; readonly home: string | undefined };
  'interfaces-no-gateway': object;
  'interfaces-several': { readonly candidates: readonly string[] };
  'cable-plugged': OnLink;
  'cable-unplugged': OnLink;
  'cable-link-down': OnLink;
  'target-fit': AtAddress;
  'target-is-own': AtAddress & OnLink;
  'target-in-home-network': AtAddress & OnLink & { readonly network: string };
  'target-name-unknown': { readonly name: string; readonly code: string };
  'address-fit': OnLink & { readonly address: string };
  'address-missing': AtAddress & OnLink;
  'address-wrong-subnet': AtAddress & OnLink & { readonly addresses: readonly string[] };
  'address-no-link-local': AtAddress & OnLink;
  'routes-none': OnLink;
  'routes-default-on-han': OnLink;
  'dns-none': OnLink;
  'dns-on-han': OnLink & { readonly servers: readonly string[] };
  'forwarding-off': object;
  'forwarding-on': { readonly interfaces: readonly string[] };
  'forwarding-for-containers': OnLink & {
    readonly interfaces: readonly string[];
    readonly because: readonly string[];
  };
  'overlap-none': object;
  'overlap-found': OnLink & { readonly network: string; readonly other: string };
  'neighbour-answered': AtAddress & { readonly mac: string };
  'neighbour-silent': AtAddress & OnLink;
  'neighbour-unknown': object;
  'tcp-open': AtPort;
  'tcp-refused': AtPort;
  'tcp-silent': AtPort;
  'tcp-no-way': AtPort & { readonly reason: string };
  'tls-fit': AtPort;
  'tls-too-new': AtPort;
  'tls-cut': AtPort & { readonly reason: string };
  'tls-late': AtPort;
  'tls-none': AtPort & { readonly reason: string };
  'certificate-noted': Shown & { readonly trouble: string | undefined };
  'certificate-known': Shown & { readonly since: string };
  'certificate-accepted': Shown & { readonly trouble: string | undefined };
  'certificate-changed': Shown & {
    readonly before: string;
    readonly since: string;
    readonly mac: string | undefined;
    readonly macBefore: string | undefined;
  };
  'certificate-unfamiliar': Shown;
  'certificate-foreign': Shown;
  'certificate-expired': { readonly validTo: Date };
  'certificate-not-yet-valid': { readonly validFrom: Date };
  'home-up': OnLink & { readonly addresses: readonly string[] };
  'home-missing': object;
  'home-down': OnLink & { readonly isWireless: boolean; readonly carrier: Exclude<Carrier, 'plugged'> };
  'home-no-address': OnLink & { readonly isWireless: boolean };
  'service-active': object;
  'service-not-enabled': object;
  'service-unknown': object;
  'service-not-installed': object;
  'service-stopped': { readonly isEnabled: boolean };
  'service-without-config': object;
  'service-failing': { readonly state: string; readonly words: readonly string[] };
  'service-walled-off': { readonly address: string };
  'port-open': Listens & { readonly holder: string | undefined };
  'port-taken': Listens & { readonly holder: string; readonly pid: number };
  'port-closed': Listens;
  'port-waiting': Listens & { readonly interface: string };
  'status-ready': { readonly version: string };
  'status-off': object;
  'status-no-answer': { readonly reason: string };
  'status-other-version': { readonly version: string; readonly own: string };
  'status-other-target': { readonly targets: readonly string[]; readonly configured: string };
  'status-target-down': { readonly target: string; readonly reason: string };
  'status-port-failed': { readonly forward: string };
  'through-same': AtPort;
  'through-not-for-home': { readonly listen: readonly string[] };
  'through-refused': AtPort;
  'through-silent': AtPort;
  'through-cut': AtPort & { readonly reason: string };
  'through-other': AtPort & { readonly certificate: Certificate };
  'through-wants-header': AtPort;
  'client-urls': { readonly urls: readonly string[]; readonly names: readonly string[] };
  'client-nowhere': object;
  /** `because`: the earlier step that failed. */
  'not-tested': { readonly because: CheckStep };
}

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

export type Cause = keyof CauseFacts;

/** A cause with its facts. */
export type Finding = {
  readonly [C in Cause]: { readonly cause: C; readonly facts: CauseFacts[C] };
}[Cause];

/** Builds a finding; the compiler demands the facts of the cause. */
export const finding = <C extends Cause>(cause: C, facts: CauseFacts[C]): Finding =>
  ({ cause, facts }) as unknown as Finding;

export const RESULTS: Readonly<Record<Cause, StepStatus>> = {
  'node-fit': 'ok',
  'node-of-service-old': 'failed',
  'config-file': 'ok',
  'config-defaults': 'ok',
  'config-wrong': 'failed',
  'interfaces-found': 'ok',
  'interfaces-no-gateway': 'failed',
  'interfaces-several': 'failed',
  'cable-plugged': 'ok',
  'cable-unplugged': 'failed',
  'cable-link-down': 'failed',
  'target-fit': 'ok',
  'target-is-own': 'failed',
  'target-in-home-network': 'failed',
  'target-name-unknown': 'failed',
  'address-fit': 'ok',
  'address-missing': 'failed',
  'address-wrong-subnet': 'failed',
  'address-no-link-local': 'failed',
  'routes-none': 'ok',
  'routes-default-on-han': 'failed',
  'dns-none': 'ok',
  'dns-on-han': 'failed',
  'forwarding-off': 'ok',
  'forwarding-on': 'failed',
  // Containers need forwarding, so that a daily failure could never be fixed.
  'forwarding-for-containers': 'warning',
  'overlap-none': 'ok',
  'overlap-found': 'failed',
  'neighbour-answered': 'ok',
  'neighbour-silent': 'failed',
  'neighbour-unknown': 'skipped',
  'tcp-open': 'ok',
  'tcp-refused': 'failed',
  'tcp-silent': 'failed',
  'tcp-no-way': 'failed',
  'tls-fit': 'ok',
  'tls-too-new': 'failed',
  'tls-cut': 'failed',
  'tls-late': 'failed',
  'tls-none': 'failed',
  'certificate-noted': 'ok',
  'certificate-known': 'ok',
  'certificate-accepted': 'ok',
  'certificate-changed': 'warning',
  // There is no complete list of the names in gateways' certificates.
  'certificate-unfamiliar': 'warning',
  'certificate-foreign': 'failed',
  // Clients of a gateway ignore the dates, because the certificates are self-signed.
  'certificate-expired': 'warning',
  'certificate-not-yet-valid': 'warning',
  'home-up': 'ok',
  'home-missing': 'failed',
  'home-down': 'failed',
  'home-no-address': 'failed',
  'service-active': 'ok',
  'service-not-enabled': 'warning',
  'service-unknown': 'skipped',
  'service-not-installed': 'skipped',
  'service-stopped': 'failed',
  'service-without-config': 'failed',
  'service-failing': 'failed',
  'service-walled-off': 'failed',
  'port-open': 'ok',
  'port-taken': 'failed',
  'port-closed': 'failed',
  'port-waiting': 'failed',
  'status-ready': 'ok',
  'status-off': 'skipped',
  'status-no-answer': 'warning',
  'status-other-version': 'warning',
  'status-other-target': 'failed',
  'status-target-down': 'warning',
  'status-port-failed': 'failed',
  'through-same': 'ok',
  'through-not-for-home': 'failed',
  'through-refused': 'failed',
  'through-silent': 'failed',
  'through-cut': 'failed',
  'through-other': 'failed',
  'through-wants-header': 'skipped',
  'client-urls': 'ok',
  'client-nowhere': 'skipped',
  'not-tested': 'skipped',
};

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
  home: 'home',
  service: 'service',
  ports: 'service',
  status: 'service',
  through: 'home',
  client: 'home',
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
