// Reads the body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';

import { Refusal } from './refusal.js';

/** The longest body, in bytes. A call for readings has about 300. */
export const MAX_BODY = 16 * 1024;

/**
 * Resolves with the body, or rejects with a Refusal (413) as soon as it is too long. Further bytes are read and
 * dropped, so that the client gets the answer and no reset. Rejects if the client disconnects. The caller owns the
 * socket.
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
