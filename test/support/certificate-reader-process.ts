// Asks ports of this machine for the certificate behind them, without a pause: PORT … Prints a JSON line for each answer.
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';

/** What a port has shown: a certificate or an errno name. */
export interface CertificateAnswer {
  readonly port: number;
  readonly shown: string;
}

/** Between two connections to one port, in ms. */
const PAUSE_MS = 4;

function ask(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, timeout: 5000 }, () => {
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

await Promise.all(process.argv.slice(2).map((port) => read(Number(port))));
