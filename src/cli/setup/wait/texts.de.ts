// The German texts of a setup that waits.
import type { en } from './texts.en.js';

const ON_THIS_MACHINE = 'Geben Sie auf diesem Rechner einen Befehl ein, zum Beispiel über SSH.';

export const de: typeof en = {
  page: (address) => `Seite der Einrichtung: ${address}`,
  headlines: {
    network: 'Warten auf das Heimnetz',
    'no-cable': 'Das Netzwerkkabel fehlt noch',
    'home-network': 'Das Kabel führt ins Heimnetz, nicht zum Gateway',
    'which-cable': 'Es stecken mehrere Kabel. Welches führt zum Gateway?',
    searching: 'Das Gateway wird gesucht',
    'not-found': 'Am Kabel antwortet noch kein Gateway',
    several: 'Am Kabel antworten mehrere Gateways. Welches ist Ihres?',
    foreign: 'Ein Gerät am Kabel hat eine Adresse, die für Gateways unüblich ist',
    'setting-up': 'Das Gateway ist gefunden und wird eingerichtet',
    trouble: 'Das Einrichten geht noch nicht',
  },
  network: [
    'Dieser Rechner hat noch keine Adresse im Heimnetz. Sobald er eine hat, geht es von selbst weiter.',
    'Stimmen Name und Passwort des WLANs? Ändern: sudo nmtui',
  ],
  cableIntoHome: ['Stecken Sie das Kabel aus dem Router in die HAN-Buchse des Gateways um.'],
  noWifi: 'Verbinden Sie diesen Rechner zuerst über WLAN mit dem Heimnetz: sudo nmtui',
  isGatewayThere: (target) => `Ist dort doch das Gateway? Nennen Sie seine Adresse: ${target}`,
  whichCable: [ON_THIS_MACHINE, 'Oder ziehen Sie das Kabel, das nicht zum Gateway führt.'],
  link: (name, command) => `${name} führt zum Gateway: ${command}`,
  noSocket:
    'Dieser Rechner hat keine Netzwerkbuchse für ein Kabel. Sobald er eine hat, geht es von selbst weiter.',
  searching: ['Das dauert meist weniger als eine Minute.'],
  notFound: [
    'Die Suche geht von selbst weiter.',
    'Ist das Gateway eingeschaltet? Nach einem Stromausfall braucht es einige Minuten.',
    'Steckt das Kabel in der HAN-Buchse des Gateways und in keiner anderen?',
    'Bleibt es so, fragen Sie den Messstellenbetreiber, ob die HAN-Schnittstelle freigeschaltet ist. Ein Brief dafür: sudo smgw-proxy discover --lang de',
  ],
  decide: [ON_THIS_MACHINE],
  gateway: (address, command) => `${address} ist das Gateway: ${command}`,
  settingUp: ['Danach zeigt diese Seite den Zustand des Gateways. Sie wechselt von selbst.'],
  trouble: ['Es wird immer wieder versucht. Der Grund:'],
  goesOn: 'Gewartet wird, solange es dauert. Was noch fehlt, darf später kommen.',
};
