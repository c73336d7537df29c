// The meaning of each option, in one sentence without its default, for the help and the man page.

export const OPTION_HELP = {
  listen: {
    en: 'Where clients connect: a port alone means every address of this machine, wlan0:8080 those of an interface. May be repeated',
    de: 'Wo sich Programme verbinden: ein Port allein heißt jede Adresse dieses Rechners, wlan0:8080 die eines Anschlusses. Mehrmals möglich',
  },
  target: {
    en: 'The gateway: an IPv4 address, [IPv6] or a name; port 443 when left out',
    de: 'Das Gateway: eine IPv4-Adresse, [IPv6] oder ein Name; ohne Port gilt 443',
  },
  source: {
    en: 'The own address or interface by which connections to the target leave, where several gateways have one address; another way is never taken',
    de: 'Die eigene Adresse, oder der Anschluss, von dem die Verbindung zum Gateway ausgeht; geht es dort nicht, gilt das Gateway als nicht erreichbar',
  },
  whenTargetDown: {
    en: 'While the target is unreachable: close the ports (clients see "connection refused") until it is back, or accept and reset',
    de: 'Solange das Gateway nicht erreichbar ist: die Ports schließen (Programme sehen „Verbindung abgelehnt“), bis es wieder da ist, oder annehmen und abbrechen',
  },
  probe: {
    en: 'How to find out whether the target is there: a bare connection, or the carrier of the way to it. The latter never disturbs a gateway of one session',
    de: 'Wie geprüft wird, ob das Gateway da ist: durch eine bloße Verbindung, oder nur am Kabel. Letzteres stört ein Gateway nie, das nur eine Sitzung kann',
  },
  mdns: {
    en: 'Answer for this name in the home network (mDNS), where clients connect, never at the gateway: smgw.local',
    de: 'Im Heimnetz auf diesen Namen antworten (mDNS), nie am Kabel zum Gateway: smgw.local',
  },
  allow: {
    en: 'Clients that may connect; private = this machine, private and link-local networks, and its own subnets. May be repeated',
    de: 'Wer sich verbinden darf; private = dieser Rechner, private und link-lokale Netze und seine eigenen. Mehrmals möglich',
  },
  deny: {
    en: 'Clients among those that may not. May be repeated',
    de: 'Wer davon sich nicht verbinden darf. Mehrmals möglich',
  },
  maxConnections: {
    en: 'Most live connections',
    de: 'Höchstens so viele Verbindungen gleichzeitig',
  },
  maxConnectionsPerClient: {
    en: 'Most live connections of one client address to each forward',
    de: 'Höchstens so viele Verbindungen von einer Adresse zu jeder Weiterleitung',
  },
  maxTargetConnections: {
    en: 'Most connections to the target; beyond them clients wait, and take turns',
    de: 'Höchstens so viele Verbindungen zum Gateway; weitere warten, bis sie an der Reihe sind',
  },
  maxQueue: {
    en: 'Most connections waiting for their turn (here 0 = none)',
    de: 'Höchstens so viele Verbindungen warten (hier 0 = keine)',
  },
  queueTimeout: {
    en: 'How long a connection may wait for its turn',
    de: 'Wie lange eine Verbindung warten darf, bis sie an der Reihe ist',
  },
  turnIdle: {
    en: "With --max-target-connections: a client's turn ends after this long without a byte after an answer, if another client waits",
    de: 'Mit --max-target-connections: So lange nach einer Antwort ohne ein Byte kommt das nächste Programm an die Reihe, wenn eines wartet',
  },
  turnLimit: {
    en: 'A turn ends after this long in any case, if another client waits',
    de: 'Nach dieser Zeit kommt auf jeden Fall das nächste an die Reihe, wenn eines wartet',
  },
  connectTimeout: {
    en: 'How long to wait for the target to accept a connection',
    de: 'Wie lange gewartet wird, bis das Gateway eine Verbindung annimmt',
  },
  idleTimeout: {
    en: 'End a connection after this long without a byte in either direction',
    de: 'So lange ohne ein Byte in beiden Richtungen, und die Verbindung wird beendet',
  },
  halfCloseTimeout: {
    en: 'End a connection that one side has closed after this long without a byte from the other',
    de: 'Dasselbe, wenn eine Seite die Verbindung schon geschlossen hat',
  },
  drainDelay: {
    en: 'When smgw-proxy is stopped: not ready at once, but still accept connections for this long (lame duck), then drain',
    de: 'Beim Beenden: sofort nicht mehr bereit, aber so lange noch Verbindungen annehmen',
  },
  drainTimeout: {
    en: 'How long connections may still finish when smgw-proxy is stopped',
    de: 'Wie lange Verbindungen beim Beenden noch laufen dürfen',
  },
  acceptProxy: {
    en: 'Sources that must begin with a header (v1 or v2); all bytes of other sources are payload. May be repeated',
    de: 'Absender, die mit einem Header beginnen müssen (v1 oder v2); bei anderen gehört jedes Byte zum Inhalt. Mehrmals möglich',
  },
  proxyHeaderTimeout: {
    en: 'How long such a source may take for it',
    de: 'Wie viel Zeit ein solcher Absender dafür hat',
  },
  sendProxy: {
    en: 'Begin each target connection with a header; a real gateway does not understand it',
    de: 'Jede Verbindung zum Ziel mit einem Header beginnen; ein echtes Gateway versteht ihn nicht',
  },
  targetTls: {
    en: 'Speak TLS to the target, and plain TCP to clients: only with the certificate of --target-fingerprint',
    de: 'Mit dem Gateway TLS sprechen und mit Programmen einfaches TCP: nur mit dem Zertifikat von --target-fingerprint',
  },
  targetFingerprint: {
    en: "The SHA-256 of the target's certificate, as smgw-proxy check shows it",
    de: 'Der SHA-256 des Zertifikats, wie smgw-proxy check ihn zeigt',
  },
  targetCertificate: {
    en: 'A client certificate to log in with, in PEM',
    de: 'Ein Client-Zertifikat zur Anmeldung, in PEM',
  },
  targetKey: {
    en: 'Its private key, in PEM; a file that only its owner may read (chmod 0600)',
    de: 'Sein privater Schlüssel, in PEM; eine Datei, die nur ihr Besitzer lesen darf (chmod 0600)',
  },
  logLevel: {
    en: 'How much to tell',
    de: 'Wie viel protokolliert wird',
  },
  logFormat: {
    en: 'Sentences for people, or JSON lines for programs',
    de: 'Sätze für Menschen oder JSON-Zeilen für Programme',
  },
  logFile: {
    en: 'Also write the log to this file, which is rotated daily and at 10 MiB, with 3 old ones kept; off means none',
    de: 'Das Protokoll auch in diese Datei schreiben; täglich und ab 10 MiB beginnt eine neue, 3 alte bleiben. off heißt keine',
  },
  wire: {
    en: "socket moves bytes with Node's sockets alone; auto does so only if the faster way fails a test at the start",
    de: 'socket bewegt Bytes nur mit den Sockets von Node; auto nur dann, wenn der schnellere Weg beim Start eine Prüfung nicht besteht',
  },
  admin: {
    en: 'Where to answer with the status page, /status (JSON), /metrics (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081; for those who may use a forward',
    de: 'Wo die Statusseite, /status (JSON), /metrics (Prometheus), /healthz und /readyz stehen: 127.0.0.1:8081, wlan0:8081; für alle, die eine Weiterleitung benutzen dürfen',
  },
  adminAllow: {
    en: 'Clients that --admin answers, in place of those who may use a forward: 127.0.0.1, 192.168.77.0/24. May be repeated',
    de: 'Wem --admin antwortet, statt denen, die eine Weiterleitung benutzen dürfen: 127.0.0.1, 192.168.77.0/24. Mehrmals möglich',
  },
  adminHost: {
    en: 'A name of this machine outside the home that the Host header of a request may have: pi7.fleet.example. May be repeated',
    de: 'Ein Name dieses Rechners außerhalb des Heimnetzes, der im Host-Header stehen darf: pi7.fleet.example. Mehrmals möglich',
  },
  language: {
    en: 'Of all that this machine says to people, except the log; when left out, that of the system',
    de: 'Von allem, was dieser Rechner zu Menschen sagt, außer dem Protokoll; ohne Angabe die des Systems',
  },
};

