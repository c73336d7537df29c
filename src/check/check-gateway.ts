// The steps from this machine to one gateway: the link, its addresses, and one connection.
import type { Endpoint, TargetOfForward } from '../config/config.js';
import { formatGateway, targetKey } from '../config/endpoint.js';
import { isAddress, isLinkLocal } from '../config/ip-literal.js';
import { errorCode } from '../error-code.js';
import type { Choice } from '../machine/choose-link.js';
import { homeCable } from '../machine/home-cable.js';
import { readForwarding } from '../machine/ip-forwarding.js';
import { readKnownGateways, writeKnownGateways } from '../gateway/known-gateways.js';
import { guessMaker, type MakerGuess } from '../gateway/maker.js';
import { ownEnd } from '../forward/target/own-end.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import { lookUp } from '../machine/lookup.js';
import { configuredNameServers, nameServersOf } from '../machine/name-servers.js';
import { neighbourState } from '../machine/neighbours.js';
import { routeTo } from '../machine/routes.js';
import { probeTls, TLS_ANSWER_MS, type Certificate, type TlsAnswer } from '../gateway/tls-probe.js';
import { finding, type CheckStep, type Finding } from './causes.js';
import type { Scene } from './scene.js';
import { judgeNeighbour, judgeTcp, judgeTls } from './judge-answer.js';
import { judgeCertificate, judgePins, originOf, toRemember } from './judge-certificate.js';
import * as judge from './judge-link.js';
import { judgeMaker } from './judge-maker.js';
import { pickGatewayLink, pickHomeLink } from './pick-links.js';
import type { About } from './report.js';

/** The results of a gateway's steps that the steps of the service need. */
export interface GatewayFacts {
  readonly target: Endpoint;
  /** The own address or interface that connections to it leave by, if the configuration says so. */
  readonly source: string | undefined;
  readonly link: string | undefined;
  readonly address: string | undefined;
  /** Undefined if the handshake failed. */
  readonly certificate: Certificate | undefined;
  readonly maker: MakerGuess | undefined;
  /** The first failed step up to the certificate. */
  readonly trouble: CheckStep | undefined;
}

const TO_PORT = ['interfaces', 'cable', 'target', 'address'] as const;
const TO_CERTIFICATE = [...TO_PORT, 'neighbour', 'tcp', 'tls'] as const;

/** @param isOneOfSeveral whether each step names its gateway */
export async function checkGateway(
  scene: Scene,
  gateway: TargetOfForward,
  isOneOfSeveral: boolean,
): Promise<GatewayFacts> {
  const { report, surroundings, own, input } = scene;
  const { target, source } = gateway;
  const subject = isOneOfSeveral ? formatGateway(gateway) : undefined;
  const { address, code } = await addressOf(target.host);
  const { from, asked } = endOf(source, address, own);
  const choice = pickGatewayLink(surroundings, own, address, asked ?? input.interface);
  await report.step('interfaces', { subject }, () => judgeChoice(choice, scene));
  const link = choice.ok ? choice.link.name : undefined;
  const steps = new GatewaySteps(scene, gateway, subject, address ?? '', link ?? '', from);
  await steps.checkLink(code);
  const { certificate, maker } = await steps.connect();
  const trouble = TO_CERTIFICATE.map((step) => report.toBlame(step, subject)).find(
    (each) => each !== undefined,
  );
  return { target, source, link, address, certificate, maker, trouble };
}

/** The own address of a source, and its interface. A link-local gateway needs no own address: its zone is the way. */
function endOf(
  source: string | undefined,
  address: string | undefined,
  own: readonly OwnNetwork[],
): { readonly from?: string | undefined; readonly asked?: string | undefined } {
  if (source === undefined) return {};
  const end = isLinkLocal(address ?? '') ? undefined : ownEnd(source, address ?? '', own);
  return { from: end?.address, asked: isAddress(source) ? end?.interface : source };
}

async function addressOf(host: string): Promise<{ readonly address?: string; readonly code?: string }> {
  if (isAddress(host)) return { address: host };
  try {
    const [address = ''] = await lookUp(host);
    return { address };
  } catch (error) {
    return { code: errorCode(error as Error) };
  }
}

function judgeChoice(choice: Choice, { surroundings, own }: Scene): Finding {
  const { unreadable } = surroundings;
  if (unreadable !== undefined) return finding('interfaces-unreadable', { reason: unreadable });
  if (choice.ok) {
    const { name: link } = choice.link;
    const home = pickHomeLink(surroundings, own, new Set([link]));
    return finding('interfaces-found', { link, home: home?.name });
  }
  return choice.reason === 'several'
    ? finding('interfaces-several', { candidates: choice.candidates })
    : finding('interfaces-no-gateway', { home: homeCable(surroundings) });
}

/** The steps of one gateway; address and link are empty if they are unknown, because the steps are then skipped. */
class GatewaySteps {
  constructor(
    private readonly scene: Scene,
    private readonly gateway: TargetOfForward,
    private readonly subject: string | undefined,
    private readonly address: string,
    private readonly link: string,
    /** The own address of the source, if there is one. */
    private readonly from: string | undefined,
  ) {}

