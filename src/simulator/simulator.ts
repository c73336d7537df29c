// A simulated Theben CONEXA smart meter gateway, for trials without a real one.
import { makeCertificates, type KeyPairPem } from './certificates.js';
import { DEFAULT_PASSWORD, DEFAULT_USER, userIdOf } from './identity.js';
import { createLogin } from './login.js';
import { createMethods } from './methods.js';
import { createResponder } from './responder.js';
import { SESSION_LIMITS, startServer, type GatewayServer } from './server.js';

export interface SimulatorOptions {
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the kernel chooses. */
  readonly port?: number;
  /** ASCII like the password, because clients encode other characters differently before the Digest hash. */
  readonly user?: string;
  readonly password?: string;
  /** Time before each answer, ms; default 0. */
  readonly answerDelay?: number;
  /** The gateway's clock, epoch ms; default the real one. Certificates always follow the real one. */
  readonly now?: () => number;
}

export interface RunningSimulator extends GatewayServer {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** The part before `.sm` in the user's paths. */
  readonly userId: string;
  /** The self-signed certificate of the server. */
  readonly certificatePem: string;
  /** Logs in without a password. */
  readonly clientCertificate: KeyPairPem;
}

/** Starts a gateway with new certificates. Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { host = '127.0.0.1', port = 0, user = DEFAULT_USER, password = DEFAULT_PASSWORD } = options;
  const { answerDelay = 0, now = Date.now } = options;
  const userId = userIdOf(user);
  const certificates = await makeCertificates();
  const responder = createResponder({
    login: createLogin(user, password, now),
    methods: createMethods(certificates.hex, now),
    userId,
    answerDelay,
  });
  const server = await startServer({ host, port, certificates, responder, limits: SESSION_LIMITS });
  return {
    ...server,
    host,
    user,
    password,
    userId,
    certificatePem: certificates.server.certPem,
    clientCertificate: certificates.client,
  };
}