/** The headings of the help. */
export const OPTION_GROUPS = {
  forwarding: {
    en: 'Forwarding:',
    de: 'Weiterleitung:',
  },
  clients: {
    en: 'Allowed clients (any, private, or networks such as 192.168.0.0/24):',
    de: 'Wer sich verbinden darf (any, private oder Netze wie 192.168.0.0/24):',
  },
  limits: {
    en: 'Limits (0 = unlimited):',
    de: 'Grenzen (0 = unbegrenzt):',
  },
  times: {
    en: 'Times (500ms, 5s, 15m, 1h; 0 switches one off):',
    de: 'Zeiten (500ms, 5s, 15m, 1h; 0 schaltet eine ab):',
  },
  proxyProtocol: {
    en: 'PROXY protocol (behind or in front of another proxy):',
    de: 'PROXY-Protokoll (hinter oder vor einem anderen Proxy):',
  },
  tls: {
    en: 'TLS to the target (for clients that speak none; passwords then cross the home network in the clear):',
    de: 'TLS zum Gateway (für Programme, die keines können; Passwörter gehen dann lesbar durchs Heimnetz):',
  },
  logging: {
    en: 'Logging:',
    de: 'Protokoll:',
  },
  support: {
    en: 'Support:',
    de: 'Fehlersuche:',
  },
  status: {
    en: 'Status and metrics:',
    de: 'Status und Messwerte:',
  },
  language: {
    en: 'Language:',
    de: 'Sprache:',
  },
};
