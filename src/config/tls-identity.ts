// Reads the client certificate of a forward and its key, and finds out whether they can be used.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from './config.js';
import { problem, quote, type Problem } from './problem.js';
import { readText, type ReadFile } from './read-text.js';
import type { Setting } from './settings.js';

/** How files are read and looked at. */
export interface FileReader {
  readonly readFile: ReadFile;
  /** The permission bits of a file. */
  readonly fileMode: (path: string) => Promise<number>;
  /** The folder with the credentials of this service, if it is one (systemd.exec(5), LoadCredential=). */
  readonly credentials: string | undefined;
}

/** Of a file: reading and writing by group and others. */
const OTHERS = 0o077;
/** systemd guards that folder; the access list of a file in it shows as bits of the group. */
const CREDENTIAL = /^\/run\/(?:user\/\d+\/)?credentials\//;

/**
 * Adds the mistakes of both files to `problems`, and then returns undefined; also for credentials that only the running
 * service has.
 */
export async function readIdentity(
  certificate: Setting<string>,
  key: Setting<string>,
  reader: FileReader,
  problems: Problem[],
): Promise<TlsIdentity | undefined> {
  const isOfService = [certificate, key].some(({ value }) => CREDENTIAL.test(value));
  if (isOfService && reader.credentials === undefined) return undefined;
  const found: Problem[] = [];
  const { readFile } = reader;
  const cert = await readText(certificate.value, certificate.where, 'a readable PEM file', readFile, found);
  const x509 = cert === undefined ? undefined : parsedBy(() => new X509Certificate(cert));
  if (cert !== undefined && x509 === undefined)
    found.push(malformed(certificate, 'a file with a certificate in PEM'));
  const pem = await readText(key.value, key.where, 'a readable PEM file', readFile, found);
  const mode = pem === undefined ? 0 : await modeOf(key.value, reader);
  if ((mode & OTHERS) !== 0) found.push(tooOpen(key, mode));
  const privateKey = pem === undefined ? undefined : parsedBy(() => createPrivateKey(pem));
  if (pem !== undefined && privateKey === undefined)
    found.push(malformed(key, 'a file with a private key in PEM, without a passphrase'));
  if (cert !== undefined && pem !== undefined && x509 !== undefined && privateKey !== undefined)
    if (!fits(x509, privateKey, { certificate: cert, key: pem }))
      found.push(
        problem(
          'conflict',
          key.where,
          `the key of the certificate in ${quote(certificate.value)}`,
          'another',
        ),
      );
  problems.push(...found);
  return found.length > 0 || cert === undefined || pem === undefined
    ? undefined
    : { certificate: cert, key: pem };
}

async function modeOf(path: string, { fileMode }: FileReader): Promise<number> {
  return CREDENTIAL.test(path) ? 0 : fileMode(path);
}

function tooOpen({ value, where }: Setting<string>, mode: number): Problem {
  const came = `mode ${(mode & 0o777).toString(8).padStart(4, '0')}; correct it: chmod 0600 ${value}`;
  return problem('invalid-value', where, 'a key that only its owner may read', came);
}

const malformed = ({ value, where }: Setting<string>, expected: string): Problem =>
  problem('invalid-value', where, expected, quote(value));

/** The reasons of OpenSSL do not help with a wrong file. */
function parsedBy<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function fits(x509: X509Certificate, key: KeyObject, { certificate, key: pem }: TlsIdentity): boolean {
  return (
    x509.checkPrivateKey(key) &&
    parsedBy(() => createSecureContext({ cert: certificate, key: pem })) !== undefined
  );
}
