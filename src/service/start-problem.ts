// Why the service could not start, in the same grammar as wrong options.
import type { Config } from '../config/config.js';
import { EXIT_COULD_NOT_RUN } from '../config/exit-status.js';
import type { Language, Translated } from '../config/language.js';
import { formatListen } from '../config/listen-address.js';
import type { ValuePlace } from '../config/place.js';
import { problem, problemLine, quoted, remedyFor, type Problem } from '../config/problem.js';
import { socketAddress } from '../systemd/handed-over.js';
import type { InheritedSocket } from '../systemd/inherited-sockets.js';
import type { Places } from '../config/settings.js';
import { ListenError } from '../forward/listen/listener.js';
import { errorCode } from '../error-code.js';

const PRIVILEGED = {
  en: 'this user may not open it; ports below 1024 need root or the capability CAP_NET_BIND_SERVICE',
  de: 'dieser Benutzer darf ihn nicht öffnen; Ports unter 1024 brauchen root oder die Capability CAP_NET_BIND_SERVICE',
};

const REASONS: Readonly<Record<string, Translated<string>>> = {
  EACCES: PRIVILEGED,
  EPERM: PRIVILEGED,
  EINVAL: {
    en: 'not an address of this machine; a link-local one needs its interface, as in [fe80::1%eth0]',
    de: 'keine Adresse dieses Rechners; eine link-lokale braucht ihren Anschluss, wie [fe80::1%eth0]',
  },
  EAFNOSUPPORT: {
    en: 'this machine does not speak this kind of address',
    de: 'solche Adressen kann dieser Rechner nicht',
  },
};

/**
 * `config.yaml, line 3, listen: port 80 cannot be opened (EACCES): this user may not …`
 *
 * @param error what Forwards.apply() has thrown; anything else is thrown again
 */
export function listenProblems(error: unknown, places: Places): Problem[] {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.map((each) => {
    if (each instanceof ListenError) return listenProblem(each, places.get(each.entry) ?? '--listen');
    throw each;
  });
}

function listenProblem({ address, code }: ListenError, where: ValuePlace): Problem {
  const text = formatListen(address);
  const reason = REASONS[code];
  const message = {
    en: `port ${text} cannot be opened (${code})${reason ? `: ${reason.en}` : ''}`,
    de: `Port ${text} lässt sich nicht öffnen (${code})${reason ? `: ${reason.de}` : ''}`,
  };
  return { code: 'cannot-listen', where, message };
}

const OWN_SOCKET = {
  en: 'a socket of one of the forwards, by its port, or by its name (FileDescriptorName=)',
  de: 'ein Socket einer der Weiterleitungen, nach Port oder Namen (FileDescriptorName=)',
};

/** `LISTEN_FDS (3): expected …, got [::]:9000` */
export const socketProblem = (socket: InheritedSocket): Problem =>
  problem('wrong-socket', `LISTEN_FDS (${socket.fd})`, OWN_SOCKET, socketAddress(socket));

/** The wires hold for all connections, so until the process ends. */
export function wireProblems(running: Config, wanted: Config): Problem[] {
  if (wanted.wire === running.wire) return [];
  const message = {
    en: `${wanted.wire} in place of ${running.wire} takes a restart: sudo systemctl restart smgw-proxy`,
    de: `${wanted.wire} statt ${running.wire} braucht einen Neustart: sudo systemctl restart smgw-proxy`,
  };
  return [{ code: 'needs-restart', where: '--wire', message }];
}

/** Of a reload that failed itself, such as for a file of the program that an upgrade has removed. */
export const reloadFailed = (error: unknown): Problem[] => [
  {
    code: 'reload-failed',
    where: 'SIGHUP',
    message: { en: `it failed (${String(error)})`, de: `nicht gelungen (${String(error)})` },
  },
];

/** None if the file can be written, or there is none. */
export async function logFileProblems(file: string | undefined): Promise<Problem[]> {
  if (file === undefined) return [];
  const { assertWritable } = await import('../log/log-file.js');
  try {
    await assertWritable(file);
    return [];
  } catch (error) {
    const code = error instanceof Error ? errorCode(error) : String(error);
    const name = quoted(file);
    const message = {
      en: `${name.en} cannot be written (${code})`,
      de: `${name.de} lässt sich nicht schreiben (${code})`,
    };
    return [{ code: 'log-file', where: '--log-file', message }];
  }
}

const NOT_STARTED: Translated<string> = { en: 'could not start', de: 'nicht gestartet' };

/** Says it on standard error; returns the exit status. */
export function couldNotRun(problems: readonly Problem[], language: Language): number {
  const lines = problems.map((each) => problemLine(each, language));
  const remedy = remedyFor(problems);
  if (remedy !== undefined) lines.push(`→ ${remedy}`);
  process.stderr.write(`${lines.join('\n')}\nsmgw-proxy: ${NOT_STARTED[language]}\n`);
  return EXIT_COULD_NOT_RUN;
}
