// The methods that describe the gateway and the contract: `smgw-info`, `user-info` and `usage-point-info` (IF_GW_CON ).
import type { CertificatesInHex } from '../certificates.js';
import { CHANNELS } from '../household.js';
import { INSTALLED } from '../identity.js';
import {
  FIRMWARE_HASH,
  FIRMWARE_VERSION,
  GATEWAY_ID,
  MARKET_PARTNER_ID,
  METERING_POINT_ID,
  USAGE_POINT_ID,
  USAGE_POINT_NAME,
} from './identity.js';
import type { Meter } from '../meter.js';
import { formatTime, type Call } from './parameters.js';
import { chosenDatabase, DATABASES, OBIS, usagePoint } from './readings.js';

/** `smgw-time` is UTC without a zone, as in the example of the interface. */
export function smgwInfo(hex: CertificatesInHex, now: number): object {
  return {
    'smgw-info': {
      certificates: {
        han: { tls: hex.server },
        wan: [{ 'cert-index': '0', sig: hex.signature, 'sub-ca': hex.authority }],
      },
      'firmware-info': { component: 'Firmware', hash: FIRMWARE_HASH, version: FIRMWARE_VERSION },
      'smgw-id': GATEWAY_ID,
      'smgw-state': 'a0000000',
      'smgw-time': formatTime(now).slice(0, -1),
    },
  };
}

export function userInfo(meter: Meter, now: number): object {
  return {
    'user-info': {
      'usage-points': [
        {
          'billing-Periods': billingPeriods(now),
          'capture-time': '00:00:00',
          'delivery-id': MARKET_PARTNER_ID,
          'end-time': '',
          meter: [{ 'meter-id': meter.idAt(now) }],
          'metering-point-id': METERING_POINT_ID,
          'on-demand-profile-configured': 'true',
          'start-time': formatTime(INSTALLED),
          'taf-number': '7',
          'taf-state': 'running',
          'usage-point-id': USAGE_POINT_ID,
          'usage-point-name': USAGE_POINT_NAME,
        },
      ],
    },
  };
}

/** The last month and this one, in UTC. */
function billingPeriods(now: number): object[] {
  const date = new Date(now);
  const monthStart = (ahead: number): string =>
    formatTime(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1));
  return [-1, 0].map((ahead) => ({ 'end-time': monthStart(ahead + 1), 'start-time': monthStart(ahead) }));
}

/** `unit` 30 is Wh and `scaler` -1 a tenth of it (IEC 62056-6-2); clients multiply by both. */
export function usagePointInfo(call: Call): object {
  usagePoint(call);
  const channels = CHANNELS.map((channel) => ({ obis: OBIS[channel], scaler: '-1', unit: '30' }));
  // TAF 7 has no calculated values (IF_GW_CON: only TAF 2).
  const databases = DATABASES.filter((database) => database === chosenDatabase(call, database)).map(
    (database) => ({
      channels: database === 'calculated' ? [] : channels,
      database,
    }),
  );
  return {
    'usage-point-info': {
      databases,
      emts: [`${MARKET_PARTNER_ID}.sm`],
      'taf-profile': '3003020107',
      'transparency-bit': 'true',
      'usage-point-id': USAGE_POINT_ID,
      'usage-point-name': USAGE_POINT_NAME,
    },
  };
}
