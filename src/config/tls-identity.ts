// Reads the client certificate of a forward and its key, and finds out whether they can be used.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from './config.js';
import type { Translated } from './language.js';
import { problem, quoted, type Problem } from './problem.js';
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
  const cert = await readCertificate(certificate, reader, found);
  const pem = await readKey(key, reader, found);
  if (cert !== undefined && pem !== undefined && !fits({ certificate: cert, key: pem })) {
    const name = quoted(certificate.value);
    const expected = {
      en: `the key of the certificate in ${name.en}`,
      de: `der Schlüssel zum Zertifikat in ${name.de}`,
    };
    found.push(problem('conflict', key.where, expected, { en: 'another', de: 'ein anderer' }));
  }
  problems.push(...found);
  if (found.length > 0 || cert === undefined || pem === undefined) return undefined;
  return { certificate: cert, key: pem };
}

/** Undefined if it is none. */
async function readCertificate(
  setting: Setting<string>,
  { readFile }: FileReader,
  found: Problem[],
): Promise<string | undefined> {
  const text = await readText(setting.value, setting.where, readFile, found);
  if (text === undefined || parsedBy(() => new X509Certificate(text)) !== undefined) return text;
  found.push(
    malformed(setting, {
      en: 'a file with a certificate in PEM',
      de: 'eine Datei mit einem Zertifikat in PEM',
    }),
  );
  return undefined;
}

/** Undefined if it is none; one that others may read is a mistake as well. */
async function readKey(
  setting: Setting<string>,
  reader: FileReader,
  found: Problem[],
): Promise<string | undefined> {
  const text = await readText(setting.value, setting.where, reader.readFile, found);
  if (text === undefined) return undefined;
  const mode = await modeOf(setting.value, reader);
  if ((mode & OTHERS) !== 0) found.push(tooOpen(setting, mode));
  if (parsedBy(() => createPrivateKey(text)) !== undefined) return text;
  found.push(
    malformed(setting, {
      en: 'a file with a private key in PEM, without a passphrase',
      de: 'eine Datei mit einem privaten Schlüssel in PEM, ohne Passwort',
    }),
  );
  return undefined;
}

async function modeOf(path: string, { fileMode }: FileReader): Promise<number> {
  return CREDENTIAL.test(path) ? 0 : fileMode(path);
}

function tooOpen({ value, where }: Setting<string>, mode: number): Problem {
  const bits = (mode & 0o777).toString(8).padStart(4, '0');
  const command = `chmod 0600 ${value}`;
  const message = {
    en: `others may read the key (mode ${bits}); correct it: ${command}`,
    de: `den Schlüssel dürfen auch andere lesen (Modus ${bits}); zum Beheben: ${command}`,
  };
  return { code: 'invalid-value', where, message };
}

const malformed = ({ value, where }: Setting<string>, expected: Translated<string>): Problem =>
  problem('invalid-value', where, expected, quoted(value));

/** The reasons of OpenSSL do not help with a wrong file. */
function parsedBy<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function fits({ certificate: cert, key }: TlsIdentity): boolean {
  const isPair = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  return isPair && parsedBy(() => createSecureContext({ cert, key })) !== undefined;
}
