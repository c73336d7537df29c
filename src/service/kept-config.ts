// The last configuration that was served, kept for a start with a broken file, and the refusal of a newer one.
import path from 'node:path';
import type { RefusedConfig } from '../admin/status/build.js';
import type { Environment } from '../config/environment.js';
import type { Problem } from '../config/problem.js';
import { errorCode } from '../error-code.js';
import type { LogRecord } from '../log/log.js';
import { PRIVATE_FILE, writeWhole } from '../machine/whole-file.js';
import * as records from './config-log.js';
import { refused, type StatusLine } from './status-line.js';

/** In the folder that systemd gives the service, StateDirectory= in systemd.exec(5); undefined for a start by hand. */
export function lastGoodFile({ STATE_DIRECTORY: folders = '' }: Environment): string | undefined {
  const [folder = ''] = folders.split(':');
  return path.isAbsolute(folder) ? path.join(folder, 'last-good.yaml') : undefined;
}

export class KeptConfig {
  private kept: string | undefined;
  private refused: RefusedConfig | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly log: () => { write(record: LogRecord): void },
  ) {}

  /** Undefined while the configuration on disk is in force. */
  get refusal(): RefusedConfig | undefined {
    return this.refused;
  }

  /** A line for `systemctl status`, while the configuration on disk is not in force. */
  get trouble(): StatusLine | undefined {
    const problem = this.refused?.problems[0];
    return problem && refused(problem);
  }

  /** With problems, the last good one is served in place of the file. */
  async start(source: string | undefined, problems: readonly Problem[]): Promise<void> {
    if (problems.length === 0) return this.keep(source);
    this.refused = { at: performance.now(), problems };
    for (const each of problems) this.log().write(records.configProblem(each));
    this.log().write(records.lastGood(problems));
  }

  /** The previous configuration stays in force. */
  refuseReload(problems: readonly Problem[]): void {
    this.refused = { at: performance.now(), problems };
    for (const each of problems) this.log().write(records.reloadProblem(each));
    this.log().write(records.reloadRefused(problems));
  }

  /** The configuration on disk is in force. Never rejects. @param source its text; undefined without a file */
  async keep(source: string | undefined): Promise<void> {
    this.refused = undefined;
    const file = lastGoodFile(this.environment);
    if (file === undefined || source === undefined || source === this.kept) return;
    try {
      await writeWhole(file, source, { mode: PRIVATE_FILE });
      this.kept = source;
    } catch (error) {
      this.log().write(records.notKept(errorCode(error as Error)));
    }
  }
}
