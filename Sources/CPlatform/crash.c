#define _GNU_SOURCE
#include "cplatform_crash.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

enum { module_limit = 32, frame_limit = 64, name_limit = 48, text_limit = 240, path_limit = 512 };

static struct {
    int folder;  // -1 where there is none
    char path[path_limit];
    char version[name_limit];
    char before[text_limit];
    char behind[text_limit];
    char without[text_limit];
    struct timespec began;
    struct {
        char name[name_limit];
        uintptr_t base, end;
    } modules[module_limit];
    int modules_count;
} crash = {.folder = -1};

static _Atomic int64_t numbers[RP_CRASH_NUMBERS];
static const char *const number_names[RP_CRASH_NUMBERS] = {"rows", "columns", "turns", "frames", "longest-turn-us"};

static void copy(char *to, size_t room, const char *from) {
    size_t length = from ? strnlen(from, room - 1) : 0;
    // Not in the middle of a character.
    if (length == room - 1)
        while (length > 0 && ((unsigned char)from[length] & 0xC0) == 0x80) length--;
    memcpy(to, from ? from : "", length);
    to[length] = 0;
}

static int note_module(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (crash.modules_count == module_limit) return 1;
    uintptr_t end = 0;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        if (info->dlpi_phdr[index].p_type != PT_LOAD) continue;
        uintptr_t upper = info->dlpi_addr + info->dlpi_phdr[index].p_vaddr + info->dlpi_phdr[index].p_memsz;
        if (upper > end) end = upper;
    }
    // The program itself has no name here, and folders are nobody's business.
    const char *name = info->dlpi_name && *info->dlpi_name ? info->dlpi_name : "rohrpost";
    const char *slash = strrchr(name, '/');
    int number = crash.modules_count++;
    copy(crash.modules[number].name, name_limit, slash ? slash + 1 : name);
    crash.modules[number].base = info->dlpi_addr;
    crash.modules[number].end = end;
    return 0;
}

int rp_crash_prepare(const char *folder, const char *version, const char *before, const char *behind,
                     const char *without) {
    copy(crash.version, sizeof crash.version, version);
    copy(crash.before, sizeof crash.before, before);
    copy(crash.behind, sizeof crash.behind, behind);
    copy(crash.without, sizeof crash.without, without);
    clock_gettime(CLOCK_BOOTTIME, &crash.began);
    crash.modules_count = 0;
    dl_iterate_phdr(note_module, NULL);
    // The first call loads a library, which a handler must not.
    void *frames[4];
    backtrace(frames, 4);

    if (crash.folder >= 0) close(crash.folder);
    crash.folder = -1;
    // The path has to hold the file's name as well.
    if (!folder || strlen(folder) + 64 > path_limit) return 0;
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct stat status;
    if (opened < 0) return 0;
    if (fstat(opened, &status) != 0 || status.st_uid != geteuid()) {
        close(opened);
        return 0;
    }
    copy(crash.path, sizeof crash.path, folder);
    crash.folder = opened;
    return 1;
}

void rp_crash_note(int number, int64_t value) {
    if (number >= 0 && number < RP_CRASH_NUMBERS) atomic_store_explicit(&numbers[number], value, memory_order_relaxed);
}

// --- Threads ---------------------------------------------------------------------------------------------------------

enum { handler_stack = 64 * 1024 };

