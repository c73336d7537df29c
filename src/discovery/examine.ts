// Examines a device: asks its port for a certificate, and guesses the maker.
import { isIPv4 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../config/config.js';
import { DEFAULT_TARGET_PORT } from '../config/endpoint.js';
import { ownNetworks, type OwnNetwork } from '../machine/interfaces.js';
import { probeTls, type TlsAnswer } from '../gateway/tls-probe.js';
import { canBeGateway } from './can-be-gateway.js';
import type { Device, Find, DiscoveryStep, DeviceVerdict } from './device.js';
import { linkLocalOf } from './frame.js';
import { guessMaker } from '../gateway/maker.js';
import { routeTo } from '../machine/routes.js';
import { isOnLink, networkOn, overlaps } from '../machine/subnet.js';

export interface Examination {
  /** The interface on which the device is. */
  readonly link: string;
  readonly foundBy: DiscoveryStep;
  /** The targets that the user has configured or typed; each is asked at its own port. */
  readonly targets: readonly Endpoint[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to the device over IPv4 if it is in a subnet of this machine, else over its link-local IPv6 address.
 * Adds no address to this machine; where one is missing, the verdict is `unverified`. Never rejects.
 */
export async function examine(device: Device, examination: Examination): Promise<Find> {
  const typed = examination.targets.find(({ host }) => host === device.address);
  const port = typed?.port ?? DEFAULT_TARGET_PORT;
  const verdict = await judge(device, { ...examination, port, isTyped: typed !== undefined });
  const { subject = '', issuer = '', names = '' } = verdict.kind === 'gateway' ? verdict.certificate : {};
  const { foundBy } = examination;
  const maker = guessMaker({
    certificateNames: [subject, names, issuer].join('\n'),
    mac: device.mac,
    mdnsNames: device.names,
    address: device.address,
  });
  return { ...device, port, foundBy, verdict, maker };
}

/** Of one device. */
interface Probing extends Examination {
  readonly port: number;
  readonly isTyped: boolean;
}

async function judge(device: Device, examination: Probing): Promise<DeviceVerdict> {
  const { address } = device;
  const { link, isTyped } = examination;
  const judgement = canBeGateway({ address, link, isTyped });
  if (!judgement.isPossible) return { kind: 'impossible', because: judgement };
  return (isIPv4(address) ? judgeByIpv4 : judgeByIpv6)(device, examination);
}

async function judgeByIpv6({ address }: Device, examination: Probing): Promise<DeviceVerdict> {
  const answer = await probe(address, examination);
  const isMute = answer.kind === 'closed' || answer.kind === 'silent';
  // After a replug the address was only overheard: the gateway may serve its port at another one.
  if (examination.foundBy === 'replug' && isMute) return { kind: 'address-unknown' };
  return verdictOf(address, answer);
}

async function judgeByIpv4(device: Device, examination: Probing): Promise<DeviceVerdict> {
  const { address, mac, linkLocal } = device;
  const { link } = examination;
  const own = ownNetworks();
  if (isOnLink(address, link, own)) return verdictOf(address, await probe(address, examination));
  const from = await ownWay(address, link, own);
  if (from !== undefined) return verdictOf(address, await probe(address, examination, from));
  // Only a certificate counts at the link-local address: a gateway may serve its port on IPv4 alone.
  const other = linkLocal ?? (mac === undefined ? undefined : `${linkLocalOf(mac)}%${link}`);
  if (other !== undefined && hasLinkLocal(link) && isPossible(other, link)) {
    const answer = await probe(other, examination);
    if (answer.kind === 'certificate') return verdictOf(other, answer);
  }
  const isElsewhere = overlaps(address, link, own).length > 0;
  return { kind: 'unverified', reason: isElsewhere ? 'overlap' : 'no-address' };
}

/**
 * The own address from which the kernel sends to this device over the link. Another link may have a device with the
 * same address, and only a rule keeps them apart.
 */
async function ownWay(
  address: string,
  link: string,
  own: readonly OwnNetwork[],
): Promise<string | undefined> {
  const from = networkOn(address, link, own)?.address;
  return from !== undefined && (await routeTo(address, from))?.interface === link ? from : undefined;
}

/** A frame with this machine's own addresses in it would have this machine examine itself. */
const isPossible = (address: string, link: string): boolean =>
  canBeGateway({ address, link, isTyped: false }).isPossible;

function verdictOf(at: string, answer: TlsAnswer): DeviceVerdict {
  if (answer.kind === 'certificate') return { kind: 'gateway', at, certificate: answer.certificate };
  if (answer.kind === 'closed') return { kind: 'no-gateway', code: 'ECONNREFUSED' };
  return { kind: answer.kind === 'no-tls' ? 'no-gateway' : 'silent', code: answer.code };
}

/** Whether this machine has a link-local IPv6 address on the link. */
export function hasLinkLocal(link: string): boolean {
  return ownNetworks().some(({ interface: name, address }) => name === link && /^fe80:/i.test(address));
}

/** Errors of an address that is still tentative: it takes a second or two after the cable is plugged in (RFC 4862). */
const NOT_YET: readonly string[] = ['EADDRNOTAVAIL', 'ENETUNREACH', 'EINVAL'];
const TRY_AGAIN_MS = 250;

async function probe(host: string, { port, timeoutMs, signal }: Probing, from?: string): Promise<TlsAnswer> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const left = deadline - performance.now();
    const answer = await probeTls({ host, port, timeoutMs: left, from, signal });
    const isEarly = answer.kind === 'silent' && NOT_YET.includes(answer.code);
    if (!isEarly || deadline - performance.now() < TRY_AGAIN_MS || signal?.aborted === true) return answer;
    await pause(TRY_AGAIN_MS);
  }
}
