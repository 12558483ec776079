// Signals as a file descriptor, for a thread that waits in poll; and the clocks of its loop.
#ifndef ROHRPOST_CPLATFORM_SIGNALS_H
#define ROHRPOST_CPLATFORM_SIGNALS_H

#include <stdint.h>

// What rp_signals_take tells, to be combined.
enum rp_signal {
    RP_SIGNAL_RESIZED = 1,    // SIGWINCH
    RP_SIGNAL_CONTINUED = 2,  // SIGCONT
    RP_SIGNAL_STOP = 4,       // SIGTSTP: give the terminal back, then rp_signals_stop_group
    RP_SIGNAL_END = 8,        // SIGTERM, SIGHUP, SIGINT, SIGQUIT
};

// Installs handlers that note the signal and make the returned descriptor readable; SIGPIPE is ignored from then on.
// Returns -1 where there is no descriptor left. Calling it again returns the same one.
int rp_signals_watch(void);

// What has come since the last call; the descriptor is quiet afterwards.
int rp_signals_take(void);

// Stops the whole process group, as a shell expects of Ctrl-Z, and returns when it goes on (or at once where nobody
// could continue it: an orphaned group is not stopped).
void rp_signals_stop_group(void);

// Puts back the handlers from before.
void rp_signals_unwatch(void);

// Milliseconds since boot, time asleep included; and seconds since 1970.
int64_t rp_boot_milliseconds(void);
int64_t rp_wall_seconds(void);

// Minutes east of UTC that the machine's zone has at a moment; 0 where it cannot be told.
int rp_zone_minutes(int64_t seconds_since_1970);

#endif
