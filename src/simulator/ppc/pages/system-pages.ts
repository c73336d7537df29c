// The pages of the gateway itself: welcome, software, communication, self-test and log-out.
import { hash } from 'node:crypto';
import type { ActionCall } from '../call.js';
import { FIRMWARE, pageFrame, sessionPage } from './frame.js';
import { headingTable, labelTable } from './html.js';

/** The first page; the hidden `tkn` of the menu is its first input, which one client takes without looking at names. */
export function welcome({ session, time }: ActionCall): string {
  return sessionPage(session.tkn, time, "<h1 id='headline_willkommen'>Willkommen</h1>");
}

/** The components with versions and checksums, the only table of the page. */
export function softwareVersions({ session, time }: ActionCall): string {
  const rows = [
    ['smgw-bootstream', FIRMWARE.bootstream],
    ['smgw-services', FIRMWARE.services],
  ].map(([name = '', version = '']) => {
    const checksum = hash('sha256', `${name} ${version}`);
    return `<tr><td>${name}</td><td>${version}</td><td>${checksum}</td></tr>`;
  });
  const header = '<tr><th>Komponente</th><th>Version</th><th>Pr&uuml;fsumme</th></tr>';
  return sessionPage(session.tkn, time, `<table id='swversions'>\n${header}\n${rows.join('\n')}\n</table>`);
}

/** A guess: only the name of the action is known. */
export function communicationProfile({ session, time }: ActionCall): string {
  const rows = labelTable([
    ['Schnittstelle', 'HAN'],
    ['Kommunikationsszenario', 'HKS2'],
    ['Protokoll', 'TLS 1.2'],
  ]);
  return sessionPage(session.tkn, time, `${headingTable('Kommunikationsprofil')}\n${rows}`);
}

export function selfTestStarted({ time }: ActionCall): string {
  return pageFrame(time, '<h1>Selbsttest</h1>\n<p>Der Selbsttest wurde gestartet.</p>');
}

export function loggedOut(time: number): string {
  return pageFrame(time, '<h1>Abmelden</h1>\n<p>Sie wurden erfolgreich abgemeldet.</p>');
}
