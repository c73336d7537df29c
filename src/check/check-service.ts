// The steps on the home's side: the home link, the service and its ports, and the way through it to the gateway.
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ForwardConfig } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import { SERVICE_CONFIG } from '../config/options.js';
import { Access } from '../forward/admit/access.js';
import { interfaceAddresses, isInOwnSubnet } from '../machine/interfaces.js';
import { readHolders, readListeners } from '../machine/listeners.js';
import { programOutput } from '../machine/program-output.js';
import { readLastWords, readUnit, type Unit } from '../systemd/systemd-unit.js';
import { probeTls } from '../gateway/tls-probe.js';
import { finding, type Finding } from './causes.js';
import { TO_GATEWAY, type Scene } from './scene.js';
import type { GatewayFacts } from './check-gateway.js';
import { judgeThrough, type Port } from './judge-answer.js';
import { homeAddresses, homeNames, homePorts, judgeClient, judgeHome } from './judge-home.js';
import {
  isOldNode,
  judgePort,
  judgeService,
  judgeStatus,
  NEEDED_NODE,
  type PortTable,
} from './judge-service.js';
import { pickHomeLink } from './pick-links.js';

export async function checkService(scene: Scene, gateways: readonly GatewayFacts[]): Promise<void> {
  const { report, surroundings, own } = scene;
  const links = new Set(gateways.flatMap(({ link }) => link ?? []));
  const home = pickHomeLink(surroundings, own, links);
  await report.step('home', {}, () => judgeHome(home, own));
  const unit = await readUnit();
  await checkUnit(scene, unit, gateways);
  const { forwards } = scene.input.configured.config;
  const ports = readPorts(forwards, unit);
  for (const forward of forwards) await checkPorts(scene, forward, ports, gateways);
  await checkStatus(scene, gateways);
  const usable = forwards.filter(
    (forward) => gatewayTrouble(scene, gatewayOf(forward, gateways)) === undefined,
  );
  const reachable = usable.flatMap((forward) => atHome(forward, home?.name, scene));
  for (const forward of forwards) await checkThrough(scene, forward, home?.name, gateways);
  await report.step('client', { needs: ['home', 'ports', 'through'] }, () =>
    judgeClient(reachable, homeNames(hostname(), existsSync('/run/avahi-daemon'))),
  );
}

async function checkUnit(
  scene: Scene,
  unit: Unit | undefined,
  gateways: readonly GatewayFacts[],
): Promise<void> {
  const targets = gateways.flatMap(({ address }) => address ?? []);
  await scene.report.step('service', {}, async () => {
    const isUnwell = unit !== undefined && unit.isInstalled && unit.active !== 'active';
    const lastWords = isUnwell ? await readLastWords() : [];
    const findings = judgeService(unit, { lastWords, hasConfig: existsSync(SERVICE_CONFIG), targets });
    return [...(await judgeItsNode(unit)), ...findings];
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

function readPorts(forwards: readonly ForwardConfig[], unit: Unit | undefined): PortTable {
  const wanted = new Set(forwards.flatMap(({ listen }) => listen.map(({ port }) => port)));
  const listeners = readListeners().filter(({ port }) => wanted.has(port));
  const holders = readHolders(new Set(listeners.map(({ inode }) => inode)));
  return { listeners, holders, mainPid: unit?.mainPid ?? 0, addressesOf };
}

const gatewayOf = ({ target }: ForwardConfig, gateways: readonly GatewayFacts[]): GatewayFacts | undefined =>
  gateways.find((each) => each.target.host === target.host && each.target.port === target.port);

/** The first failed step on the way to a forward's gateway. */
function gatewayTrouble({ report }: Scene, gateway: GatewayFacts | undefined) {
  return TO_GATEWAY.map((step) => report.toBlame(step, gateway?.subject)).find((each) => each !== undefined);
}

async function checkPorts(
  scene: Scene,
  forward: ForwardConfig,
  ports: PortTable,
  gateways: readonly GatewayFacts[],
): Promise<void> {
  for (const listen of forward.listen)
    await scene.report.step('ports', { thing: formatListen(listen) }, () => {
      const found = judgePort(listen, ports);
      const because = causeOfClosed(found, scene, forward, gateways);
      return because === undefined ? found : finding('not-tested', { because });
    });
}

/** A closed port follows from an earlier failure: a stopped service, a missing home link, or a gateway that is down. */
function causeOfClosed(
  { cause }: Finding,
  scene: Scene,
  forward: ForwardConfig,
  gateways: readonly GatewayFacts[],
) {
  const { report } = scene;
  if (cause === 'port-waiting') return report.toBlame('home');
  if (cause !== 'port-closed') return undefined;
  const isClosedWithoutGateway = forward.whenTargetDown === 'refuse';
  const trouble = isClosedWithoutGateway ? gatewayTrouble(scene, gatewayOf(forward, gateways)) : undefined;
  return report.toBlame('service') ?? trouble;
}

async function checkStatus(scene: Scene, gateways: readonly GatewayFacts[]): Promise<void> {
  const { report, input } = scene;
  const { config } = input.configured;
  const { admin } = config;
  await report.step('status', { needs: ['ports'] }, async () => {
    if (admin === undefined) return finding('status-off', {});
    const isThere = gateways.every((gateway) => gatewayTrouble(scene, gateway) === undefined);
    return judgeStatus(await input.ask(admin), config, input.version, isThere);
  });
}

const atHome = (forward: ForwardConfig, home: string | undefined, { own }: Scene): Port[] =>
  home === undefined ? [] : homePorts(forward, home, homeAddresses(home, own));

async function checkThrough(
  scene: Scene,
  forward: ForwardConfig,
  home: string | undefined,
  gateways: readonly GatewayFacts[],
): Promise<void> {
  const { report, input } = scene;
  const gateway = gatewayOf(forward, gateways);
  const subject = input.configured.config.forwards.length > 1 ? forward.name : undefined;
  const because = gatewayTrouble(scene, gateway);
  await report.step('through', { subject, needs: ['home', 'ports'] }, async () => {
    if (because !== undefined) return finding('not-tested', { because });
    const [at] = atHome(forward, home, scene);
    if (at === undefined)
      return finding('through-not-for-home', { listen: forward.listen.map(formatListen) });
    if (new Access(forward, isInOwnSubnet).isProxy(at.address)) return finding('through-wants-header', at);
    const answer = await probeTls({ host: at.address, port: at.port, timeoutMs: input.answerMs });
    return judgeThrough(answer, at, gateway?.certificate?.fingerprint ?? '');
  });
}
