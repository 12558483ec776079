#ifndef ROHRPOST_CPLATFORM_SOCKETS_H
#define ROHRPOST_CPLATFORM_SOCKETS_H

// What Glibc's Swift module lacks of sockets.

// Microseconds from an octet that is sent over a TCP socket to its acknowledgement, as the kernel has measured it; -1 where it
// cannot tell.
int rp_tcp_round_trip(int fd);

#endif