void *rp_crash_enter_thread(void) {
    const int faults[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
    sigset_t blocked;
    sigfillset(&blocked);
    for (size_t index = 0; index < sizeof faults / sizeof faults[0]; index++) sigdelset(&blocked, faults[index]);
    pthread_sigmask(SIG_SETMASK, &blocked, NULL);
    void *memory = mmap(NULL, handler_stack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    const stack_t stack = {.ss_sp = memory, .ss_size = handler_stack};
    sigaltstack(&stack, NULL);
    return memory;
}

void rp_crash_leave_thread(void *memory) {
    if (!memory) return;
    const stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(memory, handler_stack);
}

// --- In the handler --------------------------------------------------------------------------------------------------

static void put(int file, const char *text) {
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t written = write(file, text, length);
        if (written > 0) {
            text += written;
            length -= (size_t)written;
        } else if (written < 0 && errno != EINTR) {
            return;
        }
    }
}

// Writes a number with at least `least` digits and gives what stands behind it.
static char *digits(char *at, uint64_t value, unsigned radix, int least) {
    char reversed[24];
    int count = 0;
    do {
        reversed[count++] = "0123456789abcdef"[value % radix];
        value /= radix;
    } while (value > 0 || count < least);
    while (count > 0) *at++ = reversed[--count];
    *at = 0;
    return at;
}

static void put_number(int file, const char *name, int64_t value) {
    char line[96], *at = stpcpy(line, name);
    at = stpcpy(at, ": ");
    if (value < 0) *at++ = '-', value = -value;
    at = digits(at, (uint64_t)value, 10, 1);
    stpcpy(at, "\n");
    put(file, line);
}

static void put_address(int file, const char *before, uintptr_t address) {
    char line[128], *at = stpcpy(line, before);
    for (int index = 0; index < crash.modules_count; index++) {
        if (address < crash.modules[index].base || address >= crash.modules[index].end) continue;
        at = stpcpy(at, crash.modules[index].name);
        at = stpcpy(at, "+0x");
        at = digits(at, address - crash.modules[index].base, 16, 1);
        stpcpy(at, "\n");
        put(file, line);
        return;
    }
    // Of no module: what stands there may be anything, and is not told.
    stpcpy(at, "?\n");
    put(file, line);
}

// `20261122-144409`, in UTC. gmtime is not for handlers. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
static char *moment(char *at, int64_t seconds) {
    int64_t days = seconds / 86400, rest = seconds % 86400;
    days += 719468;
    int64_t era = days / 146097, of_era = days % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    at = digits(at, (uint64_t)(year + era * 400 + (month <= 2)), 10, 4);
    at = digits(at, (uint64_t)month, 10, 2);
    at = digits(at, (uint64_t)(of_year - (153 * shifted + 2) / 5 + 1), 10, 2);
    *at++ = '-';
    at = digits(at, (uint64_t)(rest / 3600), 10, 2);
    at = digits(at, (uint64_t)(rest / 60 % 60), 10, 2);
    return digits(at, (uint64_t)(rest % 60), 10, 2);
}

// Opens a file that was not there and writes its name into `name`; -1 where that cannot be.
static int open_report(char *name) {
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    char *at = moment(stpcpy(name, "crash-"), now.tv_sec > 0 ? now.tv_sec : 0);
    // Two programs may crash in one second.
    at = digits(stpcpy(at, "-"), (uint64_t)getpid(), 10, 1);
    stpcpy(at, ".txt");
    return openat(crash.folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

static uintptr_t program_counter(const void *context) {
    if (!context) return 0;
#if defined(__x86_64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
    return 0;
#endif
}

void rp_crash_report(int terminal, int number, const void *context) {
    char name[64];
    int file = crash.folder < 0 ? -1 : open_report(name);
    if (file < 0) {
        put(terminal, crash.without);
        put(terminal, "\r\n");
        return;
    }
    put(terminal, crash.before);
    put(terminal, crash.path);
    put(terminal, "/");
    put(terminal, name);
    put(terminal, crash.behind);
    put(terminal, "\r\n");

    put(file, "rohrpost ");
    put(file, crash.version);
    put(file, "\n");
    put_number(file, "signal", number);
    struct timespec now = {0};
    clock_gettime(CLOCK_BOOTTIME, &now);
    put_number(file, "uptime-s", now.tv_sec - crash.began.tv_sec);
    for (int index = 0; index < RP_CRASH_NUMBERS; index++)
        put_number(file, number_names[index], atomic_load_explicit(&numbers[index], memory_order_relaxed));
    put_address(file, "at: ", program_counter(context));
    // What leads here is found by walking a stack that may be broken. SIGALRM ends that, and the program with it.
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(SIGALRM, &standard, NULL);
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
    alarm(3);
    void *frames[frame_limit];
    int count = backtrace(frames, frame_limit);
    for (int index = 0; index < count; index++) put_address(file, "from: ", (uintptr_t)frames[index]);
    alarm(0);
    close(file);
}
