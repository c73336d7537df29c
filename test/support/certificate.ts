// Certificates of any curve and with any names, made by openssl.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface CertificateWish {
  /** As openssl calls it. */
  readonly curve: string;
  /** The common name, in which every character is allowed. */
  readonly name: string;
  /** A DNS name, of any length. */
  readonly alternative?: string;
}

/** Self-signed, PEM. */
export function makeCertificate({ curve, name, alternative }: CertificateWish): {
  cert: string;
  key: string;
} {
  const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  try {
    const file = (each: string): string => path.join(folder, each);
    const more = alternative === undefined ? '' : `subjectAltName = DNS:${alternative}\n`;
    // The name is a line of its own, because a value on the command line is read as ASCII.
    writeFileSync(
      file('openssl.cnf'),
      `[req]\nprompt = no\nutf8 = yes\nstring_mask = utf8only\ndistinguished_name = dn\nx509_extensions = ext\n[dn]\nCN = ${name}\n[ext]\nbasicConstraints = CA:FALSE\n${more}`,
    );
    const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes'];
    const files = ['-config', file('openssl.cnf'), '-keyout', file('key.pem'), '-out', file('cert.pem')];
    execFileSync('openssl', [...words, ...files, '-days', '30'], { stdio: ['ignore', 'ignore', 'pipe'] });
    return { cert: readFileSync(file('cert.pem'), 'utf8'), key: readFileSync(file('key.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
