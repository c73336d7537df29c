// The table of meter values: rows in pairs, one for each direction of energy.
import { CHANNELS, type MeterChannel } from '../../household.js';
import { formatLocal } from '../local-time.js';
import { LOGICAL_NAMES, type PairedReading } from '../values.js';

const OBIS: Readonly<Record<MeterChannel, string>> = { consumption: '1-0:1.8.0', 'feed-in': '1-0:2.8.0' };

/** 0.1 Wh in a kWh. */
const PER_KWH = 10_000;
const VALID = '1';

/**
 * The second row of a pair has no timestamp and no validity of its own.
 * @param second the cells for them: absent in the profile, as an integration for Home Assistant cannot read empty ones
 */
export function valueTable(
  readings: readonly PairedReading[],
  meterId: string,
  second: 'absent' | 'empty',
): string {
  const rows = readings.flatMap((reading) => CHANNELS.map((channel) => ({ reading, channel })));
  const lines = rows.map(({ reading, channel }, index) =>
    row(reading, channel, index + 1, meterId, channel === CHANNELS[0] ? 'full' : second),
  );
  return `<table id='metervalue'>\n${HEADER}\n${lines.join('\n')}\n</table>`;
}

const HEADINGS = ['Zeitstempel', 'Wert', 'Einheit', 'Ist valide', 'Name', 'OBIS'];
const HEADER = `<tr id='table_metervalues_header'>${HEADINGS.map((text) => `<th>${text}</th>`).join('')}</tr>`;

function row(
  { time, counts }: PairedReading,
  channel: MeterChannel,
  line: number,
  meterId: string,
  kind: 'full' | 'absent' | 'empty',
): string {
  const own = (name: string, text: string) =>
    kind === 'absent' ? '' : cell(name, kind === 'empty' ? '' : text);
  const cells = [
    own('timestamp', formatLocal(time)),
    cell('wert', (counts[channel] / PER_KWH).toFixed(4)),
    cell('einheit', 'kWh'),
    own('istvalide', VALID),
    cell('name', `${LOGICAL_NAMES[channel]}.${meterId}.sm`),
    cell('obis', OBIS[channel]),
  ];
  return `<tr id='table_metervalues_line${line}'>${cells.join('')}</tr>`;
}

function cell(name: string, text: string): string {
  return `<td id='table_metervalues_col_${name}'>${text}</td>`;
}
