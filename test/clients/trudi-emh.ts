// The requests of TRuDI at an EMH CASA, by the strings of its adapter: OpenChargingCloud/trudi-public TRuDI.HanAdapter.Emh 1.0.1.
import { valuesOf, type MeterReading } from './emh-values.js';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';

export class TrudiEmh {
  private readonly pool: Pool;
  private readonly auth: DigestAuth;

  /** It takes an IP address and a port, so that its Host header is that address. */
  constructor(door: Door) {
    this.pool = new Pool(door, HABITS.trudi);
    this.auth = new DigestAuth(this.pool);
  }

  /** The log-in, the contracts, and the current registers. */
  async read(): Promise<Registers> {
    await this.get('/json/systeminformations');
    const meters: string[] = [];
    for (const id of await this.get<readonly string[]>('/json/metering/derived')) {
      const contract = await this.get<{ sensor_domains: string[] }>(`/json/metering/derived/${id}`);
      meters.push(...contract.sensor_domains);
    }
    const values = valuesOf(await this.get<MeterReading>(`/json/metering/origin/${meters[0]}`));
    const kWh = (code: string): number => Math.round((values.get(code) ?? NaN) * 10_000);
    return { consumption: kWh('1.8.0'), 'feed-in': kWh('2.8.0') };
  }

  close(): void {
    this.pool.close();
  }

  private async get<T>(path: string): Promise<T> {
    const { status, body } = await this.auth.send({ path });
    if (status !== 200) throw new Error(`Response from SMGW: ${status}`);
    return JSON.parse(body) as T;
  }
}
