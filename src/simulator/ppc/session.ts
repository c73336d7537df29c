// The sessions of a PPC gateway: one at a time by default, each with names of its own for meters and profiles.
import { randomBytes } from 'node:crypto';

/** From the log-in, in ms. A guess: no source tells it. */
export const SESSION_LIFETIME = 10 * 60 * 1000;

export class PpcSession {
  /** The value of the cookie. */
  readonly id = randomToken();
  /** The hidden field `tkn` of all forms. */
  readonly tkn = randomToken();
  private readonly aliases = new Map<string, string>();

  /** @param opened epoch ms */
  constructor(readonly opened: number) {}

  /** The name of a thing in this session: 32 hex digits. */
  alias(thing: string): string {
    return this.aliases.get(thing) ?? this.renewAlias(thing);
  }

  /** A fresh name; the one before is no longer known. */
  renewAlias(thing: string): string {
    const alias = randomToken();
    this.aliases.set(thing, alias);
    return alias;
  }

  /** The thing with this name; undefined for an unknown name. */
  thingOf(alias: string | null): string | undefined {
    return [...this.aliases].find(([, known]) => known === alias)?.[0];
  }
}

export class PpcSessions {
  private readonly known = new Map<string, PpcSession>();

  /** @param limit the most sessions at a time */
  constructor(private readonly limit: number) {}

  /** A new session; undefined if there are as many as may be. */
  open(now: number): PpcSession | undefined {
    for (const { id, opened } of this.known.values()) if (isOver(opened, now)) this.known.delete(id);
    if (this.known.size >= this.limit) return undefined;
    const session = new PpcSession(now);
    this.known.set(session.id, session);
    return session;
  }

  /** The first open session of these ids. */
  find(ids: readonly string[], now: number): PpcSession | undefined {
    const sessions = ids.map((id) => this.known.get(id));
    return sessions.find((session) => session !== undefined && !isOver(session.opened, now));
  }

  close({ id }: PpcSession): void {
    this.known.delete(id);
  }

  closeAll(): void {
    this.known.clear();
  }
}

/** A session also ends when the clock is set back before its log-in. */
function isOver(opened: number, now: number): boolean {
  return now < opened || now >= opened + SESSION_LIFETIME;
}

function randomToken(): string {
  return randomBytes(16).toString('hex');
}
