// The rooms of src/ and which of them may import which: downwards only, and never in a circle.

/** From top to bottom. A room may import those below it; rooms of one line do not know each other. */
const FLOORS = [
  ['smgw-proxy.cjs'],
  ['main.ts'],
  ['cli/'],
  ['service/'],
  ['admin/'],
  ['log/'],
  ['check/', 'setup/', 'mdns/'],
  ['discovery/'],
  ['gateway/', 'systemd/'],
  ['machine/'],
  ['forward/'],
  ['proxy-protocol/'],
  ['config/', 'simulator/'],
  ['error-code.ts'],
];

/** The four capabilities stand beside each other; only setup may use another one, and that is discovery. */
const CAPABILITIES = ['check/', 'mdns/'];

const within = (rooms) => `^src/(${rooms.join('|').replaceAll('.', '\\.')})`;

const upwards = FLOORS.slice(1).map((rooms, index) => ({
  name: `${rooms.join(' ')} imports downwards`,
  severity: 'error',
  from: { path: within(rooms) },
  to: { path: within(FLOORS.slice(0, index + 1).flat()) },
}));

const sideways = FLOORS.flatMap((rooms) =>
  rooms.map((room) => ({
    name: `${room} knows no neighbour`,
    severity: 'error',
    from: { path: within([room]) },
    to: { path: within(rooms.filter((other) => other !== room)) },
  })),
).filter(({ to }) => to.path !== '^src/()');

export default {
  forbidden: [
    ...upwards,
    ...sideways,
    {
      name: 'capabilities do not use discovery',
      severity: 'error',
      from: { path: within(CAPABILITIES) },
      to: { path: within(['discovery/']) },
    },
    {
      name: 'a simulated gateway knows no other',
      severity: 'error',
      from: { path: '^src/simulator/([a-z]+)/' },
      to: { path: '^src/simulator/[a-z]+/', pathNot: '^src/simulator/$1/' },
    },
    { name: 'no cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no room without a floor',
      severity: 'error',
      from: { pathNot: `${within(FLOORS.flat())}|^node_modules|^[a-z_/]+$` },
      to: {},
    },
    {
      name: 'src needs no test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'only what is installed',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Loads main.js beside it, which is there only when main.ts has been compiled.
    exclude: { path: '^src/main\\.cjs$' },
  },
};
