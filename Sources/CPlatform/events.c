#define _GNU_SOURCE
#include "cplatform_events.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int rp_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int rp_eventfd_signal(int fd) {
    // A signal handler calls this: the interrupted code must find its errno as it was.
    const int before = errno;
    const uint64_t one = 1;
    for (;;) {
        if (write(fd, &one, sizeof one) == (ssize_t)sizeof one || errno == EAGAIN) {
            errno = before;
            return 0;
        }
        if (errno != EINTR) return -1;
    }
}

int rp_eventfd_drain(int fd) {
    uint64_t count;
    for (;;) {
        if (read(fd, &count, sizeof count) == (ssize_t)sizeof count) return 1;
        if (errno == EAGAIN) return 0;
        if (errno != EINTR) return -1;
    }
}

int rp_pipe(int ends[2], int nonblocking) { return pipe2(ends, O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0)); }
