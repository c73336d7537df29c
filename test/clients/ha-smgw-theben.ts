// The requests of jannickfahlbusch/ha-ppc-smgw for a CONEXA: custom_components/ppc_smgw/gateways/theben/conexa/conexa.py (0.0.24).
import type { Reply } from '../simulator/support.js';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';

/** It puts this URL's path into its form; the redirect of the gateway completes it. */
const PATH = '/smgw/m2m/';
const JSON_TYPE = { 'content-type': 'application/json' };

interface UserInfo {
  readonly 'user-info': {
    readonly 'usage-points': readonly Readonly<
      Record<'taf-state' | 'taf-number' | 'usage-point-id', string>
    >[];
  };
}

interface Readings {
  readonly readings: {
    readonly channels: readonly {
      readonly obis: string;
      readonly readings: readonly [{ readonly value: string }];
    }[];
  };
}

export class HaSmgwTheben {
  private readonly pool: Pool;

  constructor(door: Door) {
    this.pool = new Pool(door, HABITS.homeAssistantHttpx);
  }

  /** get_data. */
  async poll(): Promise<Registers> {
    await this.call<object>({ method: 'smgw-info' });
    const points = (await this.call<UserInfo>({ method: 'user-info' }))['user-info']['usage-points'];
    const running = points.filter((point) => point['taf-state'] === 'running');
    const taf7 = running.filter((point) => point['taf-number'] === '7');
    const values = new Map<string, number>();
    for (const { 'usage-point-id': id } of taf7.length > 0 ? taf7 : running) {
      const usagePoint = { database: 'origin', 'usage-point-id': id };
      const answer = await this.call<Readings>({ method: 'readings', ...usagePoint, 'last-reading': 'true' });
      for (const { obis, readings } of answer.readings.channels)
        values.set(obisOf(obis), Number(readings[0].value) / 10_000);
    }
    const tenthsOfWh = (obis: string): number => Math.round((values.get(obis) ?? NaN) * 10_000);
    return { consumption: tenthsOfWh('1-0:1.8.0'), 'feed-in': tenthsOfWh('1-0:2.8.0') };
  }

  close(): void {
    this.pool.close();
  }

  /** Each request has an httpx.DigestAuth of its own, so that it asks for a challenge first. */
  private async call<T>(parameters: object): Promise<T> {
    const body = JSON.stringify(parameters);
    const asked = { method: 'POST', path: PATH, headers: JSON_TYPE, body } as const;
    const reply = await new DigestAuth(this.pool, follow).send(asked);
    if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.body}`);
    return JSON.parse(reply.body) as T;
  }
}

/** httpx repeats a POST after a 307 with all its headers, the Authorization for the first path among them. */
async function follow(reply: Reply, again: (path: string) => Promise<Reply>): Promise<Reply> {
  return reply.status === 307 ? again(reply.headers.location ?? '') : reply;
}

/** A code of 12 hex digits, with or without the meter behind a dot. */
function obisOf(name: string): string {
  const bytes = /^((?:[0-9a-f]{2}){6})(?:\.|$)/i.exec(name)?.[1]?.match(/../g) ?? [];
  const [a, b, c, d, e] = bytes.map((byte) => Number.parseInt(byte, 16));
  return `${a}-${b}:${c}.${d}.${e}`;
}
