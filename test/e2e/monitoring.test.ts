// The examples for Prometheus, Grafana and Home Assistant, with the real programs where possible.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { freePort, startProgram, type Program } from '../support/program.js';
import { Prometheus } from '../support/prometheus.js';
import { closed, listen } from '../support/sockets.js';
import { missing, missingFile } from '../support/requires.js';

const EXAMPLES = path.join(import.meta.dirname, '../../../examples');
const host = '127.0.0.1';
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));

let server: Server;
let program: Program;
let adminPort: number;

/** The counts of the clients. */
const carried = { to_target: 0, to_client: 0 };

before(async () => {
  server = createServer({ allowHalfOpen: true }, (socket) => {
    let length = 0;
    socket.on('data', (piece: Buffer) => (length += piece.length));
    socket.on('end', () => socket.end(Buffer.alloc(3 * length)));
  });
  adminPort = await freePort();
  const target = `${host}:${await listen(server)}`;
  program = await startProgram(['--target', target, '--admin', `${host}:${adminPort}`]);
});
after(async () => {
  await program.stop('SIGKILL');
  server.close();
  rmSync(directory, { recursive: true });
});

let asked = 0;

/** Sends one request and reads its answer, repeatedly. */
async function ask(bytes: number): Promise<void> {
  const socket: Socket = connect(program.port, host);
  socket.on('data', (piece: Buffer) => (carried.to_client += piece.length));
  socket.end(Buffer.alloc(bytes));
  carried.to_target += bytes;
  await closed(socket);
  await program.connection((asked += 1));
}

const example = (name: string): string => readFileSync(path.join(EXAMPLES, name), 'utf8');

interface PrometheusFile {
  scrape_configs: { scrape_interval: string; static_configs: { targets: string[] }[] }[];
}

/** The example, with this test's program and shorter times. */
function scrapeFile(): string {
  const config = parse(example('prometheus.yml')) as PrometheusFile;
  for (const job of config.scrape_configs) {
    job.scrape_interval = '200ms';
    job.static_configs = [{ targets: [`${host}:${adminPort}`] }];
  }
  const file = path.join(directory, 'prometheus.yml');
  writeFileSync(file, stringify(config));
  return file;
}

/** The queries of all panels, with values for Grafana's variables. */
function dashboardQueries(): string[] {
  const { panels } = JSON.parse(example('grafana-dashboard.json')) as {
    panels: { targets: { expr: string }[] }[];
  };
  return panels
    .flatMap(({ targets }) => targets.map(({ expr }) => expr))
    .map((expr) =>
      expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'smgw-proxy').replaceAll('$forward', '.*'),
    );
}

describe('the examples', { timeout: 100_000 }, () => {
  it(
    'let Prometheus count the bytes that the clients counted, and Grafana find data for every query',
    { skip: missing('prometheus', 'curl') },
    async () => {
      const prometheus = new Prometheus(scrapeFile(), `${host}:${await freePort()}`);
      try {
        await prometheus.until('up{job="smgw-proxy"}', (samples) => samples[0]?.value[1] === '1');
        for (const bytes of [1, 100, 10_000, 100_000]) await ask(bytes);
        for (const [direction, bytes] of Object.entries(carried)) {
          const query = `sum(smgw_proxy_bytes_total{direction="${direction}"})`;
          await prometheus.until(query, ([sample]) => sample?.value[1] === String(bytes));
        }
        const queries = dashboardQueries();
        assert.ok(queries.length > 10);
        for (const query of queries)
          await prometheus.until(query, (samples) =>
            samples.some(({ value }) => Number.isFinite(Number(value[1]))),
          );
      } finally {
        await prometheus.stop();
      }
    },
  );

  it(
    'give Home Assistant values for each of its sensors',
    { skip: missingFile('/usr/lib/python3/dist-packages/jinja2', 'python3-jinja2') },
    async () => {
      await ask(7);
      const status: unknown = await (await fetch(`http://${host}:${adminPort}/status`)).json();
      const sensors = homeAssistantSensors();
      const rendered = sensors.map(({ name, value_template, availability }) => {
        if (availability !== undefined) assert.equal(render(availability, status), 'True', name);
        return [name, render(value_template, status)] as const;
      });
      const values = new Map(rendered);
      assert.equal(values.get('Smart meter gateway'), 'True');
      assert.ok(!Number.isNaN(Date.parse(values.get('Smart meter gateway last read') ?? '')));
      assert.equal(values.get('Smart meter gateway last read by'), host);
      assert.equal(values.get('Smart meter gateway connections'), '0');
      assert.equal(values.get('Smart meter gateway data received'), String(carried.to_client));
      assert.equal(values.size, sensors.length);
    },
  );
});

interface Sensor {
  readonly name: string;
  readonly value_template: string;
  readonly availability?: string;
}

function homeAssistantSensors(): Sensor[] {
  const { rest } = parse(example('home-assistant.yaml')) as {
    rest: { binary_sensor: Sensor[]; sensor: Sensor[] }[];
  };
  return rest.flatMap(({ binary_sensor, sensor }) => [...binary_sensor, ...sensor]);
}

const RENDER = `
import json, sys
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
given = json.load(sys.stdin)
template = ImmutableSandboxedEnvironment(undefined=StrictUndefined).from_string(given['template'])
print(template.render(value_json=given['value']))
`;

/** Renders a template like Home Assistant: with Jinja, in its sandbox. */
function render(template: string, value: unknown): string {
  const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', RENDER], {
    input: JSON.stringify({ template, value }),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}
