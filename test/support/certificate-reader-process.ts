// Asks ports of this machine for the certificate behind them, without a pause: PORT … Prints a JSON line for each answer.
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';

/** The certificate behind a port, or an errno name. */
export interface CertificateAnswer {
  readonly port: number;
  readonly shown: string;
}

/** Between a connection and the next one, in ms. */
const PAUSE_MS = 4;
/** One that is silent for so long, in ms, has lost its gateway. */
const SILENT_MS = 2000;
/** At the same time, to each port. */
const READERS = 4;

function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, timeout: SILENT_MS }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256 ?? 'none');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    socket.on('close', () => {
      resolve('closed');
    });
    socket.on('timeout', () => socket.destroy());
  });
}

async function read(port: number): Promise<never> {
  for (;;) {
    const answer: CertificateAnswer = { port, shown: await ask(port) };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    await pause(PAUSE_MS);
  }
}

const ports = process.argv.slice(2).flatMap((port) => Array.from({ length: READERS }, () => Number(port)));
await Promise.all(ports.map(read));
