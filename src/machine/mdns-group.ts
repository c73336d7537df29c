// Where multicast DNS is spoken (RFC 6762 section 3): everybody on a link who speaks it has joined these groups.

export const MDNS_PORT = 5353;
export const GROUP_4 = '224.0.0.251';
export const GROUP_6 = 'ff02::fb';
