// The German texts of `check`: this machine, its configuration and the link to the gateway.
import type { CheckTexts } from './texts.js';
import { list } from './words.js';

export const LINK = {
  'node-fit': ({ version }) => ({ text: version }),
  'node-of-service-old': ({ program, version, needed }) => ({
    text: `der Dienst benutzt ${program}, und das ist zu alt (${version})`,
    remedy: [
      `Installieren Sie dort Node.js ${needed} oder neuer; Raspberry Pi OS bringt es ab „Trixie“ mit.`,
    ],
  }),
  'config-file': ({ file }) => ({ text: `${file} ist in Ordnung` }),
  'config-defaults': ({ file }) => ({ text: `es gibt keine Datei ${file}; es gelten die Vorgaben` }),
  'config-wrong': ({ problems }) => ({
    text: problems.length === 1 ? 'enthält einen Fehler' : `enthält ${problems.length} Fehler`,
    details: problems,
    remedy: ['Berichtigen Sie das, und prüfen Sie noch einmal.'],
  }),
  'interfaces-found': ({ link, home }) => ({
    text: `${link} führt zum Gateway, ${home ?? 'kein Anschluss'} ins Heimnetz`,
  }),
  'interfaces-no-gateway': () => ({
    text: 'keiner kommt für das Gateway in Frage: es muss einer für ein Kabel sein, der nicht ins Heimnetz führt',
    remedy: [
      'Verbinden Sie diesen Rechner über WLAN mit dem Heimnetz und über das Kabel mit dem Gateway,',
      'oder nennen Sie den Anschluss: smgw-proxy check --interface eth0',
    ],
  }),
  'interfaces-several': ({ candidates }) => ({
    text: `mehrere kommen für das Gateway in Frage: ${list(candidates)}`,
    remedy: [`Nennen Sie einen davon: smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`],
  }),
  'cable-plugged': ({ link }) => ({ text: `steckt in ${link}, und am anderen Ende ist ein Gerät` }),
  'cable-unplugged': ({ link }) => ({
    text: `an ${link} ist kein eingeschaltetes Gerät angeschlossen`,
    remedy: [
      'Stecken Sie das Netzwerkkabel fest in diesen Rechner und in die HAN-Buchse des Gateways.',
      'Wenn es steckt: Leuchtet am Gateway eine LED? Ein anderes Kabel hilft manchmal auch.',
    ],
  }),
  'cable-link-down': ({ link }) => ({
    text: `${link} ist abgeschaltet`,
    remedy: [`Einschalten: sudo ip link set ${link} up`],
  }),
  'target-fit': ({ address }) => ({ text: `${address} kann das Gateway sein` }),
  'target-is-own': ({ address, link }) => ({
    text: `${address} ist eine Adresse dieses Rechners selbst (${link}), nicht die des Gateways`,
    remedy: ['Tragen Sie als target die Adresse des Gateways ein. Finden: sudo smgw-proxy discover'],
  }),
  'target-in-home-network': ({ address, link, network: its }) => ({
    text: `${address} liegt im Netz ${its} von ${link}, nicht am Kabel zum Gateway`,
    remedy: ['Tragen Sie als target die Adresse des Gateways ein. Finden: sudo smgw-proxy discover'],
  }),
  'target-name-unknown': ({ name, code }) => ({
    text: `der Name ${name} lässt sich nicht in eine Adresse auflösen (${code})`,
    remedy: ['Tragen Sie als target die Adresse selbst ein. Finden: sudo smgw-proxy discover'],
  }),
  'address-fit': ({ link, address }) => ({
    text: address === '' ? `der Weg zum Gateway führt über ${link}` : `${address} auf ${link}`,
  }),
  'address-missing': ({ link, address }) => ({
    text: `${link} hat keine Adresse; das Gateway (${address}) antwortet nur in seinem eigenen Netz`,
    remedy: ['Einrichten: sudo smgw-proxy setup'],
  }),
  'address-wrong-subnet': ({ link, address, addresses }) => ({
    text: `${link} hat ${list(addresses)}, und ${address} ist nicht in diesem Netz`,
    remedy: [
      'Das Gateway antwortet nur in seinem eigenen Netz. Neu einrichten: sudo smgw-proxy setup',
      'Oder ist target falsch? Das Gateway suchen: sudo smgw-proxy discover',
    ],
  }),
  'address-no-link-local': ({ link, address }) => ({
    text: `${link} hat keine IPv6-Adresse, ${address} ist aber nur damit zu erreichen`,
    remedy: ['Einrichten: sudo smgw-proxy setup'],
  }),
  'routes-none': ({ link }) => ({ text: `${link} gilt nicht als Weg ins Internet` }),
  'routes-default-on-han': ({ link }) => ({
    text: `${link} gilt als Weg ins Internet (Default-Route), das Gateway ist aber keiner`,
    remedy: [
      'Dieser Rechner verliert dadurch zeitweise oder ganz die Verbindung. Neu einrichten: sudo smgw-proxy setup',
      `Für den Augenblick: sudo ip route del default dev ${link}`,
    ],
  }),
  'dns-none': ({ link }) => ({ text: `${link} hat keinen mitgebracht` }),
  'dns-on-han': ({ link, servers }) => ({
    text: `${link} hat einen mitgebracht (${list(servers)}), am Gateway gibt es aber keinen`,
    remedy: [
      'Namen werden dadurch langsam oder gar nicht gefunden. Neu einrichten: sudo smgw-proxy setup',
      'Oder im Netzwerkprofil dieses Anschlusses den DNS-Server löschen.',
    ],
  }),
  'forwarding-off': () => ({ text: 'ausgeschaltet: die Netze bleiben getrennt' }),
  'forwarding-on': ({ interfaces }) => ({
    text: `eingeschaltet für ${list(interfaces)}: das Heimnetz und das des Gateways sind nicht getrennt`,
    remedy: [
      'smgw-proxy braucht sie nicht, und manche Gateways sperren sich dann. Ausschalten:',
      'sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
      'Damit es so bleibt, darf auch in /etc/sysctl.conf und /etc/sysctl.d nichts anderes stehen.',
    ],
  }),
  'forwarding-for-containers': ({ link, because }) => ({
    text: `eingeschaltet, weil Container oder Tunnel sie brauchen (${list(because)})`,
    remedy: [
      `Halten Sie das Netz des Gateways mit einer Regel heraus, zum Beispiel in /etc/nftables.conf:`,
      `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
    ],
  }),
  'overlap-none': () => ({ text: 'Heimnetz und Netz des Gateways haben verschiedene Adressen' }),
  'overlap-found': ({ link, network: its, other }) => ({
    text: `${link} und ${other} benutzen dieselben Adressen (${its}): Pakete gehen zum falschen`,
    remedy: [
      `Geben Sie dem Heimnetz im Router andere Adressen, zum Beispiel 192.168.77.0/24,`,
      'oder lassen Sie den Weg nur für das Gateway gelten: sudo smgw-proxy setup',
    ],
  }),
} as const satisfies Partial<CheckTexts['causes']>;