  /**
   * The steps that need no answer from the gateway.
   *
   * @param code the error of the name's lookup
   */
  async checkLink(code: string | undefined): Promise<void> {
    const { subject, address, link } = this;
    const { report, own, surroundings } = this.scene;
    const route = code === undefined ? await routeTo(address.split('%')[0] ?? '', this.from) : undefined;
    const way = { address, link, own, route };
    const onLink: About = { subject, needs: ['interfaces'], thing: link };
    const { carrier = 'down' } = surroundings.links.find(({ name }) => name === link) ?? {};
    await report.step('cable', onLink, () => judge.judgeCable(link, carrier));
    await report.step('target', { subject, needs: ['interfaces'] }, () =>
      code === undefined
        ? judge.judgeTarget(way)
        : finding(code === 'ENOTFOUND' ? 'target-name-unknown' : 'target-name-unanswered', {
            name: this.gateway.target.host,
            code,
          }),
    );
    // Without a carrier an interface has no routes, and on some systems no addresses.
    const needs = ['interfaces', 'target', 'cable'] as const;
    await report.step('address', { subject, needs }, () => [
      judge.judgeAddress(way),
      ...(this.from === undefined ? [] : [judge.judgeWay(way, this.from)]),
    ]);
    await report.step('routes', onLink, () => judge.judgeRoutes(link, surroundings.defaultRoutes));
    await report.step('dns', onLink, async () =>
      judge.judgeDns(link, own, configuredNameServers(), await nameServersOf(link)),
    );
    await report.step('forwarding', onLink, () => judge.judgeForwarding(link, readForwarding()));
    await report.step('overlap', onLink, () => judge.judgeOverlap(link, this.othersThan(own)));
  }

  /** The steps of one connection: neighbour, TCP, TLS and certificate, and the maker that they tell. */
  async connect(): Promise<Pick<GatewayFacts, 'certificate' | 'maker'>> {
    const { subject, address, link } = this;
    const { report } = this.scene;
    const at = { address, port: this.gateway.target.port };
    let answer: TlsAnswer = { kind: 'silent', code: '' };
    let mac: string | undefined;
    await report.step('neighbour', { subject, needs: TO_PORT }, async () => {
      const from = performance.now();
      answer = await probeTls({
        ...{ host: address, port: at.port, timeoutMs: TLS_ANSWER_MS, from: this.from },
        mayBeNewer: this.pins.length > 0,
      });
      const last = { hasAnswered: answer.kind !== 'silent', ms: performance.now() - from };
      const neighbour = await neighbourState(address.split('%')[0] ?? '', link, last);
      if (neighbour.state === 'answered') mac = neighbour.mac;
      return judgeNeighbour(answer, neighbour, at, link);
    });
    await report.step('tcp', { subject, needs: [...TO_PORT, 'neighbour'] }, () => judgeTcp(answer, at));
    await report.step('tls', { subject, needs: ['tcp'] }, () => judgeTls(answer, at));
    const certificate = certificateIn(answer);
    await report.step('certificate', { subject, needs: ['tls'] }, () =>
      certificate === undefined ? [] : this.checkCertificate(certificate, mac),
    );
    const needs = this.pins.length > 0 ? (['tls'] as const) : (['tls', 'certificate'] as const);
    await report.step('pin', { subject, needs }, () =>
      certificate === undefined ? [] : judgePins(at, certificate, this.pins),
    );
    const maker = certificate && makerOf(certificate, mac, address);
    await report.step('maker', { subject, needs: ['tls'] }, () => this.checkMaker(maker));
    return { certificate, maker };
  }

  private readonly isItsForward = ({ target, source }: TargetOfForward): boolean =>
    targetKey(target, source) === targetKey(this.gateway.target, this.gateway.source);

  /** Without the links of other gateways, which sources tell apart. */
  private othersThan(own: readonly OwnNetwork[]): readonly OwnNetwork[] {
    if (this.gateway.source === undefined) return own;
    const { forwards } = this.scene.input.configured.config;
    const sources = new Set(forwards.flatMap(({ source }) => source ?? []));
    const isOther = (each: OwnNetwork): boolean => sources.has(each.interface) || sources.has(each.address);
    return own.filter((each) => each.interface === this.link || !isOther(each));
  }

  private checkMaker(maker: MakerGuess | undefined): Finding[] {
    const { config } = this.scene.input.configured;
    return judgeMaker(maker, this.address, config.forwards.filter(this.isItsForward), config.mdns);
  }

  /** The certificates that forwards with --target-tls accept of it. */
  private get pins(): string[] {
    const { forwards } = this.scene.input.configured.config;
    return forwards
      .filter((forward) => forward.targetTls && this.isItsForward(forward))
      .flatMap(({ targetFingerprint = [] }) => targetFingerprint);
  }

  private async checkCertificate(certificate: Certificate, mac: string | undefined): Promise<Finding[]> {
    const { stateFolder, accept } = this.scene.input;
    const key = formatGateway(this.gateway);
    const known = await readKnownGateways(stateFolder);
    const before = Object.hasOwn(known, key) ? known[key] : undefined;
    const now = new Date();
    const seen = {
      address: this.address,
      port: this.gateway.target.port,
      certificate,
      mac,
      before,
      accept,
      now,
    };
    const remember = toRemember(seen);
    const trouble = remember && (await writeKnownGateways(stateFolder, { ...known, [key]: remember }));
    return judgeCertificate(seen, trouble);
  }
}

const certificateIn = (answer: TlsAnswer): Certificate | undefined =>
  answer.kind === 'certificate' ? answer.certificate : undefined;

/** A certificate of another device, such as a router, says nothing of a gateway; its address might all the same. */
function makerOf(certificate: Certificate, mac: string | undefined, address: string): MakerGuess | undefined {
  if (originOf(certificate, mac) === 'foreign') return undefined;
  const { subject, names, issuer } = certificate;
  return guessMaker({ certificateNames: [subject, names, issuer].join('\n'), mac, address });
}
