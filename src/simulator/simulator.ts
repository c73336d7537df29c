// A simulated smart meter gateway of one of the makers, for trials without a real one.
import { makeCertificates, type KeyPairPem } from './certificates.js';
import { EMH } from './emh/emh.js';
import type { GatewayKnobs, GatewayModel } from './gateway.js';
import { DEFAULT_LOGIN, type Login, type SimulatedMaker } from './identity.js';
import { Meter } from './meter.js';
import { createResponder } from './responder.js';
import { startServer, type GatewayServer } from './server.js';
import { PPC } from './ppc/ppc.js';
import { THEBEN } from './theben/theben.js';

const MODELS: Readonly<Record<SimulatedMaker, GatewayModel>> = { theben: THEBEN, emh: EMH, ppc: PPC };

export interface SimulatorOptions extends Partial<Login>, GatewayKnobs {
  /** Default theben. */
  readonly maker?: SimulatedMaker;
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: the kernel chooses. */
  readonly port?: number;
  /** The gateway's own address where it is not `host`, as behind a router. */
  readonly ownAddress?: string;
  /** The clock of the household, epoch ms; default the real one. Certificates always follow the real one. */
  readonly now?: () => number;
}

export interface RunningSimulator extends Omit<GatewayServer, 'cut'>, Login {
  readonly host: string;
  /** The self-signed certificate of the server. */
  readonly certificatePem: string;
  /** Logs in without a password. */
  readonly clientCertificate: KeyPairPem;
}

/** Starts a gateway with new certificates. Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const {
    maker = 'theben',
    host = '127.0.0.1',
    port = 0,
    now = Date.now,
    ownAddress = host,
    ...knobs
  } = options;
  const { user = DEFAULT_LOGIN.user, password = DEFAULT_LOGIN.password } = options;
  const model = MODELS[maker];
  const certificates = await makeCertificates(model);
  const clock = (): number => now() + (knobs.wrongClock ?? 0);
  const { hex, signer } = certificates;
  const cut = (): void => {
    server.cut();
  };
  const { meterSwap = 0 } = knobs;
  const meter = new Meter(meterSwap === 0 ? Infinity : clock() + meterSwap);
  const own = { host: ownAddress, user, password, now: clock, meter };
  const setting = { ...own, certificates: hex, signer, cut, knobs };
  const { answer, welcome } = model.start(setting);
  const { tls, limits } = model;
  const silence = knobs.dropIdle ?? limits.silence;
  const server = await startServer({
    ...{ host, port, certificates, tls, welcome },
    responder: createResponder(answer, knobs.answerDelay),
    limits: { ...limits, silence },
  });
  const { server: identity, client } = certificates;
  return {
    ...{ port: server.port, stop: server.stop, host, user, password },
    ...{ certificatePem: identity.certPem, clientCertificate: client },
  };
}
