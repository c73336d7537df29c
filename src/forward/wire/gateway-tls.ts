// The TLS that gateways speak, for everything that connects to one.

/** The curves of BSI TR-03116-3 chapter 2.2. Node's defaults lack the brainpool curves. */
const GATEWAY_CURVES = 'P-256:P-384:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1';

export const AS_GATEWAYS = {
  minVersion: 'TLSv1.2',
  ecdhCurve: GATEWAY_CURVES,
  // Gateways sign their certificates themselves; the user decides whether to trust the fingerprint.
  rejectUnauthorized: false,
} as const;
