// The steps on the home's side: the home link, the service and its ports, and the way through it to the gateway.
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { formatGateway } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import { SERVICE_CONFIG } from '../config/options.js';
import { Access } from '../forward/admit/access.js';
import { errorCode } from '../error-code.js';
import { interfaceAddresses, isInOwnSubnet } from '../machine/interfaces.js';
import { unreadable } from '../machine/kernel-file.js';
import { readHolders, readListeners, userName } from '../machine/listeners.js';
import type { Link } from '../machine/links.js';
import { TCP_TABLES } from '../machine/proc-net-tcp.js';
import { programOutput } from '../machine/program-output.js';
import { readLastWords, readUnit, type Unit } from '../systemd/systemd-unit.js';
import type { HomePort } from '../gateway/programs.js';
import { probeTls, TLS_ANSWER_MS } from '../gateway/tls-probe.js';
import { finding, type CheckStep, type Finding } from './causes.js';
import type { Scene } from './scene.js';
import type { GatewayFacts } from './check-gateway.js';
import { judgePlain, judgeThrough, type Port } from './judge-answer.js';
import { homeAddresses, homeNames, homePorts, judgeClient, judgeHome, judgePrograms } from './judge-home.js';
import {
  isOldNode,
  judgePort,
  judgeService,
  judgeStatus,
  NEEDED_NODE,
  serviceProcess,
  type PortTable,
  type ServiceProcess,
  type ServiceReport,
} from './judge-service.js';
import { pickHomeLink } from './pick-links.js';

export class ServiceCheck {
  private readonly home: Link | undefined;
  private readonly forwards: readonly ForwardConfig[];

  constructor(
    private readonly scene: Scene,
    private readonly gateways: readonly GatewayFacts[],
  ) {
    const links = new Set(gateways.flatMap(({ link }) => link ?? []));
    this.home = pickHomeLink(scene.surroundings, scene.own, links);
    this.forwards = scene.input.configured.config.forwards;
  }

  async run(): Promise<void> {
    const { home, forwards } = this;
    const { report, own } = this.scene;
    const isUnread = this.scene.surroundings.unreadable !== undefined;
    await report.step('home', {}, () =>
      isUnread ? finding('not-tested', { because: 'interfaces' }) : judgeHome(home, own),
    );
    const unit = await readUnit();
    await report.step('service', {}, () => this.checkUnit(unit));
    const { admin } = this.scene.input.configured.config;
    const status = admin && (await this.scene.input.ask(admin));
    const entries = forwards.flatMap(({ listen }) => listen);
    const all = admin === undefined ? entries : [...entries, admin];
    const ports = readPorts(all, serviceProcess(unit, status, userOf));
    for (const forward of forwards) await this.checkPorts(forward, ports);
    await report.step('status', { needs: ['ports'] }, () => {
      const port = admin && judgePort(admin, ports);
      return port?.cause === 'port-taken' ? port : this.checkStatus(status);
    });
    for (const forward of forwards) {
      const subject = forwards.length > 1 ? forward.name : undefined;
      await report.step('through', { subject, needs: ['home', 'ports'] }, () => this.checkThrough(forward));
    }
    await report.step('client', { needs: ['home', 'ports', 'through'] }, () => {
      const usable = forwards.filter((forward) => this.troubleOf(forward) === undefined);
      const names = homeNames(hostname(), existsSync('/run/avahi-daemon'));
      return judgeClient(usable.flatMap(this.atHome), names);
    });
    for (const gateway of this.gateways) await this.tellPrograms(gateway);
  }

  /** The last lines of a check, because they are what its user types next. */
  private async tellPrograms(gateway: GatewayFacts): Promise<void> {
    const { report, input } = this.scene;
    if (gateway.trouble !== undefined || report.toBlame('client') !== undefined) return;
    const subject = this.gateways.length > 1 ? formatGateway(gateway) : undefined;
    const its = this.forwards.filter((forward) => this.gatewayOf(forward) === gateway);
    const found = judgePrograms(gateway, its.flatMap(this.atHome), input.configured.config.mdns);
    if (found.length > 0) await report.step('programs', { subject }, () => found);
  }

  private async checkUnit(unit: Unit | undefined): Promise<Finding[]> {
    const targets = this.gateways.flatMap(({ address }) => address ?? []);
    const isUnwell = unit !== undefined && unit.isInstalled && unit.active !== 'active';
    const lastWords = isUnwell ? await readLastWords() : [];
    const findings = judgeService(unit, { lastWords, hasConfig: existsSync(SERVICE_CONFIG), targets });
    return [...(await judgeItsNode(unit)), ...findings];
  }

