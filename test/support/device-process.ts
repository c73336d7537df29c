// Plays a device on a host of the test bed that answers mDNS (mdns, emh) or DHCP, as its first word says. Says "ready", then stays.
import { once } from 'node:events';
import { createSocket, type RemoteInfo } from 'node:dgram';
import { decode, encode, type Answer } from 'dns-packet';

const [role, ...rest] = process.argv.slice(2);
const LINK = 'eth0';

/**
 * Answers every question with these names: with an address for the first, and as services.
 *
 * @param isApart whether the services come in a message of their own
 */
function answerMdns(names: readonly string[], isApart: boolean): void {
  const socket = createSocket({ type: 'udp6', reuseAddr: true });
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    if (decode(message).type !== 'query') return;
    const [own = 'smgw.local'] = names;
    const called = isApart ? names.slice(1) : names;
    const services = called.map((data) => ({ type: 'PTR', name: '_http._tcp.local', data }) as const);
    const address = { type: 'AAAA', name: own, data: 'fe80::2' } as const;
    for (const answers of isApart ? [[address], services] : [[address, ...services]])
      socket.send(encode({ type: 'response', answers }), from.port, from.address);
  });
  socket.bind(5353, () => {
    socket.addMembership('ff02::fb', `::%${LINK}`);
    ready();
  });
}

/** Answers for smgw.local, and names the service of its page, over IPv4 and IPv6, as a gateway by EMH does. */
async function answerAsEmh(address: string): Promise<void> {
  const host = 'smgw.local';
  const type = '_http._tcp.local';
  const service = `smgw consumerinterface.${type}`;
  const all: Answer[] = [
    { type: 'A', name: host, data: address },
    { type: 'AAAA', name: host, data: 'fe80::2' },
    { type: 'PTR', name: type, data: service },
    { type: 'SRV', name: service, data: { port: 443, target: host } },
    { type: 'TXT', name: service, data: [] },
  ];
  const listen = async (family: 'udp4' | 'udp6', group: string, link: string): Promise<void> => {
    const socket = createSocket({ type: family, reuseAddr: true });
    socket.on('message', (message: Buffer, from: RemoteInfo) => {
      const { type: kind, questions = [], id } = decode(message);
      const asked = questions.map(({ name }) => name.toLowerCase());
      const answers = all.filter(({ name }) => asked.includes(name));
      if (kind === 'query' && answers.length > 0)
        socket.send(encode({ type: 'response', id, answers }), from.port, from.address);
    });
    socket.bind(5353);
    await once(socket, 'listening');
    socket.addMembership(group, link);
  };
  await listen('udp4', '224.0.0.251', address);
  await listen('udp6', 'ff02::fb', `::%${LINK}`);
  ready();
}

/** Offers an address to each DHCP client, with or without a default route, as the server that it says it is. */
function offerByDhcp([offered = '', broadcast = '', router = '', server]: readonly string[]): void {
  const socket = createSocket('udp4');
  const bytes = (address: string): number[] => address.split('.').map(Number);
  socket.on('message', (question: Buffer) => {
    const offer = Buffer.alloc(300);
    question.copy(offer, 0, 0, 240);
    offer[0] = 2;
    offer.set(bytes(offered), 16);
    const way = router === '' ? [] : [3, 4, ...bytes(router), 6, 4, ...bytes(router)];
    const own = server === undefined ? [...bytes(offered).slice(0, 3), 2] : bytes(server);
    offer.set([53, 1, 2, 54, 4, ...own, ...way, 255], 240);
    socket.send(offer, 68, broadcast);
  });
  socket.bind(67, () => {
    socket.setBroadcast(true);
    ready();
  });
}

function ready(): void {
  console.log('ready');
}

if (role === 'mdns' || role === 'mdns-apart')
  answerMdns(JSON.parse(rest[0] ?? '[]') as string[], role === 'mdns-apart');
else if (role === 'emh') await answerAsEmh(rest[0] ?? '');
else offerByDhcp(rest);
process.stdin.resume().on('end', () => process.exit());
