// CMS SignedData (RFC 5652) around a document, as a PPC gateway exports its readings.
import { sign, X509Certificate } from 'node:crypto';
import {
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  id_data,
  id_signedData,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import type { KeyPairPem } from '../certificates.js';

/** The algorithms of the simulated certificates: SHA-384, and ECDSA with it (RFC 5754, RFC 5758). */
const SHA384 = '2.16.840.1.101.3.4.2.2';
const ECDSA_SHA384 = '1.2.840.10045.4.3.3';

/**
 * DER. The document stands in it in one piece, because some clients search for its text. Without signed attributes
 * the signature is that of the document (RFC 5652 section 5.4).
 */
export function signedData(document: string, { certPem, keyPem }: KeyPairPem): Buffer {
  const content = Buffer.from(document, 'utf8');
  const certificate = AsnConvert.parse(new X509Certificate(certPem).raw, Certificate);
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: SHA384 });
  const data = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: id_data,
      eContent: new EncapsulatedContent({ single: new OctetString(content) }),
    }),
    certificates: new CertificateSet([new CertificateChoices({ certificate })]),
    signerInfos: new SignerInfos([signerInfo(certificate, digestAlgorithm, sign('sha384', content, keyPem))]),
  });
  const info = new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(data) });
  return Buffer.from(AsnConvert.serialize(info));
}

function signerInfo(
  { tbsCertificate: { issuer, serialNumber } }: Certificate,
  digestAlgorithm: DigestAlgorithmIdentifier,
  signature: Buffer,
): SignerInfo {
  return new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({
      issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }),
    }),
    digestAlgorithm,
    signatureAlgorithm: new SignatureAlgorithmIdentifier({ algorithm: ECDSA_SHA384 }),
    signature: new OctetString(signature),
  });
}
