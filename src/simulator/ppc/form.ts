// Reads the fields of a request and the ids of its session.
import type { GatewayRequest } from '../gateway.js';

/** The fields of the query, or of a form (application/x-www-form-urlencoded) in the body of a POST. */
export async function readForm({ method, target, body }: GatewayRequest): Promise<URLSearchParams> {
  if (method === 'POST') return new URLSearchParams((await body()).toString('utf8'));
  const [, query = ''] = target.split('?', 2);
  return new URLSearchParams(query);
}

/**
 * The ids that may name the session, most likely first: the cookies `session` and `Cookie`, the field `sessionid`. An
 * integration for Home Assistant sends the second cookie too, and older clients the field.
 */
export function sessionIds(cookies = '', form?: URLSearchParams): string[] {
  const pairs = cookies.split(';').map((pair) => pair.trim().split('=', 2));
  const named = (name: string) => pairs.filter(([key]) => key === name).map(([, value = '']) => value);
  return [...named('session'), ...named('Cookie'), ...(form?.getAll('sessionid') ?? [])];
}
