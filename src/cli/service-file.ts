// The configuration file and the admin address of the service, for commands that are told no others.
import type { CheckInput } from '../check/scene.js';
import type { ListenAddress } from '../config/config.js';
import type { Flags } from '../config/load.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG } from '../config/options.js';
import type { Machine } from './machine.js';

/** Where a service is asked whose own --admin is not known. */
export const DEFAULT_ADMIN: ListenAddress = { host: '127.0.0.1', port: 8081 };

/** That file, if it is there and no other is named; `flags` name it as well. */
export async function serviceFile(
  flags: Flags,
  { environment, readFile }: Pick<Machine, 'environment' | 'readFile'>,
): Promise<{ readonly flags: Flags; readonly file: CheckInput['file'] }> {
  const { name, variable } = CONFIG_FILE_OPTION;
  const named = flags.get(name)?.[0] ?? environment[variable];
  if (named !== undefined && named !== '') return { flags, file: { path: named, isThere: true } };
  const isThere = await readFile(SERVICE_CONFIG, 1).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );
  const file = { path: SERVICE_CONFIG, isThere };
  return { flags: isThere ? new Map([...flags, [name, [SERVICE_CONFIG]]]) : flags, file };
}
