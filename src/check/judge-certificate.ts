// Judges a certificate: whether it can be a gateway's, and whether it is the remembered one.
import { guessMaker } from '../gateway/maker.js';
import type { KnownGateway } from '../gateway/known-gateways.js';
import type { Certificate } from '../gateway/tls-probe.js';
import { finding, type Finding } from './causes.js';
import type { Port } from './judge-answer.js';

/** A certificate with the facts that the judgement needs. */
export interface CertificateSighting extends Port {
  readonly certificate: Certificate;
  readonly mac: string | undefined;
  readonly before: KnownGateway | undefined;
  /** The user confirms that it is the right one. */
  readonly accept: boolean;
  readonly now: Date;
}

/** The number of any metering device (DIN 43863-5), names of the metering PKI, and usual names of such devices. */
const GATEWAY = /\b1?e[a-z]{3}\d{10}\b|\.sm\b|smgw|sm-?pki|smart[ -]?meter/i;
/** Other devices of a home, into which the cable goes by mistake. */
const OTHER_DEVICE =
  /fritz\.?box|myfritz|\bavm\b|speedport|synology|qnap|netgear|tp-?link|asus|unifi|ubiquiti|mikrotik|openwrt|raspberry|home ?assistant|proxmox|localhost/i;

/** The likely kind of device. There is no complete list of gateways, so that an unknown name is only unfamiliar. */
export function originOf(
  { subject, names, issuer }: Certificate,
  mac?: string,
): 'gateway' | 'unfamiliar' | 'foreign' {
  const certificateNames = [subject, names, issuer].join('\n');
  const isMade = guessMaker({ certificateNames, mac }) !== undefined;
  if (isMade || GATEWAY.test(certificateNames)) return 'gateway';
  // Gateways sign their certificates themselves; one by an authority belongs to a web server.
  return OTHER_DEVICE.test(certificateNames) || issuer !== subject ? 'foreign' : 'unfamiliar';
}

/** The entry to remember; undefined if it is remembered already, or must not count as the gateway's. */
export function toRemember(seen: CertificateSighting): KnownGateway | undefined {
  const { certificate, mac, before, accept, now } = seen;
  const isSame = before?.fingerprint === certificate.fingerprint;
  const isWanted = accept
    ? !(isSame && before.isAccepted)
    : before === undefined && originOf(certificate, mac) !== 'foreign';
  if (!isWanted) return undefined;
  const since = isSame ? before.since : now.toISOString();
  return {
    fingerprint: certificate.fingerprint,
    ...(mac === undefined ? {} : { mac }),
    since,
    ...(accept ? { isAccepted: true } : {}),
  };
}

/** @param trouble the errno name if the certificate could not be remembered */
export function judgeCertificate(seen: CertificateSighting, trouble: string | undefined): Finding[] {
  return [...judgeIdentity(seen, trouble), ...judgeDates(seen)];
}

/** @param pins of the forwards with --target-tls to it, if there are any */
export function judgePins(at: Port, certificate: Certificate, pins: readonly string[]): Finding[] {
  if (pins.length === 0) return [finding('pin-none', { fingerprint: certificate.fingerprint })];
  return [...new Set(pins)].map((pinned) =>
    pinned === certificate.fingerprint
      ? finding('pin-same', at)
      : finding('pin-other', { ...at, certificate, pinned }),
  );
}

function judgeIdentity(seen: CertificateSighting, trouble: string | undefined): Finding[] {
  const { address, port, certificate, mac, before, accept } = seen;
  const shown = { address, port, certificate };
  if (accept) return [finding('certificate-accepted', { ...shown, trouble })];
  const isSame = before?.fingerprint === certificate.fingerprint;
  const changed = before === undefined || isSame ? [] : [changeOf(seen, before)];
  if (isSame && before.isAccepted === true)
    return [finding('certificate-known', { ...shown, since: before.since })];
  const origin = originOf(certificate, mac);
  if (origin === 'foreign') return [finding('certificate-foreign', shown), ...changed];
  if (changed.length > 0) return changed;
  if (origin === 'unfamiliar') return [finding('certificate-unfamiliar', shown)];
  return [
    before === undefined
      ? finding('certificate-noted', { ...shown, trouble })
      : finding('certificate-known', { ...shown, since: before.since }),
  ];
}

function changeOf({ address, port, certificate, mac }: CertificateSighting, before: KnownGateway): Finding {
  return finding('certificate-changed', {
    ...{ address, port, certificate, mac },
    ...{ before: before.fingerprint, since: before.since, macBefore: before.mac },
  });
}

function judgeDates({ certificate: { validFrom, validTo }, now }: CertificateSighting): Finding[] {
  if (validTo < now) return [finding('certificate-expired', { validTo })];
  return validFrom > now ? [finding('certificate-not-yet-valid', { validFrom })] : [];
}
