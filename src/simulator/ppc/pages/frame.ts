// The frame of every page: heading, content, menu and footers.
import { formatLocal } from '../local-time.js';
import { buttonForm, escapeHtml } from './html.js';

/** The components of the firmware with their versions; the footer shows both. */
export const FIRMWARE = { bootstream: '33918', services: '34868' };

const MINUTE = 60 * 1000;
/** Between two synchronizations of the clock, in ms; a guess. */
const SYNCHRONIZATION = 30 * MINUTE;

/** Action, id of the button and text of each menu item. */
const MENU = [
  ['meterform', 'zaehler', 'Zähler'],
  ['tariffform', 'tarif', 'Auswertungsprofile'],
  ['showTarification', 'tarifierung', 'Tarifierung'],
  ['commprofile', 'kommunikation', 'Kommunikationsprofil'],
  ['swversions', 'swversionen', 'Softwareversionen'],
  ['selftest', 'selbsttest', 'Selbsttest'],
  ['logout', 'abmelden', 'Abmelden'],
] as const;

/** A page of a session, with its menu; `time` in epoch ms. */
export function sessionPage(tkn: string, time: number, content: string): string {
  const items = MENU.map(([action, id, text]) => buttonForm({ tkn, action }, `button_menu_${id}`, text));
  return pageFrame(time, `${content}\n<div class='menu'>\n${items.join('\n')}\n</div>`);
}

/** A page without a session. */
export function pageFrame(time: number, content: string): string {
  const synchronized = Math.floor(time / SYNCHRONIZATION) * SYNCHRONIZATION;
  return `<!DOCTYPE html>
<html><head><meta charset='utf-8'><title>Smart Meter Gateway</title></head><body>
<div class='content'>
${content}
</div>
<div class='footer'>
<p id='div_fwversion'>${FIRMWARE.bootstream}-${FIRMWARE.services}</p>
<p id='div_timestamp'>${formatLocal(time)} (Letzte Synchronisation: ${formatLocal(synchronized)})</p>
</div>
</body></html>
`;
}

export function failurePage(time: number, message: string): string {
  return pageFrame(time, `<h1 id='headline_fehler'>Fehler</h1>\n<p>${escapeHtml(message)}</p>`);
}

/** The sentence of the lock-out; `remaining` in ms. */
export function lockedPage(time: number, remaining: number): string {
  const seconds = Math.ceil(remaining / 1000);
  const rest = `${Math.floor(seconds / 60)} Minuten und ${seconds % 60} Sekunden`;
  return failurePage(time, `Das Portal ist für ${rest} gesperrt.`);
}
