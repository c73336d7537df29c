// Takes in the body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';

import { Refusal } from './refusal.js';

/** The longest body that is read, bytes; a call for readings takes about 300. */
export const MAX_BODY = 16 * 1024;

/**
 * The whole body, or a Refusal (413) as soon as it is too long. What comes after that is read and dropped, so that
 * the client sees the answer and not a reset. Fails if the client goes away first. The socket stays the caller's.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
      else reject(new Refusal(413, `Expected: a body of at most ${MAX_BODY} bytes.`));
    });
    request.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.once('error', reject);
  });
}
