// The place of the admin server in a service: empty, and nothing loaded for it, until the configuration asks for one.
import { isDeepStrictEqual } from 'node:util';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import type { Binding } from '../forward/listen/binding.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { Admin, AdminDependencies } from '../admin/admin.js';
import { ADMIN_CONNECTIONS } from '../admin/visitors.js';
import * as records from '../admin/records.js';

/** A change that has been prepared: one of the two is owed. */
export interface AdminChange {
  /** @param forwards those in force from now on */
  keep(forwards: readonly ForwardConfig[]): void;
  undo(): void;
}

export class AdminSlot {
  private admin: Admin | undefined;
  private binding: Binding | undefined;

  constructor(private readonly dependencies: AdminDependencies) {}

  /** Most file descriptors that an admin server there takes, beside its listening sockets. */
  static descriptors({ admin }: { readonly admin?: ListenAddress }): number {
    return admin === undefined ? 0 : ADMIN_CONNECTIONS;
  }

  ended(record: ConnectionRecord): void {
    this.admin?.ended(record);
  }

  /**
   * Listens there, or nowhere. The place before stays open until the change is kept.
   *
   * @throws ListenError, and then everything is as before
   */
  async change(entry: ListenAddress | undefined): Promise<AdminChange> {
    const before = this.binding;
    const isSame = isDeepStrictEqual(entry, before?.entry);
    const next = isSame ? before : entry && (await this.open(entry));
    return {
      keep: (forwards) => {
        if (!isSame) before?.stop();
        this.binding = next;
        this.admin?.admitUsersOf(forwards);
        if (!isSame && next !== undefined) this.announce(next);
      },
      undo: () => {
        if (!isSame) next?.stop();
      },
    };
  }

  /** Listens no more and cuts its connections. */
  stop(): void {
    this.binding?.stop();
    this.admin?.stop();
  }

  private async open(entry: ListenAddress): Promise<Binding> {
    this.admin ??= await load(this.dependencies);
    const binding = this.admin.bindingTo(entry);
    await binding.start();
    return binding;
  }

  private announce({ addresses }: Binding): void {
    // Without addresses it has been told already that they are waited for.
    if (addresses.length > 0) this.dependencies.write(records.adminListening(addresses));
  }
}

async function load(dependencies: AdminDependencies): Promise<Admin> {
  const { Admin: Loaded } = await import('../admin/admin.js');
  return new Loaded(dependencies);
}
