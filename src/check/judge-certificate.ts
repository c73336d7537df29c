// Judges a certificate: whether it can be a gateway's, and whether it is the one that was seen before.
import { guessMaker } from '../gateway/maker.js';
import type { KnownGateway } from '../gateway/known-gateways.js';
import type { Certificate } from '../gateway/tls-probe.js';
import { finding, type Finding } from './causes.js';
import type { Port } from './judge-answer.js';

/** What is known when a certificate is judged. */
export interface CertificateSighting extends Port {
  readonly certificate: Certificate;
  readonly mac: string | undefined;
  readonly before: KnownGateway | undefined;
  /** Somebody says that it is the right one. */
  readonly accept: boolean;
  readonly now: Date;
}

/** The number of any metering device (DIN 43863-5), names of the metering PKI, and what such devices call themselves. */
const GATEWAY = /\b1?e[a-z]{3}\d{10}\b|\.sm\b|smgw|sm-?pki|smart[ -]?meter/i;
/** Devices that people have, and plug the cable into by mistake. */
const OTHER_DEVICE =
  /fritz\.?box|myfritz|\bavm\b|speedport|synology|qnap|netgear|tp-?link|asus|unifi|ubiquiti|mikrotik|openwrt|raspberry|home ?assistant|proxmox|localhost/i;

type Look = 'gateway' | 'unfamiliar' | 'foreign';

/** Nobody has a list of the names of all gateways: in doubt it is only unfamiliar. */
export function lookOf({ subject, names, issuer }: Certificate, mac?: string): Look {
  const certificateNames = [subject, names, issuer].join('\n');
  const isMade = guessMaker({ certificateNames, ...(mac === undefined ? {} : { mac }) }) !== undefined;
  if (isMade || GATEWAY.test(certificateNames)) return 'gateway';
  // What a public authority has signed belongs to a web server.
  return OTHER_DEVICE.test(certificateNames) || issuer !== subject ? 'foreign' : 'unfamiliar';
}

/** What to remember of it; undefined if that is known already, or must not be taken for the gateway's. */
export function toRemember(seen: CertificateSighting): KnownGateway | undefined {
  const { certificate, mac, before, accept, now } = seen;
  const isSame = before?.fingerprint === certificate.fingerprint;
  const isWanted = accept ? !(isSame && before.isAccepted) : before === undefined && look(seen) !== 'foreign';
  if (!isWanted) return undefined;
  const since = isSame ? before.since : now.toISOString();
  return {
    fingerprint: certificate.fingerprint,
    ...(mac === undefined ? {} : { mac }),
    since,
    ...(accept ? { isAccepted: true } : {}),
  };
}

const look = ({ certificate, mac }: CertificateSighting): Look => lookOf(certificate, mac);

/** @param trouble why it could not be remembered, an errno name */
export function judgeCertificate(seen: CertificateSighting, trouble: string | undefined): Finding[] {
  return [...judgeIdentity(seen, trouble), ...judgeDates(seen)];
}

function judgeIdentity(seen: CertificateSighting, trouble: string | undefined): Finding[] {
  const { address, port, certificate, before, accept } = seen;
  const shown = { address, port, certificate };
  if (accept) return [finding('certificate-accepted', { ...shown, trouble })];
  const isSame = before?.fingerprint === certificate.fingerprint;
  const changed = before === undefined || isSame ? [] : [changeOf(seen, before)];
  if (isSame && before.isAccepted === true)
    return [finding('certificate-known', { ...shown, since: before.since })];
  const its = look(seen);
  if (its === 'foreign') return [finding('certificate-foreign', shown), ...changed];
  if (changed.length > 0) return changed;
  if (its === 'unfamiliar') return [finding('certificate-unfamiliar', shown)];
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
