// The paths of the admin server and their answers.
import type { Language } from '../config/language.js';
import type { Status } from './status/schema.js';
import { json, text, type HttpAnswer } from './answer.js';
import { pageFile, pageFiles } from './page-files.js';
import type { Readiness } from './readiness.js';

export interface Sources {
  /** As of now, or the same as at the last call. */
  readonly status: () => Status;
  /** Of the forward of that name, or of all; undefined if there is none. */
  readonly readiness: (name?: string) => Readiness | undefined;
  /** Refreshes what is known of the targets; resolves when they have answered, or after some moments. */
  readonly look: () => Promise<void>;
  readonly metrics: () => Promise<HttpAnswer>;
  /** Where the files of the page are. */
  readonly pageFolder: URL;
  /** Of this machine. */
  readonly language: () => Language;
}

const READYZ = '/readyz';
/** Questions about health, which must not be answered for ever by what was true once. */
const ABOUT_HEALTH = [READYZ, '/status', '/metrics'];

export class Routes {
  /** The newest status, with its text. */
  private told: { readonly status: Status; readonly answer: HttpAnswer } | undefined;
  private page: ReturnType<typeof pageFiles> | undefined;

  constructor(private readonly sources: Sources) {}

  /** @returns null if there is nothing at that path */
  readonly answer = async (path: string): Promise<HttpAnswer | null> => {
    if (ABOUT_HEALTH.some((each) => path === each || path.startsWith(`${each}/`))) await this.sources.look();
    if (path.startsWith(`${READYZ}/`)) return this.readyz(path.slice(READYZ.length + 1));
    switch (path) {
      case '/healthz':
        void this.sources.look();
        return text(200, 'ok');
      case READYZ:
        return this.readyz();
      case '/status':
        return this.statusAnswer();
      case '/metrics':
        return this.sources.metrics();
      default:
        return pageFile(await this.pageFiles(), path, this.sources.language()) ?? null;
    }
  };

  private statusAnswer(): HttpAnswer {
    const status = this.sources.status();
    if (this.told?.status !== status) this.told = { status, answer: json(200, status) };
    return this.told.answer;
  }

  /** @param name of the only forward that is asked about; null if there is none of that name */
  private readyz(name?: string): HttpAnswer | null {
    const readiness = this.sources.readiness(name);
    return readiness === undefined ? null : json(readiness.ready ? 200 : 503, readiness);
  }

  /** Read at the first request for the page; again if that failed. */
  private pageFiles(): ReturnType<typeof pageFiles> {
    return (this.page ??= pageFiles(this.sources.pageFolder).catch((error: unknown) => {
      this.page = undefined;
      throw error;
    }));
  }
}
