// The requests of ha-ppc-smgw 0.0.24 at an EMH CASA: custom_components/ppc_smgw/gateways/emh/emhcasa/emh_client.py.
import { valuesOf, type MeterReading } from './emh-values.js';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';

const JSON_TYPE = { 'content-type': 'application/json' };

export class HaSmgwEmh {
  private readonly pool: Pool;
  private meter: string | undefined;

  /** It cannot set a Host header: that is the host of its URL. */
  constructor(door: Door) {
    this.pool = new Pool(door, HABITS.homeAssistantHttpx);
  }

  /** get_data; the meter's number is asked for once. */
  async poll(): Promise<Registers> {
    this.meter ??= (await this.get<readonly string[]>('/json/metering/origin/'))[0];
    const values = valuesOf(await this.get<MeterReading>(`/json/metering/origin/${this.meter}/extended`));
    const kWh = (code: string): number => Math.round((values.get(code) ?? NaN) * 10_000);
    return { consumption: kWh('1.8.0'), 'feed-in': kWh('2.8.0') };
  }

  close(): void {
    this.pool.close();
  }

  /** It parses whatever comes, an error page too. */
  private async get<T>(path: string): Promise<T> {
    const { status, body } = await new DigestAuth(this.pool).send({ path, headers: JSON_TYPE });
    if (!/^[[{]/.test(body)) throw new Error(`Expecting value: line 1 column 1 (char 0), status ${status}`);
    return JSON.parse(body) as T;
  }
}
