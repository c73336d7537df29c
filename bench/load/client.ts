// A load process: the clients.
import { answerCalls } from '../../test/support/helper-process.js';
import { receive, send } from './bulk.js';
import { totals, type LoadCalls } from './calls.js';
import { converse, hold, release, stall } from './held.js';
import { poll } from './polls.js';
import { visit } from './visits.js';

answerCalls<LoadCalls>({ totals, receive, send, visit, poll, hold, stall, converse, release });
