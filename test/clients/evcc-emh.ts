// The requests of evcc at an EMH CASA: evcc-io/evcc meter/emh-casa.go, jpfielding/go-http-digest pkg/digest/transport.go.
import type { Reply } from '../simulator/support.js';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';
import { valuesOf, type MeterReading } from './emh-values.js';

interface Contract {
  readonly taf_type: string;
  readonly sensor_domains: readonly string[];
}

export class EvccEmh {
  /** One connection for all polls. */
  private readonly pool: Pool;
  private meter = '';

  /** @param door with the Host header that evcc's `host` sets */
  constructor(door: Door & Required<Pick<Door, 'hostHeader'>>) {
    this.pool = new Pool(door, HABITS.go);
  }

  /** NewEMHCasa: finds the meter, then validates the connection. */
  async start(): Promise<void> {
    this.meter = await this.discoverMeter();
    await this.poll();
  }

  /** getMeterValues; without a value for the power evcc has no meter. */
  async poll(): Promise<Registers> {
    const reading = await this.getJson<MeterReading>(`/json/metering/origin/${this.meter}/extended`);
    const values = valuesOf(reading);
    const kWh = (code: string): number => Math.round((values.get(code) ?? NaN) * 10_000);
    if (!values.has('16.7.0')) throw new Error('OBIS value (16.7.0) not found');
    return { consumption: kWh('1.8.0'), 'feed-in': kWh('2.8.0') };
  }

  close(): void {
    this.pool.close();
  }

  /** The first TAF-1 contract that has meters; a contract that cannot be read is skipped. */
  private async discoverMeter(): Promise<string> {
    for (const id of await this.getJson<readonly string[]>('/json/metering/derived')) {
      const contract = await this.getJson<Contract>(`/json/metering/derived/${id}`).catch(() => undefined);
      const [meter] = contract?.taf_type === 'TAF-1' ? contract.sensor_domains : [];
      if (meter !== undefined) return meter;
    }
    throw new Error('no TAF-1 contract found');
  }

  /** Every request is first sent without a log-in, then with the challenge of its 401. */
  private async getJson<T>(path: string): Promise<T> {
    const { status, body }: Reply = await new DigestAuth(this.pool).send({ path });
    if (status !== 200) throw new Error(`unexpected status: ${status}`);
    return JSON.parse(body) as T;
  }
}
