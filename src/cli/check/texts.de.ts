// The German texts of `check`.
import { GATEWAY } from './texts-gateway.de.js';
import { LINK } from './texts-link.de.js';
import { SERVICE } from './texts-service.de.js';
import type { CheckTexts } from './texts.js';

const STEPS: CheckTexts['steps'] = {
  node: 'Node.js',
  config: 'Konfiguration',
  interfaces: 'Netzwerkanschlüsse',
  cable: 'Kabel',
  target: 'Ziel',
  address: 'Eigene Adresse am Gateway',
  routes: 'Wege ins Internet',
  dns: 'Namensserver',
  forwarding: 'Weiterleitung von Paketen',
  overlap: 'Getrennte Netze',
  neighbour: 'Gerät am Kabel',
  tcp: 'Port des Gateways',
  tls: 'TLS',
  certificate: 'Zertifikat',
  home: 'Heimnetz',
  service: 'Dienst',
  ports: 'Eigener Port',
  status: 'Zustand des Dienstes',
  through: 'Durch den Dienst',
  client: 'Für Ihre Programme',
};

export const GERMAN: CheckTexts = {
  steps: STEPS,
  causes: {
    ...LINK,
    ...GATEWAY,
    ...SERVICE,
    'not-tested': ({ because }) => ({ text: `nicht geprüft wegen: ${STEPS[because]}` }),
  },
  trouble: {
    input: 'bei der Konfiguration',
    cable: 'am Kabel oder seinem Anschluss',
    addresses: 'bei Adressen oder Wegen',
    gateway: 'beim Gateway: es antwortet nicht',
    tls: 'bei der Verschlüsselung des Gateways',
    service: 'beim Dienst oder seinen Ports',
    home: 'zum Heimnetz hin',
  },
  allWell: 'Alles in Ordnung.',
  wellWithWarnings: (count) =>
    count === 1
      ? 'Es funktioniert; eine Stelle verdient Beachtung (!).'
      : `Es funktioniert; ${count} Stellen verdienen Beachtung (!).`,
  failed: (count, where) => `${count === 1 ? 'Ein Fehler' : `${count} Fehler, der erste`} ${where}.`,
  beginAbove: 'Beheben Sie zuerst den obersten Fehler (✗), und prüfen Sie dann noch einmal.',
  withoutRoot:
    'Ohne root blieb offen, welches Programm einen Port hat. Vollständig prüft: sudo smgw-proxy check',
};
