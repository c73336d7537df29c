# Carries whole Ethernet frames between one interface and the standard streams, as lines of hexadecimal digits:
#
#   perl packet-socket.pl INDEX LENGTH     frames of the interface with this index, each cut to LENGTH bytes
#
# Perl, because Node has no AF_PACKET sockets and a native module needs a build for each machine; perl-base is on every
# Debian. Prints "ready" once the socket is bound, or "error ERRNO". Ends at EOF of standard input, so that it never
# outlives the program.
use strict;
use warnings;

# From <linux/socket.h>, <linux/if_packet.h> and <linux/if_ether.h>; the modules that name them are not in perl-base.
use constant {
    AF_PACKET => 17,
    SOCK_RAW => 3,
    SOL_PACKET => 263,
    PACKET_ADD_MEMBERSHIP => 1,
    PACKET_MR_ALLMULTI => 2,
    PACKET_OUTGOING => 4,
    ETH_P_ALL => 3,
    NO_PROTOCOL => 0,
};

my ($index, $longest) = @ARGV;

sub fail {
    print 'error ', $! + 0, "\n";
    exit 1;
}

$| = 1;
# Without a protocol the socket receives no frame before bind(), when it would receive them from every interface.
socket(my $link, AF_PACKET, SOCK_RAW, NO_PROTOCOL) or fail;
# A device that starts asks multicast addresses.
setsockopt($link, SOL_PACKET, PACKET_ADD_MEMBERSHIP, pack('lSSa8', $index, PACKET_MR_ALLMULTI, 0, '')) or fail;
bind($link, pack('SnlSCCa8', AF_PACKET, ETH_P_ALL, $index, 0, 0, 0, '')) or fail;
print "ready\n";

my ($both, $text) = ('', '');
vec($both, fileno(STDIN), 1) = vec($both, fileno($link), 1) = 1;
while (1) {
    select(my $ready = $both, undef, undef, undef) > 0 or next;
    if (vec($ready, fileno($link), 1)) {
        my $from = recv($link, my $frame, $longest, 0);
        # Frames that this machine sends come back as PACKET_OUTGOING (sll_pkttype).
        print unpack('H*', $frame), "\n" if defined $from && unpack('x10C', $from) != PACKET_OUTGOING;
    }
    if (vec($ready, fileno(STDIN), 1)) {
        sysread(STDIN, $text, 65536, length $text) or exit;
        send($link, pack('H*', $1), 0) while $text =~ s/^([0-9a-f]*)\n//;
    }
}
