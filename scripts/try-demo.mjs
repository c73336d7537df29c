// Tries "npm run demo" as a newcomer would, without curl: waits for its address, asks it, and ends it with Ctrl-C.
// Words on the command line, such as --gateway emh, are for the demo.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:https';
import { createInterface } from 'node:readline';

// A process group of its own is what Ctrl-C of a terminal reaches.
const demo = spawn('npm', ['run', 'demo', '--', '--lang', 'en', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
});
const ended = once(demo, 'exit');
let isAnswered = false;
let hasCommands = false;
for await (const line of createInterface({ input: demo.stdout })) {
  console.log(line);
  hasCommands ||= line.startsWith('curl ');
  const address = /^ *address: +(https:\S+)$/.exec(line)?.[1];
  if (address !== undefined) {
    isAnswered = await answers(address);
    console.log(isAnswered ? 'the gateway has answered' : 'the gateway has not answered');
  }
  // The log begins below the commands.
  if (/listening on/.test(line)) process.kill(-demo.pid, 'SIGINT');
}
const [status] = await ended;
console.error(
  `smgw-proxy: the demo ${isAnswered && hasCommands ? 'works' : `failed (exit status ${status})`}`,
);
process.exitCode = isAnswered && hasCommands ? 0 : 1;

/** Whether there is an HTTP response, such as 401: the certificate is made at each start. */
async function answers(address) {
  const request = get(address, { rejectUnauthorized: false });
  try {
    const [response] = await once(request, 'response');
    return response.statusCode === 401;
  } finally {
    request.destroy();
  }
}
