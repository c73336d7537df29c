// The identity of the simulated EMH CASA: invented names and numbers in the form of real ones.

/** The number of the gateway, also the realm of its log-in. */
export const GATEWAY_ID = 'eemh0012345678';

export const FIRMWARE_VERSION = '3.1.1';

/** The contracts of the consumer; clients look for the TAF-1 behind a TAF-7. */
export const CONTRACTS = { taf7: 'taf7-0000000001', taf1: 'taf1-0000000001' } as const;
