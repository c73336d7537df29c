// The pages of the meter: the choice, the profile, and the values.
import type { PpcSession } from '../session.js';
import { METER_THING, VALUES_THING, type ActionCall } from '../call.js';
import { chosenPage, chosenSpan, type TimeSpan } from '../span.js';
import { newestReading, readingsPage, type PairedReading } from '../values.js';
import { formatLocal } from '../local-time.js';
import { sessionPage } from './frame.js';
import { buttonForm, headingTable, hiddenFields, labelTable, selectField } from './html.js';
import { valueTable } from './value-table.js';

/** The prefix is that of the logical name of a meter's profile. */
const LOGICAL_PREFIX = '01005e318002';

export function meterForm({ session, meterId, time }: ActionCall): string {
  const mid = session.alias(METER_THING);
  const select = selectField("name='mid' id='meterform_select_meter'", [
    [mid, `${LOGICAL_PREFIX}.${meterId}.sm`],
  ]);
  const buttons = ['showMeterProfile', 'showMeterValuesForm', 'exportMeterProfile']
    .map((action) => `<button name='action' value='${action}'>${action}</button>`)
    .join('');
  const form = `<form id='form_meterform' method='post' action='hanservice.cgi'>${hiddenFields({ tkn: session.tkn })}${select}${buttons}</form>`;
  return sessionPage(session.tkn, time, `${headingTable('Zähler')}\n${form}`);
}

export function meterProfile({ session, meter, meterId, time }: ActionCall): string {
  const profile = labelTable([
    ['Zähler-ID', meterId],
    ['Name', `${LOGICAL_PREFIX}.${meterId}.sm`],
    ['Beschreibung', 'Zweirichtungszähler'],
    ['Kommunikationstyp', 'LMN-wired'],
    ['Protokoll-Typ', 'SML'],
    ['Protokoll-Version', '1.04'],
    ['Ausleseintervall', '900'],
    ['Abfrageversuche', '3'],
    ['Zähleradresse', meterId],
    ['Medium', 'Strom'],
  ]);
  const newest = newestReading(meter, time);
  const values = valueTable(newest === undefined ? [] : [newest], meterId, 'absent');
  return sessionPage(session.tkn, time, `${headingTable('Zählerprofil')}\n${profile}\n${values}`);
}

/** A fresh `mid` each time, because the real gateway takes none but this one for the values. */
export function meterValuesForm({ session, time }: ActionCall): string {
  const mid = session.renewAlias(VALUES_THING);
  const fields = hiddenFields({ tkn: session.tkn, action: 'showMeterValues', mid });
  const text = (name: string) => `<input type='text' name='${name}' value='${formatLocal(time)}'>`;
  const button = "<input type='submit' id='input_metervalues_button_show' value='Anzeigen'>";
  const form = `<form name='input_metervalues' method='post' action='hanservice.cgi'>${fields}${text('from')}${text('to')}${button}</form>`;
  return sessionPage(session.tkn, time, `${headingTable('Zählerstände')}\n${form}`);
}

export function meterValues({ session, meter, meterId, form, time }: ActionCall): string {
  const span = chosenSpan(form);
  const page = chosenPage(form);
  const { readings, isLast } = readingsPage(meter, span, time, page);
  const next = isLast ? '' : `\n${nextPage(session, span, page + 1)}`;
  return sessionPage(session.tkn, time, valuesContent(readings, meterId) + next);
}

function valuesContent(readings: readonly PairedReading[], meterId: string): string {
  return `${headingTable('Zählerstände')}\n${valueTable(readings, meterId, 'empty')}`;
}

function nextPage(session: PpcSession, { from, to }: TimeSpan, page: number): string {
  const ids = { tkn: session.tkn, action: 'showMeterValues', mid: session.alias(VALUES_THING) };
  const fields = { ...ids, from: formatLocal(from), to: formatLocal(to), page: String(page) };
  return buttonForm(fields, 'table_metervalues_button_nextpage', 'Weiter');
}
