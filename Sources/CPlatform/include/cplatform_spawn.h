#ifndef ROHRPOST_CPLATFORM_SPAWN_H
#define ROHRPOST_CPLATFORM_SPAWN_H

#include <stddef.h>
#include <sys/types.h>

// One descriptor of the new program: `parent` of this process stands there as `child`. -1 as `parent` is /dev/null.
typedef struct {
    int parent;
    int child;
} rp_spawn_descriptor;

typedef struct {
    // A path with a slash; no search.
    const char *path;
    // Both end with NULL. No environment (NULL) is this process's own.
    char *const *arguments;
    char *const *environment;
    // What the program gets; every other descriptor is closed in it. The same `child` twice is EINVAL.
    const rp_spawn_descriptor *descriptors;
    size_t descriptor_count;
    // A process group of its own, so that all of its children can be ended with it.
    int own_process_group;
    // A number among the `child` descriptors that is the terminal: the new process group becomes its foreground group before
    // the program starts, so that it may read from it. -1 for none. Give it back with rp_take_terminal.
    int foreground_on;
    // A session of its own, without a terminal, instead of a process group: it goes on when we and our terminal are gone.
    int own_session;
} rp_spawn_request;

enum { RP_SPAWN_MAX_DESCRIPTORS = 16, RP_SPAWN_MAX_CHILD_DESCRIPTOR = 63 };

// Starts a program with no signal blocked and every signal handled as at the start of a program. Returns 0 and the process
// id, or an errno value. All failures that execve can see are reported here, not by the program's exit status.
int rp_spawn(const rp_spawn_request *request, pid_t *process);

// Makes the calling process's group the terminal's foreground group again. 0 or -1 with errno.
int rp_take_terminal(int terminal);

// How a process ended.
typedef struct {
    int running;  // 1: it has not ended
    int stopped;  // 1: a signal such as SIGTSTP has stopped it; told once for each time
    int code;     // the exit status, -1 when a signal ended it
    int signal;   // the signal that ended it, 0 when it exited
} rp_process_end;

// Collects a child, waiting for it when `block` is not 0. 0, or an errno value.
int rp_wait(pid_t process, int block, rp_process_end *end);

// A descriptor that is readable once the child has ended (and not been collected). -1 with errno where the kernel has none.
int rp_process_descriptor(pid_t process);

#endif
