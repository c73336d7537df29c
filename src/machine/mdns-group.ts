// The port and the groups of multicast DNS (RFC 6762 section 3).

export const MDNS_PORT = 5353;
export const GROUP_4 = '224.0.0.251';
export const GROUP_6 = 'ff02::fb';
