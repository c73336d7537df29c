// Looks at a device that was found: whether its port 443 shows a certificate, and who may have made it.
import { isIPv4 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ownNetworks } from '../machine/interfaces.js';
import { probeTls, type TlsAnswer } from '../gateway/tls-probe.js';
import type { Device, Find, DiscoveryStep, DeviceVerdict } from './device.js';
import { KNOWN_ADDRESSES } from './known-addresses.js';
import { linkLocalOf } from './link-local.js';
import { guessMaker } from '../gateway/maker.js';
import { isOnLink, overlaps } from '../machine/subnet.js';

export interface Examination {
  /** The interface on which the device is. */
  readonly link: string;
  readonly foundBy: DiscoveryStep;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects to the device, if it can be reached without an address that this machine does not have: over IPv4 in a
 * common subnet, or over its link-local IPv6 address. Changes nothing on this machine, so that what could not be tried
 * can be tried again after an address was added. Never rejects.
 */
export async function examine(device: Device, examination: Examination): Promise<Find> {
  const verdict = await judge(device, examination);
  const { subject = '', issuer = '', names = '' } = verdict.kind === 'gateway' ? verdict.certificate : {};
  const maker = KNOWN_ADDRESSES.find(({ address }) => address === device.address)?.maker;
  const guess = guessMaker({
    certificateNames: [subject, names, issuer].join('\n'),
    ...(device.mac === undefined ? {} : { mac: device.mac }),
    hasMdns: examination.foundBy === 'mdns',
    ...(maker === undefined ? {} : { knownAddressOf: maker }),
  });
  return {
    ...device,
    foundBy: examination.foundBy,
    verdict,
    ...(guess === undefined ? {} : { maker: guess }),
  };
}

function judge(device: Device, examination: Examination): Promise<DeviceVerdict> {
  return isIPv4(device.address) ? judgeByIpv4(device, examination) : judgeByIpv6(device, examination);
}

async function judgeByIpv6({ address }: Device, examination: Examination): Promise<DeviceVerdict> {
  const answer = await probe(address, examination);
  const isMute = answer.kind === 'closed' || answer.kind === 'silent';
  // Who answers mDNS gives this address as its own; who was only heard at it may be reached at another.
  if (examination.foundBy === 'replug' && isMute) return { kind: 'address-unknown' };
  return verdictOf(address, answer);
}

async function judgeByIpv4(device: Device, examination: Examination): Promise<DeviceVerdict> {
  const { address, mac, linkLocal } = device;
  const { link } = examination;
  const own = ownNetworks();
  if (isOnLink(address, link, own)) return verdictOf(address, await probe(address, examination));
  // What the other address says of the port is not for sure: a gateway may answer on IPv4 alone.
  const other = linkLocal ?? (mac === undefined ? undefined : `${linkLocalOf(mac)}%${link}`);
  if (other !== undefined && hasLinkLocal(link)) {
    const answer = await probe(other, examination);
    if (answer.kind === 'certificate') return verdictOf(other, answer);
  }
  const isElsewhere = overlaps(address, link, own).length > 0;
  return { kind: 'unverified', reason: isElsewhere ? 'overlap' : 'no-address' };
}

function verdictOf(at: string, answer: TlsAnswer): DeviceVerdict {
  switch (answer.kind) {
    case 'certificate':
      return { kind: 'gateway', at, certificate: answer.certificate };
    case 'closed':
      return { kind: 'no-gateway', code: 'ECONNREFUSED' };
    case 'no-tls':
      return { kind: 'no-gateway', code: answer.code };
    case 'silent':
      return { kind: 'silent', code: answer.code };
  }
}

/** Whether this machine has a link-local IPv6 address there. */
export function hasLinkLocal(link: string): boolean {
  return ownNetworks().some(({ interface: name, address }) => name === link && /^fe80:/i.test(address));
}

/** When the cable was just plugged in, this machine's own address cannot be used for a second or two (RFC 4862). */
const NOT_YET: readonly string[] = ['EADDRNOTAVAIL', 'ENETUNREACH', 'EINVAL'];
const TRY_AGAIN_MS = 250;

async function probe(host: string, { timeoutMs, signal }: Examination): Promise<TlsAnswer> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const left = deadline - performance.now();
    const answer = await probeTls({ host, timeoutMs: left, ...(signal === undefined ? {} : { signal }) });
    const isEarly = answer.kind === 'silent' && NOT_YET.includes(answer.code);
    if (!isEarly || deadline - performance.now() < TRY_AGAIN_MS || signal?.aborted === true) return answer;
    await pause(TRY_AGAIN_MS);
  }
}
