// Plays a host of the home that speaks mDNS by one family of addresses. Says "ready", asks the questions of standard
// input, a JSON document on each line, and prints what it hears.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { decode, encode, type Packet } from 'dns-packet';
import type { PeerMessage, Question } from './mdns-peer.js';

const [family = '', own = '', link = ''] = process.argv.slice(2);
const PORT = 5353;
const isIPv4 = family === 'ipv4';
const group = isIPv4 ? '224.0.0.251' : `ff02::fb%${link}`;
const place = isIPv4 ? own : `::%${link}`;

async function open(way: PeerMessage['way'], address: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: isIPv4 ? 'udp4' : 'udp6', reuseAddr: true });
  socket.on('message', (bytes, from) => {
    const { type, questions = [], answers = [], authorities = [], additionals = [], id } = decode(bytes);
    if (questions.length + answers.length === 0) return;
    const heard = { way, from: from.address, type, id, questions, answers, authorities, additionals };
    console.log(JSON.stringify(heard));
  });
  socket.bind({ address, port });
  await once(socket, 'listening');
  socket.setMulticastInterface(place);
  socket.setMulticastLoopback(false);
  return socket;
}

const everybody = await open('multicast', group, PORT);
everybody.addMembership(isIPv4 ? group : 'ff02::fb', place);
const alone = await open('unicast', isIPv4 ? own : `${own}%${link}`, PORT);
const conventional = await open('legacy', isIPv4 ? '0.0.0.0' : '::', 0);

/** The class IN with the bit for a unicast answer, which the library writes only as part of bytes. */
function withUnicastBit(bytes: Buffer, name: string): Buffer {
  bytes.writeUInt8(0x80, 12 + name.length + 2 + 2);
  return bytes;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { name, type, way, known = [], to = group } = JSON.parse(line) as Question;
  const answers: Packet['answers'] = known.map((data) => ({ type: 'A', name, data, ttl: 120 }));
  const bytes = encode({ type: 'query', id: 7, questions: [{ type, name }], answers });
  const socket = way === 'legacy' ? conventional : alone;
  socket.send(way === 'unicast' ? withUnicastBit(bytes, name) : bytes, PORT, to);
});
console.log('ready');
