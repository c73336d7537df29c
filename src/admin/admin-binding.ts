// A listening place of an admin server, with what it reports about itself.
import type { Socket } from 'node:net';
import type { ListenAddress } from '../config/config.js';
import { Binding, type BindingEvents, type ListenMachine } from '../forward/listen/binding.js';
import type { TakeAccepted } from '../forward/listen/listener.js';
import type { LogRecord } from '../log/log.js';
import { addressesUnreadable } from '../machine/interfaces.js';
import type { AdminServer } from './admin-server.js';
import * as records from './records.js';

const takeSockets: TakeAccepted<Socket> = (server, accepted) => server.on('connection', accepted);

/** Not started yet. */
export function adminBinding(
  entry: ListenAddress,
  server: Pick<AdminServer, 'accept'>,
  machine: ListenMachine,
  write: (record: LogRecord) => void,
): Binding<Socket> {
  const receiver: BindingEvents<Socket> = {
    accepted: (socket) => {
      server.accept(socket);
    },
    acceptFailed: (code) => {
      write(records.adminAcceptFailed(code));
    },
    rebound: () => {
      write(records.adminListening(binding.addresses));
    },
    unbound: (name) => {
      write(records.adminWaiting(name, addressesUnreadable()));
    },
    failed: (error) => {
      write(records.adminListenFailed(error));
    },
  };
  const binding = new Binding(entry, machine, takeSockets, receiver);
  return binding;
}
