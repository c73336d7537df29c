// The requests of ha-ppc-smgw 0.0.24 at a PPC gateway: its library py-ppc-smgw 0.2.0 (client.py, parsing.py), or its own ppc_smgw.py.
import { parse, type HTMLElement } from 'node-html-parser';
import type { Reply } from '../simulator/support.js';
import { DigestAuth, HABITS, Pool, type Door, type Registers } from './pool.js';

export const PPC_PATH = '/cgi-bin/hanservice.cgi';
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** One visit: its log-in, its cookie, and the token of its own client. */
interface Visit {
  readonly auth: DigestAuth;
  readonly cookie: string;
  readonly token: string;
}

export class HaSmgwPpc {
  private readonly pool: Pool;

  /** @param code the library is the default; the switch `use_library` of the entry chooses the integration's own code */
  constructor(
    door: Door,
    private readonly code: 'library' | 'own' = 'library',
  ) {
    this.pool = new Pool(door, HABITS.homeAssistantHttpx);
  }

  /** get_data. */
  async poll(): Promise<Registers> {
    const visit = await this.logIn();
    const page = parse((await this.post(visit, { action: 'meterform' })).body);
    const mid = found(page, '#meterform_select_meter option').getAttribute('value') ?? '';
    const profile = await this.post(visit, { action: 'showMeterProfile', mid });
    const registers = readRegisters(profile);
    if (this.code === 'library') await this.post(visit, { action: 'swversions' });
    else found(page, '#div_fwversion');
    await this.post({ ...visit, cookie: '' }, { action: 'logout' });
    return registers;
  }

  close(): void {
    this.pool.close();
  }

  /** The challenge is asked for at each poll, and serves all requests of it. */
  private async logIn(): Promise<Visit> {
    const auth = new DigestAuth(this.pool);
    const { status, headers, body } = await auth.send({ path: PPC_PATH });
    const cookie = /^session=([^;]*)/.exec(headers['set-cookie']?.[0] ?? '')?.[1];
    if (cookie === undefined)
      throw new Error(`no session cookie in response (HTTP ${status}): ${textOf(body)}`);
    return { auth, cookie, token: parse(body).querySelectorAll('input')[0]?.getAttribute('value') ?? '' };
  }

  /** The library sends a form without the token; the own code a text, to which httpx gives no type. */
  private post({ auth, cookie, token }: Visit, fields: Readonly<Record<string, string>>): Promise<Reply> {
    // httpx sends the cookie of its jar, and before it that of the request, which ha-ppc-smgw names Cookie.
    const cookies = { cookie: cookie === '' ? this.jar : `Cookie=${cookie}; session=${cookie}` };
    this.jar = cookies.cookie.replace(/^Cookie=.*; /, '');
    const form = new URLSearchParams(fields).toString();
    const isOwn = this.code === 'own';
    const headers = isOwn ? cookies : { ...cookies, ...FORM_TYPE };
    const body = isOwn ? `tkn=${token}&${form}` : form;
    return auth.send({ method: 'POST', path: PPC_PATH, headers, body });
  }

  private jar = '';
}

/** The rows of the values; the second of a pair has no timestamp of its own. */
function readRegisters({ body }: Reply): Registers {
  const values = new Map<string, number>();
  let timestamp: string | undefined;
  for (const row of found(parse(body), 'table#metervalue').querySelectorAll('tr')) {
    const cell = (name: string) => row.querySelectorAll(`#table_metervalues_col_${name}`)[0]?.text;
    const obis = cell('obis');
    if (obis === undefined) continue;
    timestamp = cell('timestamp') ?? timestamp;
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(timestamp ?? '')) throw new Error(`strptime: ${timestamp}`);
    values.set(obis, Number(cell('wert')));
  }
  return { consumption: tenthsOfWh(values, '1-0:1.8.0'), 'feed-in': tenthsOfWh(values, '1-0:2.8.0') };
}

function tenthsOfWh(values: ReadonlyMap<string, number>, obis: string): number {
  return Math.round((values.get(obis) ?? NaN) * 10_000);
}

/** The first element, or an error like the AttributeError of None, with the words of the page. */
export function found(page: HTMLElement, selector: string): HTMLElement {
  const [element] = page.querySelectorAll(selector);
  if (element !== undefined) return element;
  throw new Error(`no ${selector} in: ${textOf(page.toString())}`);
}

function textOf(html: string): string {
  return parse(html).structuredText.replaceAll('\n', ' ');
}
