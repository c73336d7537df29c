// The page of a setup that waits: what its file says, for the home to read. Nothing that is sent here changes anything.
import type { Socket } from 'node:net';
import type { ListenAddress } from '../config/config.js';
import type { Language } from '../config/language.js';
import type { IsInOwnSubnet } from '../forward/admit/access.js';
import type { Binding, ListenMachine } from '../forward/listen/binding.js';
import type { LogRecord } from '../log/log.js';
import { readStanding, type SetupStanding } from '../setup/standing.js';
import { adminBinding } from './admin-binding.js';
import { AdminServer } from './admin-server.js';
import { refusal, text, type HttpAnswer } from './answer.js';
import { pageFile, pageFiles } from './page-files.js';
import * as records from './records.js';
import { Reuse } from './reuse.js';

export interface SetupPageDependencies extends ListenMachine {
  readonly pageFolder: URL;
  /** The file of the standing. */
  readonly file: string;
  /** While no setup waits, which has its own. */
  readonly language: Language;
  readonly isInOwnSubnet: IsInOwnSubnet;
  readonly write: (record: LogRecord) => void;
}

/** As without `--allow`. */
const HOME = { forwards: [], adminAllow: [{ kind: 'private' }], adminHost: [] } as const;

/** The page of the service asks for another path, so that each page finds out when the other has taken its place. */
const STANDING = '/setup';

const NO_SETUP = { en: 'no setup is waiting at the moment', de: 'im Moment wartet kein setup' };

export class SetupPage {
  private readonly server: AdminServer;
  private readonly standing: Reuse<Promise<Buffer | undefined>>;
  private files: ReturnType<typeof pageFiles> | undefined;
  private binding: Binding<Socket> | undefined;

  constructor(private readonly dependencies: SetupPageDependencies) {
    const { file, isInOwnSubnet, write } = dependencies;
    this.standing = new Reuse(() => readStanding(file));
    this.server = new AdminServer(this.answer, isInOwnSubnet, (error) => {
      write(records.adminFailed(error));
    });
    this.server.admit(HOME);
  }

  /**
   * Resolves with the addresses that it listens on; a port that is taken is waited for.
   *
   * @throws ListenError
   */
  async start(entry: ListenAddress): Promise<readonly ListenAddress[]> {
    const { dependencies } = this;
    this.binding = adminBinding(entry, this.server, dependencies, dependencies.write);
    await this.binding.start();
    return this.binding.addresses;
  }

  stop(): void {
    this.binding?.stop();
    this.server.stop();
  }

  private readonly answer = async (path: string): Promise<HttpAnswer | null> => {
    if (path === '/healthz') return text(200, 'ok');
    if (path === STANDING) return this.standingAnswer();
    this.files ??= pageFiles(this.dependencies.pageFolder, 'setup.html');
    return pageFile(await this.files, path, await this.language()) ?? null;
  };

  private async language(): Promise<Language> {
    const standing = await this.standing.get();
    const { language } = this.dependencies;
    return standing === undefined ? language : (JSON.parse(String(standing)) as SetupStanding).language;
  }

  private async standingAnswer(): Promise<HttpAnswer> {
    const body = await this.standing.get();
    if (body === undefined) return refusal(503, NO_SETUP);
    return { status: 200, type: 'application/json; charset=utf-8', body };
  }
}
