// The requests of Home Assistant's theben_conexa: home-assistant/core theben_conexa/coordinator.py and sensor.py, theben-conexa-smgw 0.4.2.
import { once } from 'node:events';
import { connect } from 'node:net';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';

const JSON_TYPE = { 'content-type': 'application/json' };
/** The only keys that become sensors (const.py). */
const SENSORS = { consumption: '0100010800ff', 'feed-in': '0100020800ff' } as const;
const PROBE_MS = 3000;

interface UserInfo {
  readonly 'user-info': {
    readonly 'usage-points': readonly { readonly 'usage-point-id': string; readonly 'taf-number': string }[];
  };
}

interface UsagePointInfo {
  readonly 'usage-point-info': {
    readonly databases: readonly [{ readonly channels: readonly Channel[] }];
  };
}

interface Channel {
  readonly obis: string;
  readonly scaler: string;
  readonly unit: string;
}

interface Readings {
  readonly readings: {
    readonly channels: readonly {
      readonly obis: string;
      readonly readings: readonly [{ readonly value: string }];
    }[];
  };
}

/** checkNetworkConnection: a bare TCP connection, closed at once. */
async function probe({ host, port, from }: Door): Promise<void> {
  const socket = connect({ host, port, localAddress: from });
  await once(socket, 'connect', { signal: AbortSignal.timeout(PROBE_MS) });
  socket.end();
  await once(socket.resume(), 'close');
}

export class ThebenConexa {
  private readonly pool: Pool;
  /** One for the life of the integration; aiohttp's DigestAuthMiddleware logs in preemptively. */
  private readonly auth: DigestAuth;
  private m2mPath = '';
  private usagePoint = '';
  private readonly channels = new Map<string, Channel>();

  constructor(private readonly door: Door) {
    this.pool = new Pool(door, HABITS.aiohttp);
    this.auth = new DigestAuth(this.pool);
  }

  /** async_init. */
  async start(): Promise<void> {
    await probe(this.door);
    const first = { method: 'POST', path: '/smgw/m2m', headers: JSON_TYPE } as const;
    const redirect = await new DigestAuth(this.pool).send(first);
    if (redirect.status !== 307) throw new Error(`SMGW should have returned 307, not ${redirect.status}`);
    // The library puts it behind the host as it is, so that it must be a path.
    this.m2mPath = redirect.headers.location ?? '';
    await this.smgwInfo();
    this.usagePoint = await this.userInfo();
    await this.usagePointInfo();
  }

  /** getLatestValues, and what sensor.py makes of it. */
  async poll(): Promise<Registers> {
    const usagePoint = { 'usage-point-id': this.usagePoint, database: 'origin' };
    const { readings } = await this.call<Readings>({
      method: 'readings',
      ...usagePoint,
      'last-reading': 'true',
    });
    const values = new Map(readings.channels.map((channel) => [channel.obis, this.valueOf(channel)]));
    const sensor = (key: string): number => {
      const value = values.get(key);
      if (value === undefined) throw new Error(`no sensor: only ${[...values.keys()].join(', ')}`);
      return Math.round(10 * value);
    };
    return { consumption: sensor(SENSORS.consumption), 'feed-in': sensor(SENSORS['feed-in']) };
  }

  close(): void {
    this.pool.close();
  }

  private async smgwInfo(): Promise<void> {
    const answer = await this.call<Record<string, unknown>>({ method: 'smgw-info' });
    const info = answer['smgw-info'] as Record<string, Record<string, string> | string>;
    const firmware = (info['firmware-info'] as Record<string, string>).version;
    if ([answer.version, firmware, info['smgw-id']].includes(undefined)) throw new Error('KeyError');
  }

  private async userInfo(): Promise<string> {
    const answer = await this.call<UserInfo>({ method: 'user-info' });
    const points = answer['user-info']['usage-points'];
    const ofTaf = (number: string) => points.findLast((point) => point['taf-number'] === number);
    const point = points.find((each) => each['taf-number'] === '7') ?? ofTaf('1');
    if (point === undefined) throw new Error('no usage point with TAF-number 1 or 7');
    return point['usage-point-id'];
  }

  private async usagePointInfo(): Promise<void> {
    const usagePoint = { 'usage-point-id': this.usagePoint, database: 'origin' };
    const answer = await this.call<UsagePointInfo>({ method: 'usage-point-info', ...usagePoint });
    for (const channel of answer['usage-point-info'].databases[0].channels) {
      if (!['26', '30'].includes(channel.unit))
        throw new Error(`Unknown unit code returned: ${channel.unit}`);
      this.channels.set(channel.obis, channel);
    }
  }

  /** Scaled by the channel of the same key, in Wh. */
  private valueOf({ obis, readings: [reading] }: Readings['readings']['channels'][number]): number {
    const channel = this.channels.get(obis);
    if (channel === undefined) throw new Error(`SMGW returned a reading for an unknown channel: ${obis}`);
    if (!/^[+-]?\d+$/.test(reading.value)) throw new Error('value must contain only digits');
    return Number(reading.value) * 10 ** Number(channel.scaler);
  }

  private async call<T>(parameters: object): Promise<T> {
    const body = JSON.stringify(parameters);
    const asked = { method: 'POST', path: this.m2mPath, headers: JSON_TYPE, body } as const;
    const { status, body: answer } = await this.auth.send(asked);
    if (status !== 200) throw new Error(`SMGW should have returned 200, not ${status}: ${answer}`);
    return JSON.parse(answer) as T;
  }
}