  private async checkPorts(forward: ForwardConfig, ports: PortTable): Promise<void> {
    for (const listen of forward.listen)
      await this.scene.report.step('ports', { thing: formatListen(listen) }, () => {
        const found = judgePort(listen, ports);
        const because = this.causeOfClosed(found, forward);
        return because === undefined ? found : finding('not-tested', { because });
      });
  }

  /** A closed port follows from an earlier failure: a stopped service, a missing home link, or a gateway that is down. */
  private causeOfClosed({ cause }: Finding, forward: ForwardConfig): CheckStep | undefined {
    const { report } = this.scene;
    if (cause === 'port-waiting') return report.toBlame('home');
    if (cause !== 'port-closed') return undefined;
    const isClosedWithoutGateway = forward.whenTargetDown === 'refuse';
    const trouble = isClosedWithoutGateway ? this.troubleOf(forward) : undefined;
    return report.toBlame('service') ?? trouble;
  }

  private checkStatus(status: ServiceReport | undefined): Finding | Finding[] {
    if (status === undefined) return finding('status-off', {});
    const { configured, version } = this.scene.input;
    const isThere = this.forwards.every((forward) => this.troubleOf(forward) === undefined);
    return judgeStatus(status, configured.config, version, isThere);
  }

  private async checkThrough(forward: ForwardConfig): Promise<Finding> {
    const trouble = this.troubleOf(forward);
    if (trouble !== undefined) return finding('not-tested', { because: trouble });
    const [at] = this.atHome(forward);
    if (at === undefined)
      return finding('through-not-for-home', { listen: forward.listen.map(formatListen) });
    // A connection to an own address comes from that address.
    const access = new Access(forward, isInOwnSubnet);
    if (access.isProxy(at.address)) return finding('through-wants-header', at);
    if (!access.admits(at.address)) return finding('through-not-admitted', at);
    if (forward.targetTls) return judgePlain(await cutOf(at), at);
    const answer = await probeTls({ host: at.address, port: at.port, timeoutMs: TLS_ANSWER_MS });
    return judgeThrough(answer, at, this.gatewayOf(forward)?.certificate?.fingerprint ?? '');
  }

  /** The failed step that keeps a forward from its gateway. */
  private troubleOf(forward: ForwardConfig): CheckStep | undefined {
    const { certificate, trouble } = this.gatewayOf(forward) ?? {};
    const isOther = forward.targetTls && certificate?.fingerprint !== forward.targetFingerprint;
    return trouble ?? (isOther ? 'pin' : undefined);
  }

  private gatewayOf(forward: ForwardConfig): GatewayFacts | undefined {
    const text = formatGateway(forward);
    return this.gateways.find(({ target, source }) => formatGateway({ target, source }) === text);
  }

  private readonly atHome = (forward: ForwardConfig): HomePort[] => {
    const { home } = this;
    return home === undefined ? [] : homePorts(forward, home.name, homeAddresses(home.name, this.scene.own));
  };
}

/** How long a port may take to cut a connection whose target it cannot reach, in ms. */
const CUT_WITHIN_MS = 1000;

/** Connects and sends nothing; the errno name if the connection fails or is cut. */
function cutOf({ address: host, port }: Port): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (code?: string): void => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(CUT_WITHIN_MS, () => {
      end(socket.connecting ? 'ETIMEDOUT' : undefined);
    });
    socket.on('error', (error) => {
      end(errorCode(error));
    });
    socket.once('end', () => {
      end('CLOSED');
    });
    socket.resume();
  });
}

/** Checks the Node.js in the unit's ExecStart=, which may be another one than this process runs on. */
async function judgeItsNode(unit: Unit | undefined): Promise<Finding[]> {
  const program = unit?.program;
  if (program === undefined || program === process.execPath || !/\/node(?:js)?$/.test(program)) return [];
  const version = (await programOutput(program, ['--version']))?.trim() ?? '';
  return /^v\d/.test(version) && isOldNode(version)
    ? [finding('node-of-service-old', { program, version, needed: NEEDED_NODE })]
    : [];
}

/** Addresses without zones, as in the kernel's tables. */
const addressesOf = (name: string): string[] =>
  interfaceAddresses(name).map(({ host }) => host.split('%')[0] ?? '');

function readPorts(entries: readonly ListenAddress[], service: ServiceProcess | undefined): PortTable {
  const wanted = new Set(entries.map(({ port }) => port));
  const listeners = readListeners().filter(({ port }) => wanted.has(port));
  const holders = readHolders(new Set(listeners.map(({ inode }) => inode)));
  const trusted = new Set([0, process.getuid?.() ?? 0, Number(process.env.SUDO_UID ?? 0)]);
  return {
    ...{ listeners, holders, service, trusted, addressesOf, userName },
    unreadable: unreadable(TCP_TABLES.IPv4),
  };
}

/** The user of a process, also seen by other users; undefined if it has ended. */
function userOf(pid: number): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}
