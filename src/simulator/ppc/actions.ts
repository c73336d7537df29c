// The actions of a session by the names that forms give them.
import { Refusal } from '../refusal.js';
import { METER_THING, VALUES_THING, type ActionCall } from './call.js';
import { profileDocument, valuesDocument } from './export.js';
import { failurePage } from './pages/frame.js';
import { meterForm, meterProfile, meterValues, meterValuesForm } from './pages/meter-pages.js';
import { communicationProfile, selfTestStarted, softwareVersions, welcome } from './pages/system-pages.js';
import { tarification, tarificationRegister, tariffForm, tariffProfile } from './pages/tariff-pages.js';

/** A page, or an XML document to sign, with its file name. */
export type ActionResult = string | { readonly document: string; readonly file: string };
type Action = (call: ActionCall) => ActionResult;

export const SELF_TEST = 'selftest';
export const LOGOUT = 'logout';

const ACTIONS = new Map<string, Action>([
  ['', welcome],
  ['meterform', meterForm],
  ['showMeterProfile', forMeter(meterProfile, METER_THING, VALUES_THING)],
  ['showMeterValuesForm', forMeter(meterValuesForm, METER_THING, VALUES_THING)],
  ['showMeterValues', forMeter(meterValues, VALUES_THING)],
  ['exportMeterProfile', exported(profileDocument, 'profile.xml.cms')],
  ['exportMeterValues', exported(valuesDocument, 'values.xml.cms')],
  ['swversions', softwareVersions],
  ['tariffform', tariffForm],
  ['showTariffProfile', tariffProfile],
  ['commprofile', communicationProfile],
  ['showTarification', tarification],
  ['showTarificationRegister', tarificationRegister],
  [SELF_TEST, selfTestStarted],
]);

/** Throws a Refusal for an export without data. Other failures are pages. */
export function runAction(name: string, call: ActionCall): ActionResult {
  const action = ACTIONS.get(name);
  return action === undefined ? failurePage(call.time, 'Die Aktion ist unbekannt.') : action(call);
}

/** A page that needs `mid` to name one of these things. */
function forMeter(action: Action, ...things: readonly string[]): Action {
  return (call) => (names(call, things) ? action(call) : failurePage(call.time, 'Der Zähler ist unbekannt.'));
}

/** Clients take the `mid` of the choice of meters, or that of the values. */
function exported(document: (call: ActionCall) => string, file: string): Action {
  return (call) => {
    if (names(call, [METER_THING, VALUES_THING])) return { document: document(call), file };
    throw new Refusal(404, 'There is no such meter.');
  };
}

function names({ form, session }: ActionCall, things: readonly string[]): boolean {
  return things.includes(session.thingOf(form.get('mid')) ?? '');
}
