// The requests of duswie/node-red-contrib-smgw 0.0.3 at a PPC gateway: smgw/han-adapter/ppc.js.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { HTMLElement, parse } from 'node-html-parser';
import { authorize, readChallenge, type Reply, type Session } from '../simulator/support.js';
import { found, PPC_PATH } from './ha-smgw-ppc.js';
import { Pool, type Asked, type Door, type Registers } from './pool.js';

/** The default of Node's global agent: idle connections close after 5 s. It waits for as long as an answer takes. */
const GLOBAL_AGENT = { idle: 5000, hasTimer: true, patience: Infinity };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

export class NodeRedPpc {
  private readonly pool: Pool;
  /** Has the connections whose answers are never read. */
  private readonly unread = new Agent({ keepAlive: true, rejectUnauthorized: false });
  private cookie = '';

  /** @param meter a part of the meter's number, as its user enters it */
  constructor(
    private readonly door: Door,
    private readonly meter: string,
  ) {
    this.pool = new Pool(door, GLOBAL_AGENT);
  }

  /** readMeter. It knows one register, and does not log out. */
  async poll(): Promise<Pick<Registers, 'consumption'>> {
    this.cookie = '';
    const session = await this.challenge();
    const welcome = await this.send(session, {});
    if (welcome.body.includes('Fehler')) throw new Error(`Auth Error: ${parse(welcome.body).structuredText}`);
    this.cookie = welcome.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const page = parse(welcome.body);
    const menuItem = found(page, '#button_menu_zaehler').parentNode ?? page;
    const field = (name: string) => found(menuItem, `input[name="${name}"]`).getAttribute('value') ?? '';
    const chosen = await this.send(session, { body: `tkn=${field('tkn')}&action=${field('action')}` });
    const form = parse(chosen.body);
    const tkn = found(found(form, '#form_meterform'), 'input[name="tkn"]').getAttribute('value') ?? '';
    const body = `tkn=${tkn}&action=showMeterProfile&mid=${this.midIn(chosen)}`;
    return readProfile(await this.send(session, { body }));
  }

  close(): void {
    this.pool.close();
    this.unread.destroy();
  }

  /** Its answer stays unread, so that its connection is not free for the next request. */
  private async challenge(): Promise<Session> {
    const { host, port, from } = this.door;
    const place = { host, port, localAddress: from, agent: this.unread };
    const asking = request({ ...place, method: 'GET', path: PPC_PATH });
    asking.on('error', () => undefined).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 401) throw new Error(`No Auth needed, StatusCode: ${answer.statusCode}`);
    return readChallenge({ status: 401, headers: answer.headers, body: '' });
  }

  private send(session: Session, { body }: Pick<Asked, 'body'>): Promise<Reply> {
    const method = body === undefined ? 'GET' : 'POST';
    const authorization = authorize(session, this.door, method, PPC_PATH);
    const cookie = this.cookie === '' ? {} : { cookie: this.cookie };
    const headers = { authorization, ...cookie, ...(body !== undefined && FORM_TYPE) };
    return this.pool.send({ method, path: PPC_PATH, headers, body: body ?? '' });
  }

  /** The child of the select whose text names the meter. */
  private midIn({ body }: Reply): string {
    const select = found(parse(body), '#meterform_select_meter');
    const option = select.childNodes.findLast(({ text }) => text.includes(this.meter));
    if (option instanceof HTMLElement) return option.getAttribute('value') ?? '';
    throw new Error(`Meter with id ${this.meter} not found! ${select.text}`);
  }
}

/** The first row of the values, and the rows of the profile that it counts on. */
function readProfile({ body }: Reply): Pick<Registers, 'consumption'> {
  const page = parse(body);
  const cell = (name: string): string => found(page, `#table_metervalues_col_${name}`).text;
  const profile = page.querySelectorAll('.content > table:nth-of-type(2) > tr > td:nth-of-type(2)');
  const names = [cell('timestamp'), cell('istvalide'), cell('name'), found(page, '#div_fwversion').text];
  const interval = Number.parseInt(profile[6]?.text ?? '');
  const isWhole = names.every((name) => name !== '') && profile[0]?.text !== '' && interval === 900;
  if (!isWhole || cell('einheit') !== 'kWh' || cell('obis') !== '1-0:1.8.0')
    throw new Error(`Data conversion error: ${[...names, interval].join(' ')}`);
  return { consumption: Math.round(Number.parseFloat(cell('wert')) * 10_000) };
}
