// An admin server in front of a test's own forward, in this process, on a free port.
import type { ForwardConfig } from '../../src/config/config.js';
import type { Language } from '../../src/config/language.js';
import type { ConnectionRecord } from '../../src/forward/record.js';
import { Admin } from '../../src/admin/admin.js';
import type { Admitted } from '../../src/admin/admin-server.js';
import type { NameLookup } from '../../src/admin/client-names.js';
import type { ServiceFacts } from '../../src/admin/service-families.js';
import type { LogRecord } from '../../src/log/log.js';
import type { NameView } from '../../src/mdns/standings.js';
import type { Status } from '../../src/admin/status/schema.js';
import { serviceConfig } from './config.js';
import { startForward, type TestForward, type TestForwardOptions } from './forward.js';

export interface TestAdmin {
  readonly forward: TestForward;
  readonly admin: Admin;
  readonly port: number;
  /** The records that it has logged. */
  readonly logged: LogRecord[];
  /** `http://127.0.0.1:PORT` and the path. */
  url(path: string): string;
  status(): Promise<Status>;
  stop(): Promise<void>;
}

export interface TestAdminOptions {
  readonly forward?: TestForwardOptions;
  readonly pageFolder?: URL;
  readonly isStopping?: () => boolean;
  readonly name?: NameView;
  readonly service?: Partial<ServiceFacts>;
  readonly nameOf?: NameLookup;
  /** The forwards of admitted clients, if not the test's own. */
  readonly users?: readonly ForwardConfig[];
  readonly admitted?: Partial<Admitted>;
  readonly language?: Language;
}

async function startAdmin(options: TestAdminOptions = {}): Promise<TestAdmin> {
  const logged: LogRecord[] = [];
  const ended = (record: ConnectionRecord): void => {
    admin.ended(record);
  };
  const forward = await startForward({ ...options.forward, ended });
  const { forwards } = forward;
  const admin = new Admin({
    version: () => '1.2.3',
    language: () => options.language ?? 'en',
    pageFolder: () => options.pageFolder ?? new URL('file:///nowhere/'),
    views: () => ({ current: forwards.views, retired: forwards.retiredViews }),
    nameOf: options.nameOf ?? (() => Promise.resolve(undefined)),
    isStopping: options.isStopping ?? (() => false),
    name: () => options.name,
    refusal: () => undefined,
    look: () => forwards.look(),
    service: () => ({ configuredAt: 0, isConfigRefused: false, droppedLines: 0, ...options.service }),
    addressesOf: () => [],
    portUser: () => undefined,
    isInOwnSubnet: () => false,
    write: (record) => logged.push(record),
  });
  admin.admit({ ...serviceConfig(...(options.users ?? [forward.config])), ...options.admitted });
  const binding = admin.bindingTo({ host: '127.0.0.1', port: 0 });
  await binding.start();
  const port = binding.addresses[0]?.port ?? 0;
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  return {
    forward,
    admin,
    port,
    logged,
    url,
    status: async () => {
      for (;;) {
        const answer = await fetch(url('/status'));
        // A loop of requests gets 429 now and then.
        if (answer.status !== 429) return (await answer.json()) as Status;
        await answer.text();
      }
    },
    stop: async () => {
      binding.stop();
      admin.stop();
      await forward.stop();
    },
  };
}

/** Runs `body` with an admin server of its own and cleans up, also when it fails. */
export function withAdmin(
  options: TestAdminOptions,
  body: (admin: TestAdmin) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const admin = await startAdmin(options);
    try {
      await body(admin);
    } finally {
      await admin.stop();
    }
  };
}
