// The steps from this machine to one gateway: the link, its addresses, and one connection.
import { lookup } from 'node:dns/promises';
import type { Endpoint } from '../config/config.js';
import { formatTarget } from '../config/endpoint.js';
import { isAddress } from '../config/ip-literal.js';
import { errorCode } from '../error-code.js';
import type { Choice } from '../machine/choose-link.js';
import { readForwarding } from '../machine/ip-forwarding.js';
import { readKnownGateways, writeKnownGateways } from '../gateway/known-gateways.js';
import { configuredNameServers, nameServersOf } from '../machine/name-servers.js';
import { neighbourState } from '../machine/neighbours.js';
import { routeTo } from '../machine/routes.js';
import { probeTls, type Certificate, type TlsAnswer } from '../gateway/tls-probe.js';
import { finding, type Finding } from './causes.js';
import type { Scene } from './scene.js';
import { judgeNeighbour, judgeTcp, judgeTls } from './judge-answer.js';
import { judgeCertificate, toRemember } from './judge-certificate.js';
import * as judge from './judge-link.js';
import { pickGatewayLink, pickHomeLink } from './pick-links.js';
import type { About } from './report.js';

/** The results of a gateway's steps that the steps of the service need. */
export interface GatewayFacts {
  readonly target: Endpoint;
  /** The subject of its steps; undefined for the only gateway. */
  readonly subject: string | undefined;
  readonly link: string | undefined;
  readonly address: string | undefined;
  readonly certificate: Certificate | undefined;
}

/** @param isOneOfSeveral whether each step names its gateway */
export async function checkGateway(
  scene: Scene,
  target: Endpoint,
  isOneOfSeveral: boolean,
): Promise<GatewayFacts> {
  const subject = isOneOfSeveral ? formatTarget(target) : undefined;
  const found = await addressOf(target.host);
  const choice = pickGatewayLink(scene.surroundings, scene.own, found.address, scene.input.interface);
  await scene.report.step('interfaces', { subject }, () => judgeChoice(choice, scene));
  const link = choice.ok ? choice.link.name : '';
  await checkLink(scene, link, { ...found, host: target.host }, subject);
  const { address } = found;
  const certificate = await new Connection(scene, target, address ?? '', link, subject).check();
  return { target, subject, link: choice.ok ? link : undefined, address, certificate };
}

interface HostLookup {
  readonly address?: string;
  readonly code?: string;
}

async function addressOf(host: string): Promise<HostLookup> {
  if (isAddress(host)) return { address: host };
  try {
    return { address: (await lookup(host)).address };
  } catch (error) {
    return { code: errorCode(error as Error) };
  }
}

function judgeChoice(choice: Choice, { surroundings, own }: Scene): Finding {
  if (choice.ok) {
    const { name: link } = choice.link;
    const home = pickHomeLink(surroundings, own, new Set([link]));
    return finding('interfaces-found', { link, home: home?.name });
  }
  return choice.reason === 'several'
    ? finding('interfaces-several', { candidates: choice.candidates })
    : finding('interfaces-no-gateway', {});
}

/** The steps that need no answer from the gateway. */
async function checkLink(
  { report, own, surroundings }: Scene,
  link: string,
  { address = '', code = '', host }: HostLookup & { readonly host: string },
  subject: string | undefined,
): Promise<void> {
  const route = code === '' ? await routeTo(address.split('%')[0] ?? '') : undefined;
  const way = { address, link, own, route };
  const onLink: About = { subject, needs: ['interfaces'], thing: link };
  const { carrier = 'down' } = surroundings.links.find(({ name }) => name === link) ?? {};
  await report.step('cable', onLink, () => judge.judgeCable(link, carrier));
  await report.step('target', { subject, needs: ['interfaces'] }, () =>
    code === '' ? judge.judgeTarget(way) : finding('target-name-unknown', { name: host, code }),
  );
  // Without a carrier an interface has no routes, and on some systems no addresses.
  await report.step('address', { subject, needs: ['interfaces', 'target', 'cable'] }, () =>
    judge.judgeAddress(way),
  );
  await report.step('routes', onLink, () => judge.judgeRoutes(link, surroundings.defaultRoutes));
  await report.step('dns', onLink, async () =>
    judge.judgeDns(link, own, {
      configured: configuredNameServers(),
      ofLink: await nameServersOf(link),
    }),
  );
  await report.step('forwarding', onLink, () => judge.judgeForwarding(link, readForwarding()));
  await report.step('overlap', onLink, () => judge.judgeOverlap(link, own));
}

const NEEDED = ['interfaces', 'cable', 'target', 'address'] as const;

/** The steps of one connection: neighbour, TCP, TLS and certificate. */
class Connection {
  constructor(
    private readonly scene: Scene,
    private readonly target: Endpoint,
    private readonly address: string,
    private readonly link: string,
    private readonly subject: string | undefined,
  ) {}

  /** Resolves with the certificate; undefined if the handshake failed. */
  async check(): Promise<Certificate | undefined> {
    const { subject, address, link, scene } = this;
    const { report } = scene;
    const at = { address, port: this.target.port };
    let answer: TlsAnswer = { kind: 'silent', code: '' };
    let mac: string | undefined;
    await report.step('neighbour', { subject, needs: NEEDED }, async () => {
      const from = performance.now();
      answer = await probeTls({ host: address, port: at.port, timeoutMs: scene.input.answerMs });
      const last = { hasAnswered: answer.kind !== 'silent', ms: performance.now() - from };
      const neighbour = await neighbourState(address.split('%')[0] ?? '', link, last);
      if (neighbour.state === 'answered') mac = neighbour.mac;
      return judgeNeighbour(answer, neighbour, at, link);
    });
    await report.step('tcp', { subject, needs: [...NEEDED, 'neighbour'] }, () => judgeTcp(answer, at));
    await report.step('tls', { subject, needs: ['tcp'] }, () => judgeTls(answer, at));
    const certificate = certificateIn(answer);
    await report.step('certificate', { subject, needs: ['tls'] }, () =>
      certificate === undefined ? [] : this.checkCertificate(certificate, mac),
    );
    return certificate;
  }

  private async checkCertificate(certificate: Certificate, mac: string | undefined): Promise<Finding[]> {
    const { stateFolder, accept } = this.scene.input;
    const key = formatTarget(this.target);
    const known = await readKnownGateways(stateFolder);
    const before = Object.hasOwn(known, key) ? known[key] : undefined;
    const now = new Date();
    const seen = { address: this.address, port: this.target.port, certificate, mac, before, accept, now };
    const remember = toRemember(seen);
    const trouble =
      remember === undefined
        ? undefined
        : await writeKnownGateways(stateFolder, { ...known, [key]: remember });
    return judgeCertificate(seen, trouble);
  }
}

const certificateIn = (answer: TlsAnswer): Certificate | undefined =>
  answer.kind === 'certificate' ? answer.certificate : undefined;
