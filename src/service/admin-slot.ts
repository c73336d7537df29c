// The place of the admin server in a service: empty, and nothing loaded for it, until the configuration asks for one.
import type { Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Config, ListenAddress } from '../config/config.js';
import type { Binding } from '../forward/listen/binding.js';
import type { RecordSink } from '../forward/record.js';
import type { Admin, AdminDependencies } from '../admin/admin.js';
import { ADMIN_CONNECTIONS } from '../admin/visitors.js';
import { adminListening } from '../admin/records.js';

export class AdminSlot {
  private admin: Admin | undefined;
  private binding: Binding<Socket> | undefined;
  private announced: Binding<Socket> | undefined;

  constructor(private readonly dependencies: AdminDependencies) {}

  /** Most file descriptors that an admin server there takes, beside its listening sockets. */
  static descriptors({ admin }: Config): number {
    return admin === undefined ? 0 : ADMIN_CONNECTIONS;
  }

  readonly ended: RecordSink = (record) => {
    this.admin?.ended(record);
  };

  /**
   * Listens there, or nowhere, if `apply` succeeds as well. The place before stays open until then.
   *
   * @throws ListenError, or what `apply` throws, and then everything is as before
   */
  async change(config: Config, apply: () => Promise<void>): Promise<void> {
    const { admin: entry } = config;
    const before = this.binding;
    const isSame = isDeepStrictEqual(entry, before?.entry);
    const next = isSame ? before : entry && (await this.open(entry));
    try {
      await apply();
    } catch (error) {
      if (!isSame) next?.stop();
      throw error;
    }
    this.binding = next;
    this.admin?.admit(config);
    if (!isSame) before?.stop();
  }

  /** Says where it listens, if that is new. */
  announce(): void {
    if (this.binding === this.announced) return;
    this.announced = this.binding;
    const addresses = this.binding?.addresses ?? [];
    // Without addresses it has been told already that they are waited for.
    if (addresses.length > 0) this.dependencies.write(adminListening(addresses));
  }

  /** Listens no more and cuts its connections. */
  stop(): void {
    this.binding?.stop();
    this.admin?.stop();
  }

  private async open(entry: ListenAddress): Promise<Binding<Socket>> {
    this.admin ??= new (await import('../admin/admin.js')).Admin(this.dependencies);
    const binding = this.admin.bindingTo(entry);
    await binding.start();
    return binding;
  }
}
