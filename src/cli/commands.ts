// All commands, in the order of the help.
import { CHECK } from './check/command.js';
import type { Command } from './command.js';
import { DEMO } from './demo/command.js';
import { DISCOVER } from './discover/command.js';
import { RUN } from './run/command.js';
import { SETUP } from './setup/command.js';
import { STATUS } from './status/command.js';

export const COMMANDS: readonly Command[] = [RUN, DEMO, STATUS, DISCOVER, CHECK, SETUP];
