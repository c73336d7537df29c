// The answers of a PPC gateway with their headers, and its challenge.
import { quote, type DigestChallenge } from '../digest.js';
import type { GatewayAnswer } from '../gateway.js';

/** Every answer has these, in this order. */
const HEADERS = {
  'Cache-Control': 'max-age=0, must-revalidate, no-cache, no-store',
  Pragma: 'no-cache',
  Expires: '0',
  'X-FRAME-OPTIONS': 'deny',
  'X-Content-Type-Options': 'nosniff',
  'X-XSS-Protection': '1; mode=block',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
};

const HTML = 'text/html; charset=utf-8';

/** How long the real gateway takes, in ms: for the log-in, and for others so that a poll takes 15 s. */
export const PACE = { login: 4100, other: 2700 };

/** WWW-Authenticate without blanks, with a quoted algorithm, and without `stale`. */
export function formatPpcChallenge({ realm, nonce, opaque }: DigestChallenge): string {
  const parameters = Object.entries({ realm, qop: 'auth', algorithm: 'MD5', nonce, opaque });
  return `Digest ${parameters.map(([name, value]) => `${name}=${quote(value)}`).join(',')}`;
}

/** @param now the gateway's clock, epoch ms */
export function pageAnswer(body: string, now: number, extra: GatewayAnswer['headers'] = {}): GatewayAnswer {
  return { status: 200, headers: headersOf(HTML, body, now, extra), body, pace: PACE.other, bare: true };
}

export function downloadAnswer(body: Buffer, file: string, now: number): GatewayAnswer {
  const extra = { 'Content-Disposition': `attachment; filename="${file}"` };
  const headers = headersOf('application/pkcs7-mime', body, now, extra);
  return { status: 200, headers, body, pace: PACE.other, bare: true };
}

/** The 401, without the pace of the others: the log-in's contains it. */
export function challengeAnswer(challenge: string, now: number): GatewayAnswer {
  const extra = { 'WWW-Authenticate': challenge };
  const headers = headersOf(HTML, UNAUTHORIZED, now, extra);
  return { status: 401, headers, body: UNAUTHORIZED, bare: true };
}

function headersOf(type: string, body: string | Buffer, now: number, extra: GatewayAnswer['headers']) {
  const length = { 'Content-Length': String(Buffer.byteLength(body)), Date: new Date(now).toUTCString() };
  return { ...extra, 'Content-type': type, ...HEADERS, ...length, Server: 'SmartMeterGateway' };
}

/** As long as the real one, so that clients meet a body that they have to read or to leave. */
const UNAUTHORIZED_LENGTH = 1613;
const UNAUTHORIZED = unauthorizedPage();

function unauthorizedPage(): string {
  const head = `<!DOCTYPE html>
<html><head><meta charset='utf-8'><title>401 Unauthorized</title>
<style>
body { font-family: sans-serif; margin: 2em; color: #333; }
h1 { font-size: 1.4em; border-bottom: 1px solid #999; }
</style></head><body>
<h1>Fehler</h1>
<p>Anmeldung erforderlich. Bitte melden Sie sich mit Ihrem Benutzernamen und Ihrem Kennwort an.</p>
`;
  const end = '\n</body></html>\n';
  const filling = UNAUTHORIZED_LENGTH - head.length - end.length - '<!---->'.length;
  return `${head}<!--${' '.repeat(filling)}-->${end}`;
}
