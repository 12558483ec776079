#define _GNU_SOURCE
#include "cplatform_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Copies of the parent's descriptors are made above every number a child may ask for, so that mapping one never overwrites
// another that is still to be mapped. They are close-on-exec, so a failure leaks nothing into any program.
enum { first_copy = RP_SPAWN_MAX_CHILD_DESCRIPTOR + 1 };

static int add_descriptors(
    posix_spawn_file_actions_t *actions, const rp_spawn_request *request, int copies[RP_SPAWN_MAX_DESCRIPTORS]) {
    char wanted[RP_SPAWN_MAX_CHILD_DESCRIPTOR + 1] = {0};
    int highest = -1;
    for (size_t index = 0; index < request->descriptor_count; ++index) {
        const rp_spawn_descriptor descriptor = request->descriptors[index];
        if (descriptor.child < 0 || descriptor.child > RP_SPAWN_MAX_CHILD_DESCRIPTOR) return EINVAL;
        if (wanted[descriptor.child]) return EINVAL;
        wanted[descriptor.child] = 1;
        if (descriptor.child > highest) highest = descriptor.child;
        int error;
        if (descriptor.parent < 0) {
            error = posix_spawn_file_actions_addopen(actions, descriptor.child, "/dev/null", O_RDWR, 0);
        } else {
            copies[index] = fcntl(descriptor.parent, F_DUPFD_CLOEXEC, first_copy);
            if (copies[index] < 0) return errno;
            error = posix_spawn_file_actions_adddup2(actions, copies[index], descriptor.child);
        }
        if (error) return error;
    }
    if (request->foreground_on >= 0) {
        if (!request->own_process_group || request->foreground_on > highest || !wanted[request->foreground_on]) {
            return EINVAL;
        }
        const int error = posix_spawn_file_actions_addtcsetpgrp_np(actions, request->foreground_on);
        if (error) return error;
    }
    // Closing what is not open is not an error in glibc; closefrom takes the rest, the copies among them.
    for (int fd = 0; fd <= highest; ++fd) {
        if (wanted[fd]) continue;
        const int error = posix_spawn_file_actions_addclose(actions, fd);
        if (error) return error;
    }
    return posix_spawn_file_actions_addclosefrom_np(actions, highest + 1);
}

static int set_attributes(posix_spawnattr_t *attributes, const rp_spawn_request *request) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    // A session leads a process group already, and may not be given another one.
    const int own_group = request->own_process_group && !request->own_session;
    if (own_group) flags |= POSIX_SPAWN_SETPGROUP;
    if (request->own_session) flags |= POSIX_SPAWN_SETSID;
    int error = posix_spawnattr_setsigmask(attributes, &none);
    if (!error) error = posix_spawnattr_setsigdefault(attributes, &all);
    if (!error && own_group) error = posix_spawnattr_setpgroup(attributes, 0);
    if (!error) error = posix_spawnattr_setflags(attributes, flags);
    return error;
}

int rp_spawn(const rp_spawn_request *request, pid_t *process) {
    if (request->descriptor_count > RP_SPAWN_MAX_DESCRIPTORS) return EINVAL;
    int copies[RP_SPAWN_MAX_DESCRIPTORS];
    for (size_t index = 0; index < RP_SPAWN_MAX_DESCRIPTORS; ++index) copies[index] = -1;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawnattr_init(&attributes);
    if (error) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    error = add_descriptors(&actions, request, copies);
    if (!error) error = set_attributes(&attributes, request);
    if (!error) {
        char *const *environment = request->environment ? request->environment : environ;
        error = posix_spawn(process, request->path, &actions, &attributes, request->arguments, environment);
    }
    for (size_t index = 0; index < request->descriptor_count; ++index) {
        if (copies[index] >= 0) close(copies[index]);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int rp_take_terminal(int terminal) {
    // Asking from the background raises SIGTTOU, which would stop us; blocked, the request is granted.
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    const int result = tcsetpgrp(terminal, getpgrp());
    const int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return result;
}

int rp_wait(pid_t process, int block, rp_process_end *end) {
    int status;
    pid_t found;
    do {
        found = waitpid(process, &status, block ? 0 : WNOHANG | WUNTRACED);
    } while (found < 0 && errno == EINTR);
    if (found < 0) return errno;
    end->stopped = found > 0 && WIFSTOPPED(status);
    end->running = found == 0 || end->stopped;
    end->code = found > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    end->signal = found > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return 0;
}

int rp_process_descriptor(pid_t process) {
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, process, 0);
#else
    (void)process;
    errno = ENOSYS;
    return -1;
#endif
}
