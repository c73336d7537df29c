// The way to a target with --source: asked for before and after the kernel connects, and taken only if both are right.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { failSoon } from '../../../src/forward/target/fail-soon.js';
import { ownEnd, linksTo } from '../../../src/forward/target/own-end.js';
import { anyWay, wayBy, type AskWay, type KernelWay } from '../../../src/forward/target/way.js';
import type { Dialler, Wire } from '../../../src/forward/wire/wire.js';
import { network } from '../../support/own-network.js';
import { listen, refusedPort, turns } from '../../support/sockets.js';
import { WIRES } from '../../support/wires.js';

const HOUSE = [
  network('eth1', '10.11.120.1/24'),
  network('eth1', '192.168.5.1/24'),
  network('eth1', 'fe80::1/64'),
  network('eth1', 'fd00:1::1/64'),
  network('eth2', '10.11.120.3/24'),
];
const TARGET = '10.11.120.2';

describe('the own end of a way', () => {
  for (const [source, host, expected] of [
    ['eth1', TARGET, 'eth1 10.11.120.1'],
    ['eth1', '192.168.5.7', 'eth1 192.168.5.1'],
    ['eth1', '172.16.0.1', 'eth1 10.11.120.1'],
    ['eth1', 'fd00:1::2', 'eth1 fd00:1::1'],
    ['eth2', 'fd00:1::2', undefined],
    ['eth3', TARGET, undefined],
    ['10.11.120.3', TARGET, 'eth2 10.11.120.3'],
    ['10.11.120.4', TARGET, undefined],
    ['127.0.0.5', '127.0.0.1', 'lo 127.0.0.5'],
  ] as const) {
    it(`of ${source} to ${host} is ${expected ?? 'missing'}`, () => {
      const own = ownEnd(source, host, HOUSE);
      assert.equal(own && `${own.interface} ${own.address}`, expected);
    });
  }

  it('of an address that two interfaces have is missing', () => {
    const twice = [network('eth1', '10.11.120.1/30'), network('eth2', '10.11.120.1/30')];
    assert.equal(ownEnd('10.11.120.1', TARGET, twice), undefined);
  });

  it('the links to a gateway are those with an address in its subnet', () => {
    assert.deepEqual(linksTo(TARGET, HOUSE), ['eth1', 'eth2']);
    assert.deepEqual([linksTo('192.168.5.7', HOUSE), linksTo('fe80::2', HOUSE)], [['eth1'], []]);
  });
});

/** A kernel that answers as it is told to, one answer after the other. */
class Kernel {
  readonly asked: string[] = [];
  constructor(private readonly answers: KernelWay[]) {}
  readonly askWay: AskWay = (host, from, told) => {
    this.asked.push(`${host} from ${from}`);
    const answer = this.answers.shift() ?? { code: 'ENOSYS' };
    setImmediate(() => told(answer));
  };
}
const [HERE, ELSEWHERE] = [{ interface: 'lo' }, { interface: 'eth2' }];

