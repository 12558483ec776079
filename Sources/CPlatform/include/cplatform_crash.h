// The last words of a program that crashes: a short report of where it was, without anything that it had in hand.
#ifndef ROHRPOST_CPLATFORM_CRASH_H
#define ROHRPOST_CPLATFORM_CRASH_H

#include <stdint.h>

// Numbers that a report tells. No number is made from a mail.
enum rp_crash_number {
    RP_CRASH_ROWS = 0,
    RP_CRASH_COLUMNS,
    RP_CRASH_TURNS,
    RP_CRASH_FRAMES,
    RP_CRASH_LONGEST_TURN,  // microseconds
    RP_CRASH_NUMBERS,
};

// Gets ready while all is well: opens `folder`, remembers where the program and its libraries lie in memory, and makes the C
// library load what it needs for a backtrace. `version` is the program's; the rest are the words for the person: what is said
// before and behind the path of the report, and in its place where there is none. Texts that are too long are cut.
// Returns 0 where no report will be written: there is no such folder, or it is another user's.
int rp_crash_prepare(const char *folder, const char *version, const char *before, const char *behind,
                     const char *without);

// Notes a number for a report. Any thread may.
void rp_crash_note(int number, int64_t value);

// Makes the calling thread one whose crash is told of: it gets a stack for the handler, since one that ran over has no room for
// it, and blocks every signal but those of a fault, which end the program without a word where they are blocked. Returns what
// rp_crash_leave_thread takes at the thread's end; NULL where there is no memory.
void *rp_crash_enter_thread(void);
void rp_crash_leave_thread(void *stack);

// Writes the report to a new file of mode 0600 and tells `terminal` where it is. Calls nothing that a signal handler may not,
// but for the backtrace, for which it gives itself three seconds. `context` is the third argument of the handler.
void rp_crash_report(int terminal, int number, const void *context);

#endif
