#define _GNU_SOURCE

#include "cplatform_signals.h"

#include "cplatform_events.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

static int watch_fd = -1;
static atomic_int pending;

static const int watched[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction before[watched_count];

static int meaning(int number) {
    switch (number) {
    case SIGWINCH: return RP_SIGNAL_RESIZED;
    case SIGCONT: return RP_SIGNAL_CONTINUED;
    case SIGTSTP: return RP_SIGNAL_STOP;
    default: return RP_SIGNAL_END;
    }
}

static void note(int number) {
    int saved = errno;
    atomic_fetch_or(&pending, meaning(number));
    rp_eventfd_signal(watch_fd);
    errno = saved;
}

int rp_signals_watch(void) {
    if (watch_fd >= 0) return watch_fd;
    watch_fd = rp_eventfd();
    if (watch_fd < 0) return -1;
    for (int index = 0; index < watched_count; index++) {
        struct sigaction action = {.sa_flags = SA_RESTART};
        action.sa_handler = watched[index] == SIGPIPE ? SIG_IGN : note;
        sigemptyset(&action.sa_mask);
        sigaction(watched[index], &action, &before[index]);
    }
    return watch_fd;
}

int rp_signals_take(void) {
    rp_eventfd_drain(watch_fd);
    return atomic_exchange(&pending, 0);
}

void rp_signals_stop_group(void) {
    struct sigaction ours, standard = {.sa_handler = SIG_DFL};
    sigemptyset(&standard.sa_mask);
    sigaction(SIGTSTP, &standard, &ours);
    kill(0, SIGTSTP);
    // The stop may reach another thread first and this one a moment later; SIGCONT's wake-up is the end of it.
    struct pollfd wait = {.fd = watch_fd, .events = POLLIN};
    poll(&wait, watch_fd >= 0 ? 1 : 0, 200);
    sigaction(SIGTSTP, &ours, NULL);
}

void rp_signals_unwatch(void) {
    if (watch_fd < 0) return;
    for (int index = 0; index < watched_count; index++) sigaction(watched[index], &before[index], NULL);
    close(watch_fd);
    watch_fd = -1;
    atomic_store(&pending, 0);
}

int64_t rp_boot_milliseconds(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t rp_wall_seconds(void) {
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

int rp_zone_minutes(int64_t seconds_since_1970) {
    time_t moment = (time_t)seconds_since_1970;
    struct tm local;
    if (!localtime_r(&moment, &local)) return 0;
    return (int)(local.tm_gmtoff / 60);
}
