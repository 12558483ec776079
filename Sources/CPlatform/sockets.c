#define _GNU_SOURCE
#include "cplatform_sockets.h"

#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

int rp_tcp_round_trip(int fd) {
    struct tcp_info info;
    socklen_t size = sizeof info;
    memset(&info, 0, sizeof info);
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
        return -1;
    }
    return info.tcpi_rtt == 0 || info.tcpi_rtt > INT_MAX ? -1 : (int)info.tcpi_rtt;
}
