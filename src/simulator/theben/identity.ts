// The identity of the simulated Theben CONEXA: invented names and numbers in the form of real ones.

/** The manufacturer-independent id of the gateway (HUID), also the name in its certificate. */
export const GATEWAY_ID = 'ethe0300186023';

export const TAF_ID = 'taf7-1.sm';
export const USAGE_POINT_ID = `01005e318021.${TAF_ID}`;
export const USAGE_POINT_NAME = 'taf7';
export const METERING_POINT_ID = 'DE0001234567800000000000009876543';
export const MARKET_PARTNER_ID = 'emt1';

export const FIRMWARE_VERSION = 'v3.25.2';
export const FIRMWARE_HASH = '5c1de01f0c3f8f4ab6ab7a6c6a5d5d0b5e0c7e7d9a4c2b1f8e6d3c5a79b08142';

/** The id in the paths of a user: the name, with hyphens for characters that a URL path cannot hold. */
export function userIdOf(user: string): string {
  return user.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}
