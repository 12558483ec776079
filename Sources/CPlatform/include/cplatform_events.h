#ifndef ROHRPOST_CPLATFORM_EVENTS_H
#define ROHRPOST_CPLATFORM_EVENTS_H

// Wake-ups and pipes: what Glibc's Swift module lacks. All descriptors are close-on-exec; each function is safe in a signal
// handler unless it says otherwise. Failures are -1 with errno.

// A counter that poll() sees as readable while it is not 0, non-blocking.
int rp_eventfd(void);

// Makes it readable. Never blocks; a counter that is full already is no failure. 0 or -1.
int rp_eventfd_signal(int fd);

// Makes it unreadable again. 1 when it had been signalled, 0 when not, -1 on failure.
int rp_eventfd_drain(int fd);

// ends[0] to read from, ends[1] to write to. With `nonblocking` both ends are. 0 or -1.
int rp_pipe(int ends[2], int nonblocking);

#endif
