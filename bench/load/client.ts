// A load process: the clients.
import { answerCalls } from '../../test/support/helper-process.js';
import { receive, send } from './bulk.js';
import { totals } from './calls.js';
import { converse, hold, release, stall } from './held.js';
import { visit } from './visits.js';

answerCalls({ totals, receive, send, visit, hold, stall, converse, release });