for (const [how, wires] of WIRES) {
  describe(`a way by source, over ${how}`, () => {
    let server: Server;
    let port: number;
    before(async () => {
      server = createServer((socket) => socket.on('error', () => undefined));
      port = await listen(server);
    });
    after(() => server.close());

    /** The peer's address as the target sees it, or the errno name. */
    function end(kernel: Kernel, source = '127.0.0.5', to = port, dialler: Dialler = wires): Promise<string> {
      const way = wayBy(source, dialler, { ownNetworks: () => HOUSE, askWay: kernel.askWay });
      return new Promise((resolve) => {
        const onConnect = (wire: Wire): void => {
          resolve(wire.ends.local?.host ?? '');
          wire.reset();
        };
        way.connect({ host: '127.0.0.1', port: to }, { onConnect, onError: resolve });
      });
    }

    it('leaves by the own address, after two right answers', async () => {
      const kernel = new Kernel([HERE, HERE]);
      const peers: (string | undefined)[] = [];
      server.once('connection', ({ remoteAddress }) => peers.push(remoteAddress));
      assert.equal(await end(kernel), '127.0.0.5');
      assert.deepEqual(kernel.asked, Array(2).fill('127.0.0.1 from 127.0.0.5'));
      while (peers.length === 0) await turns(1);
      assert.deepEqual(peers, ['127.0.0.5']);
    });

    it('does not connect when the kernel would take another interface', async () => {
      const never: Dialler = { connect: () => assert.fail('connected') };
      assert.equal(await end(new Kernel([ELSEWHERE]), '127.0.0.5', port, never), 'EXDEV');
      assert.equal(await end(new Kernel([{ code: 'ENETUNREACH' }]), '127.0.0.5', port, never), 'ENETUNREACH');
      assert.equal(await end(new Kernel([]), '127.0.0.5', port, never), 'ENOSYS');
    });

    it('gives up a connection during which the way has changed', async () => {
      const accepted = once(server, 'connection') as Promise<[{ on: Server['on'] }]>;
      assert.equal(await end(new Kernel([HERE, ELSEWHERE])), 'EXDEV');
      const [socket] = await accepted;
      await new Promise((resolve) => socket.on('close', () => resolve(undefined)));
    });

    it('tells the failure of the target, if the way is still there after it', async () => {
      const to = await refusedPort();
      assert.equal(await end(new Kernel([HERE, HERE, HERE]), '127.0.0.5', to), 'ECONNREFUSED');
      const failing: Dialler = { connect: (_, events) => failSoon(events, 'EHOSTUNREACH') };
      const codes = [[HERE], [ELSEWHERE], [{ code: 'ENETUNREACH' }]].map((last) =>
        end(new Kernel([HERE, ...last]), '127.0.0.5', port, failing),
      );
      assert.deepEqual(await Promise.all(codes), ['EHOSTUNREACH', 'EXDEV', 'ENETUNREACH']);
    });

    it('tells the loss of the way, if another gateway resets the connection before the second answer', async () => {
      const connect: Dialler['connect'] = (target, events, from) => {
        const onConnect = (wire: Wire): void => {
          events.onConnect(wire);
          wire.owner.onError('ECONNRESET');
        };
        return wires.connect(target, { onError: (code) => events.onError(code), onConnect }, from);
      };
      const codes = [HERE, ELSEWHERE].map((last) =>
        end(new Kernel([HERE, last, last]), '127.0.0.5', port, { connect }),
      );
      assert.deepEqual(await Promise.all(codes), ['ECONNRESET', 'EXDEV']);
    });

    it('fails without the address or the interface', async () => {
      assert.equal(await end(new Kernel([HERE, HERE]), 'eth7'), 'ENODEV');
    });

    // The kernel knows no eth1 here: bind(2) finds out.
    for (const [when, answers] of [
      ['before its question', [{ code: 'ENETUNREACH' }]],
      ['before bind(2)', [{ interface: 'eth1' }, { code: 'EINVAL' }]],
    ] as const) {
      it(`tells of an address that vanishes ${when}`, async () => {
        let looks = 0;
        const way = wayBy('eth1', wires, {
          ownNetworks: () => [network('eth1', '192.0.2.7/24')].slice((looks += 1) > 1 ? 1 : 0),
          askWay: new Kernel([...answers]).askWay,
        });
        const code = await new Promise((resolve) => {
          way.connect(
            { host: '127.0.0.1', port },
            { onConnect: () => resolve('connected'), onError: resolve },
          );
        });
        assert.equal(code, 'ENODEV');
      });
    }

    it('can be given up at each step', async () => {
      for (let steps = 0; steps < 6; steps += 1) {
        const { askWay } = new Kernel([HERE, HERE]);
        const slow: AskWay = (host, from, told) =>
          askWay(host, from, (way) => void turns(2).then(() => told(way)));
        const way = wayBy('127.0.0.5', wires, { ownNetworks: () => [], askWay: slow });
        const calls: string[] = [];
        const onConnect = (wire: Wire): void => {
          calls.push('connected');
          wire.reset();
        };
        const giveUp = way.connect(
          { host: '127.0.0.1', port },
          { onConnect, onError: (code) => calls.push(code) },
        );
        await turns(steps);
        const before = calls.length;
        if (before === 0) giveUp();
        await turns(10);
        assert.equal(calls.length, before);
      }
    });
  });
}

describe('a link-local target', () => {
  /** Where a way by this source connects to, or the errno name. */
  function end(source: string, host: string): Promise<string> {
    return new Promise((resolve) => {
      const dialler: Dialler = {
        connect: (target, _events, from) => {
          resolve(`${target.host} from ${from}`);
          return () => undefined;
        },
      };
      const way = wayBy(source, dialler, { ownNetworks: () => HOUSE, askWay: new Kernel([]).askWay });
      way.connect({ host, port: 1 }, { onConnect: () => undefined, onError: resolve });
    });
  }

  it('has the source as its zone, which binds it without a question', async () => {
    assert.equal(await end('eth1', 'fe80::2'), 'fe80::2%eth1 from undefined');
    assert.equal(await end('eth1', 'fe80::2%eth1'), 'fe80::2%eth1 from undefined');
    assert.equal(await end('eth1', 'fe80::2%eth2'), 'ENODEV');
    assert.equal(await end('eth7', 'fe80::2'), 'ENODEV');
  });
});

describe('a way without a source', () => {
  it('is taken unless it may lead to another gateway', async () => {
    let isAmbiguous = false;
    const dialler: Dialler = {
      connect: (_target, events) => {
        setImmediate(() => events.onError('dialled'));
        return () => undefined;
      },
    };
    const way = anyWay(dialler, () => isAmbiguous);
    const end = (): Promise<string> =>
      new Promise((resolve) => {
        way.connect({ host: TARGET, port: 1 }, { onConnect: () => undefined, onError: resolve });
      });
    assert.equal(await end(), 'dialled');
    isAmbiguous = true;
    assert.equal(await end(), 'ENOTUNIQ');
    way.look(TARGET, (code) => assert.equal(code, 'ENOTUNIQ'));
  });
});
