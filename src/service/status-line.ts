// STATUS= of sd_notify(3), the line that `systemctl status` shows, in the language of this machine.
import { pageWords, type SharedWords } from '../admin/page-words.js';
import type { ForwardConfig, ListenAddress, TargetOfForward } from '../config/config.js';
import type { Language } from '../config/language.js';
import { formatGateway, formatTarget } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import { bare, problemLine, type Problem } from '../config/problem.js';
import type { ListenError } from '../forward/listen/listener.js';
import type { Outage } from '../forward/target/reachability.js';
import { hintFor } from '../log/hint.js';
import * as records from './service-log.js';

/** In English most lines are those of the log. */
export interface StatusLine {
  readonly en: string;
  /** @param words those of the status page */
  readonly de: (words: SharedWords) => string;
}

/** The language of a running service. */
export class Speech {
  language: Language = 'en';
  private german: SharedWords | undefined;

  async change(language: Language): Promise<void> {
    this.german = language === 'de' ? await pageWords(language) : undefined;
    this.language = language;
  }

  text({ en, de }: StatusLine): string {
    return this.german === undefined ? en : de(this.german);
  }
}

/** All forwards, where nothing is wrong. */
export function forwarding(forwards: readonly ForwardConfig[]): StatusLine {
  const ways = forwards.map(
    ({ listen, target }) => `${listen.map(formatListen).join(', ')} → ${formatTarget(target)}`,
  );
  const all = ways.join('; ');
  return { en: `Forwarding ${all}`, de: () => `Leitet weiter: ${all}` };
}

/** Of a configuration that is not in force. */
export const refused = (problem: Problem): StatusLine => ({
  en: `Configuration refused, the previous one is served: ${problemLine(problem, 'en')}`,
  de: () => `Konfiguration abgelehnt, es gilt weiter die vorige: ${problemLine(problem, 'de')}`,
});

export const listening = (forward: ForwardConfig, addresses: readonly ListenAddress[]): StatusLine => ({
  en: records.listening(forward, addresses).message,
  de: () =>
    `Weiterleitung ${forward.name}: ${addresses.map(formatListen).join(', ')} → ${formatTarget(forward.target)}`,
});

export const waiting = (
  forward: ForwardConfig,
  name: string,
  interfaces: records.KnownInterfaces,
): StatusLine => ({
  en: records.waiting(forward, name, interfaces).message,
  de: ({ headlines }) => {
    const { names, unreadable } = interfaces;
    const others = names.includes(name) ? '' : `; Adressen haben: ${names.join(', ')}`;
    const reason =
      unreadable === undefined
        ? `${name} hat noch keine Adresse${others}`
        : `der Kernel nennt die Adressen von ${name} nicht (${unreadable}); eine Sandbox muss AF_NETLINK erlauben`;
    return `${headlines.waiting}: Weiterleitung ${forward.name}: ${reason}`;
  },
});

/** By errno name. */
const LISTEN_REASONS: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: ': Dieser Rechner hat die Adresse noch nicht',
  EINVAL: ': Ihren Anschluss gibt es noch nicht',
};

export const listenFailed = (forward: ForwardConfig, error: ListenError): StatusLine => ({
  en: records.listenFailed(forward, error).message,
  de: ({ headlines }) => {
    const { address, code, user } = error;
    const port = formatListen(address);
    if (user === undefined)
      return `${headlines['listen-failed']}: ${port} (${code})${LISTEN_REASONS[code] ?? ''}. Es wird weiter versucht`;
    const program =
      user.pid === undefined
        ? `ein Programm des Benutzers ${bare(user.user)}`
        : `${bare(user.name ?? '')} (Prozess ${user.pid})`;
    return `${headlines['port-taken']}: Port ${port}, ${program}. Geräte erreichen dort nicht das Gateway`;
  },
});

export const targetDown = (gateway: TargetOfForward, outage: Outage): StatusLine => ({
  en: records.targetDown(gateway, outage).message,
  de: (words) => {
    const { outcome, code, interface: link } = outage;
    const isOther = outcome === 'target-certificate-changed';
    const headline = isOther ? words.headlines['certificate-changed'] : `${words.headlines['target-down']}.`;
    const hint = hintFor({ outcome, code, unansweredMs: 0, holder: undefined });
    const why =
      link === undefined
        ? `${words.outcomes[outcome]} (${code})${hint === undefined ? '' : ` - ${words.hint(hint)}`}`
        : `kein Signal am Anschluss ${link}: Steckt das Kabel?`;
    return `${headline} Geräte werden abgewiesen: ${formatGateway(gateway)}: ${why}`;
  },
});

export const targetUp = (gateway: TargetOfForward): StatusLine => ({
  en: records.targetUp(gateway).message,
  de: () => `Gateway wieder erreichbar: ${formatGateway(gateway)}`,
});
