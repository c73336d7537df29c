// `setup --page`: serves the page that shows how a waiting setup stands, until it is stopped.
import { EXIT_OK } from '../../../config/exit-status.js';
import { formatListen } from '../../../config/listen-address.js';
import type { Problem } from '../../../config/problem.js';
import { ListenError } from '../../../forward/listen/listener.js';
import { pageFolder } from '../../../admin/page-files.js';
import { SetupPage } from '../../../admin/setup-page.js';
import { interfaceAddresses, isInOwnSubnet } from '../../../machine/interfaces.js';
import { portUser } from '../../../machine/listeners.js';
import { couldNotRun, listenProblems } from '../../../service/start-problem.js';
import { standingFile } from '../../../setup/standing.js';
import type { Arguments } from '../../command.js';
import type { Machine } from '../../machine.js';
import { readOption } from '../../read-option.js';
import { refuse } from '../../terminal/terminal.js';
import { PAGE_OPTION } from '../options.js';
import { WAIT_TEXTS } from './texts.js';

/** Resolves with the exit status. */
export async function servePage(given: Arguments, { environment, terminal }: Machine): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const entry = readOption(PAGE_OPTION, given.flags, problems);
  if (entry === undefined || problems.length > 0) return refuse(problems, given.language, terminal);
  const page = new SetupPage({
    pageFolder: pageFolder(),
    language: given.language,
    file: standingFile(environment),
    addressesOf: interfaceAddresses,
    portUser,
    isInOwnSubnet,
    write: ({ message }) => {
      terminal.error(`${message}\n`);
    },
  });
  try {
    const addresses = await page.start(entry);
    for (const address of addresses)
      terminal.out(`${WAIT_TEXTS[given.language].page(formatListen(address))}\n`);
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    return couldNotRun(
      listenProblems(error, new Map([[error.entry, `--${PAGE_OPTION.name}`]])),
      given.language,
    );
  }
  await new Promise((resolve) => process.once('SIGTERM', resolve).once('SIGINT', resolve));
  page.stop();
  return EXIT_OK;
}
