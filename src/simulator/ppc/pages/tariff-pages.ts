// The pages of the evaluation profiles and of their registers.
import { CHANNELS, type MeterChannel } from '../../household.js';
import { INSTALLED } from '../../identity.js';
import type { ActionCall } from '../call.js';
import { formatLocal } from '../local-time.js';
import { LOGICAL_NAMES, newestReading } from '../values.js';
import { failurePage, sessionPage } from './frame.js';
import { buttonForm, headingTable, labelTable, selectField } from './html.js';

interface EvaluationProfile {
  readonly id: string;
  readonly name: string;
  readonly taf: string;
  /** In s. */
  readonly registerPeriod: string;
}

const PROFILES: readonly EvaluationProfile[] = [
  { id: 'taf1', name: 'Bezug Monat', taf: 'TAF-1', registerPeriod: '2592000' },
  { id: 'taf7', name: 'Bezug 15-Minuten', taf: 'TAF-7', registerPeriod: '900' },
];

const MEASURANDS: Readonly<Record<MeterChannel, string>> = {
  consumption: 'Wirkarbeit Bezug',
  'feed-in': 'Wirkarbeit Einspeisung',
};

export function tariffForm({ session, time }: ActionCall): string {
  const options = PROFILES.map(({ id, name }) => [session.alias(id), name] as const);
  const fields = { tkn: session.tkn, action: 'showTariffProfile' };
  const select = selectField("name='tid' id='tarifform_select_profile'", options);
  const form = buttonForm(fields, 'tarifform_button_show', 'Anzeigen', " id='form_tarifform'", select);
  return sessionPage(session.tkn, time, `${headingTable('Auswertungsprofile')}\n${form}`);
}

/** The profile has no values; they are in the registers. */
export function tariffProfile({ session, time, form, meterId }: ActionCall): string {
  const profile = PROFILES.find(({ id }) => id === session.thingOf(form.get('tid')));
  if (profile === undefined) return failurePage(time, 'Das Auswertungsprofil ist unbekannt.');
  const content = [
    headingTable('Auswertungsprofil'),
    labelTable(rowsOf(profile)),
    `<table id='tafvalues'>\n${CHANNELS.map((each, at) => tafRow(each, at, meterId)).join('\n')}\n</table>`,
  ];
  return sessionPage(session.tkn, time, content.join('\n'));
}

function rowsOf({ id, name, taf, registerPeriod }: EvaluationProfile): (readonly [string, string])[] {
  return [
    ['Profil-ID', id],
    ['Profilname', name],
    ['TAF-Typ', taf],
    ['Registerperiode (sek.)', registerPeriod],
    ['Abrechnungsperiode (sek.)', '2592000'],
    ['Vorhaltezeit (Tage)', '730'],
    ['Beginn Validierungsperiode', formatLocal(INSTALLED)],
    ['Ende Validierungsperiode', 'unbegrenzt'],
    ['Alias', name],
    ['Zählpunktbezeichnung', 'DE0001234567800000000000000012345'],
    ['Tarifstufen', '1'],
    ['Tag Beginn', '00:00:00'],
  ];
}

function tafRow(channel: MeterChannel, index: number, meterId: string): string {
  const obis = `<td id='table_tafvalues_col_obis'>${LOGICAL_NAMES[channel]}.${meterId}.sm</td>`;
  const measurand = `<td id='table_tafvalues_col_messgroesse'>${MEASURANDS[channel]}</td>`;
  return `<tr id='table_tafvalues_line${index + 1}'>${obis}${measurand}</tr>`;
}

/** The list of tariff registers. Its form is a guess: only the names of action and field are known. */
export function tarification({ session, time }: ActionCall): string {
  const options = CHANNELS.map(
    (channel) => [session.alias(`register ${channel}`), MEASURANDS[channel]] as const,
  );
  const fields = { tkn: session.tkn, action: 'showTarificationRegister' };
  const select = selectField("name='ttid' id='tarification_select_register'", options);
  const form = buttonForm(fields, 'tarification_button_show', 'Anzeigen', " id='form_tarification'", select);
  return sessionPage(session.tkn, time, `${headingTable('Tarifierung')}\n${form}`);
}

/** A guess, like the list. */
export function tarificationRegister({ session, time, form, meter }: ActionCall): string {
  const thing = session.thingOf(form.get('ttid'));
  const channel = CHANNELS.find((each) => thing === `register ${each}`);
  if (channel === undefined) return failurePage(time, 'Das Register ist unbekannt.');
  const reading = newestReading(meter, time);
  const rows = [
    ['Register', MEASURANDS[channel]],
    ['Zeitstempel', reading === undefined ? '' : formatLocal(reading.time)],
    ['Wert', reading === undefined ? '' : (reading.counts[channel] / 10_000).toFixed(4)],
    ['Einheit', 'kWh'],
  ] as const;
  return sessionPage(session.tkn, time, `${headingTable('Tarifregister')}\n${labelTable(rows)}`);
}
