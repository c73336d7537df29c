// The certificates of the simulated gateway, new at each start.
import 'reflect-metadata'; // required first: the injector of @peculiar/x509 needs it while it loads

import { webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

/** BSI TR-03116-3 names P-384 among its curves; Theben allows no other in the HAN (IF_GW_CON ). */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' };

const DAY = 24 * 60 * 60 * 1000;
/** The age at the start, in ms, so that a client with a slow clock accepts the certificate. */
const VALID_SINCE = 30 * DAY;
/** The lifetime, in ms, about the longest in the smart meter PKI. */
const VALID_FOR = 2 * 365 * DAY;

/** A certificate and its private key (PKCS #8), both PEM. */
export interface KeyPairPem {
  readonly certPem: string;
  readonly keyPem: string;
}

/** The certificates of the gateway and of one client. */
export interface Certificates {
  /** The self-signed certificate of the TLS server. */
  readonly server: KeyPairPem;
  /** The issuer of client certificates, which log in without a password. */
  readonly authorityPem: string;
  /** Issued by that authority. */
  readonly client: KeyPairPem;
  /** Signs the readings, issued by that authority. */
  readonly signer: KeyPairPem;
  readonly hex: CertificatesInHex;
}

/** DER in hex, as in Theben's answer to `smgw-info`. */
export interface CertificatesInHex {
  readonly server: string;
  readonly signature: string;
  readonly authority: string;
}

interface IssuedCertificate extends KeyPairPem {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Creates a key pair and its certificate, self-signed without an issuer. Validity follows the real clock, like TLS clients. */
async function issue(
  name: string,
  extensions: x509.Extension[],
  issuer?: IssuedCertificate,
): Promise<IssuedCertificate> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const signer = issuer?.keys ?? keys;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - VALID_SINCE),
    notAfter: new Date(Date.now() - VALID_SINCE + VALID_FOR),
    extensions: [
      ...extensions,
      // Key identifiers distinguish two authorities of the same name, such as those of two simulators. Without them
      // OpenSSL tries the wrong key on a foreign client certificate, and its error makes Node end the connection.
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  const keyPem = x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  return { certificate, keys, keyPem, certPem: certificate.toString('pem') };
}

function endEntity(usage: x509.ExtendedKeyUsage): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([usage]),
  ];
}

/** The names of a gateway. */
export interface GatewayName {
  /** Its number by DIN 43863-5: ethe0300186023. */
  readonly id: string;
  /** The name in its certificate. */
  readonly certificateName: string;
}

function hexOf({ certificate }: IssuedCertificate): string {
  return Buffer.from(certificate.rawData).toString('hex');
}

/** Creates new keys and certificates in memory, for the gateway with this number, and this name in its certificate. */
export async function makeCertificates({ id, certificateName: name }: GatewayName): Promise<Certificates> {
  const authority = await issue('CN=Simulated-SMGW.CA', [
    new x509.BasicConstraintsExtension(true, 0, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
  ]);
  const server = await issue(`CN=${name}`, [
    ...endEntity(x509.ExtendedKeyUsage.serverAuth),
    new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
  ]);
  const signature = await issue(`CN=${id}.SMGW`, endEntity(x509.ExtendedKeyUsage.emailProtection), authority);
  const client = await issue('CN=consumer1.sm', endEntity(x509.ExtendedKeyUsage.clientAuth), authority);
  return {
    server: { certPem: server.certPem, keyPem: server.keyPem },
    authorityPem: authority.certPem,
    client: { certPem: client.certPem, keyPem: client.keyPem },
    signer: { certPem: signature.certPem, keyPem: signature.keyPem },
    hex: { server: hexOf(server), signature: hexOf(signature), authority: hexOf(authority) },
  };
}
