#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// Not all of <term.h>: its macros are called `columns` and `cursor_visible`.
#include <ncursesw/curses.h>

typedef struct term TERMINAL;
extern TERMINAL *cur_term;
extern int setupterm(const char *type, int descriptor, int *problem);
extern int del_curterm(TERMINAL *terminal);
extern int tputs(const char *text, int lines, int (*put)(int));
extern int vid_puts(attr_t attributes, short pair, void *options, int (*put)(int));

struct ct_terminal {
    SCREEN *screen;
    FILE *input;
    FILE *output;
    int input_fd;
    int output_fd;
    int colours;
    int pairs;
    bool utf8;
    volatile sig_atomic_t released;
    bool titles;
    bool mouse;
    char *links;  // what ct_link has written and ct_end_links sends
    size_t links_length;
    size_t links_room;
    bool links_failed;
};

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
// Presses, releases and the wheel, told in decimal (SGR), so that no column is too far.
static const char mouse_on[] = "\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l";
// Ends whatever sequence was begun, then the link, if one was.
static const char link_reset[] = "\033\\\033]8;;\033\\";
static const char link_end[] = "\033]8;;\033\\";
static const char title_push[] = "\033[22;2t";
static const char title_pop[] = "\033[23;2t";

static bool locale_is_utf8 = false;
static bool open_already = false;

// --- Crash guard -----------------------------------------------------------------------------------------------------
// A trap must not leave the user's terminal raw. What restores it is written down while all is well, because nothing in
// ncurses may be called in a signal handler.

static struct {
    volatile sig_atomic_t armed;
    volatile sig_atomic_t links;  // have been sent
    bool stands_back;  // to the handlers from before
    ct_terminal *terminal;
    int fd;
    struct termios modes;
    char reset[256];
    size_t length;
} guard;

static const int guarded[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
enum { guarded_count = sizeof guarded / sizeof guarded[0] };
static struct sigaction guarded_before[guarded_count];
static const struct sigaction guard_default = {.sa_handler = SIG_DFL};
static void (*crash_report)(int terminal, int number, const void *context) = NULL;
// A stack that ran over has no room for a handler.
static char guard_stack[64 * 1024];

void ct_on_crash(void (*report)(int terminal, int number, const void *context)) { crash_report = report; }

// What has been sent without ncurses, and what ncurses has sent.
static long long sent = 0;

static void write_all(int fd, const char *bytes, size_t length) {
    sent += (long long)length;
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else if (written < 0 && errno != EINTR && errno != EAGAIN) {
            return;
        }
    }
}

static void guard_fire(int number, siginfo_t *info, void *context) {
    bool is_ours = guard.armed;
    if (is_ours) {
        guard.armed = 0;
        // Where it was another thread that crashed the terminal's own goes on for a while: it draws no more.
        guard.terminal->released = true;
        if (guard.links) write_all(guard.fd, link_reset, sizeof link_reset - 1);
        write_all(guard.fd, guard.reset, guard.length);
        tcsetattr(guard.fd, TCSANOW, &guard.modes);
    }
    // From here on another fault ends the program: what is to be restored is.
    for (int index = 0; index < guarded_count; index++)
        sigaction(guarded[index], guard.stands_back ? &guarded_before[index] : &guard_default, NULL);
    if (is_ours && crash_report) crash_report(guard.fd, number, context);
    // A fault happens again on return and meets the handler from before; a signal that was sent has to be sent again, and
    // behind a breakpoint the program would go on.
    if (info->si_code <= 0 || number == SIGTRAP) raise(number);
}

static void guard_add(const char *string) {
    if (!string || string == (char *)-1) return;
    size_t length = strlen(string);
    if (length > sizeof guard.reset - guard.length) return;
    memcpy(guard.reset + guard.length, string, length);
    guard.length += length;
}

static void guard_prepare(ct_terminal *terminal, const struct termios *modes) {
    guard.terminal = terminal;
    guard.fd = terminal->output_fd;
    guard.modes = *modes;
    guard.length = 0;
    guard.links = 0;
    guard_add(mouse_off);
    guard_add(paste_off);
    if (terminal->titles) guard_add(title_pop);
    guard_add(tigetstr("sgr0"));
    guard_add(tigetstr("cnorm"));
    guard_add(tigetstr("rmcup"));
    guard_add("\r\n");
    struct sigaction action = {.sa_sigaction = guard_fire, .sa_flags = SA_NODEFER | SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    stack_t stack;
    if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
        stack = (stack_t){.ss_sp = guard_stack, .ss_size = sizeof guard_stack};
        sigaltstack(&stack, NULL);
    }
    // Swift's own last words tell what was in memory, and would stand among ours: only where somebody has asked for them.
    const char *asked = getenv("SWIFT_BACKTRACE");
    guard.stands_back = asked && *asked;
    for (int index = 0; index < guarded_count; index++) sigaction(guarded[index], &action, &guarded_before[index]);
}

static void guard_remove(void) {
    guard.armed = 0;
    for (int index = 0; index < guarded_count; index++) sigaction(guarded[index], &guarded_before[index], NULL);
}

// --- Locale ----------------------------------------------------------------------------------------------------------

static bool codeset_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// The name of the locale in force for characters, as POSIX orders the variables.
static const char *named_locale(void) {
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (int index = 0; index < 3; index++) {
        const char *value = getenv(names[index]);
        if (value && *value) return value;
    }
    return "";
}

int ct_set_locale(void) {
    const char *user = setlocale(LC_CTYPE, "");
    if (user && codeset_is_utf8()) return locale_is_utf8 = true;
    // An uninstalled `de_DE.UTF-8` or a bare `C` says nothing against UTF-8; `de_DE.ISO-8859-1` and `de_DE@euro` do.
    const char *name = named_locale();
    const char *charset = strchr(name, '.');
    bool other_charset = charset ? !strcasestr(charset, "utf-8") && !strcasestr(charset, "utf8") : strchr(name, '@') != NULL;
    bool plain = !user || strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0;
    if (!other_charset && plain && setlocale(LC_CTYPE, "C.UTF-8") && codeset_is_utf8()) return locale_is_utf8 = true;
    setlocale(LC_CTYPE, "C");
    return locale_is_utf8 = false;
}

// --- Life ------------------------------------------------------------------------------------------------------------

// Reads must not block, and O_NONBLOCK would reach every process that shares the terminal's open file.
static void set_read_mode(ct_terminal *terminal) {
    struct termios modes;
    if (tcgetattr(terminal->input_fd, &modes) != 0) return;
    modes.c_cc[VMIN] = 0;
    modes.c_cc[VTIME] = 0;
    tcsetattr(terminal->input_fd, TCSANOW, &modes);
}

static void enter(ct_terminal *terminal) {
    if (terminal->titles) write_all(terminal->output_fd, title_push, sizeof title_push - 1);
    write_all(terminal->output_fd, paste_on, sizeof paste_on - 1);
    if (terminal->mouse) write_all(terminal->output_fd, mouse_on, sizeof mouse_on - 1);
    guard.armed = 1;
}

static void leave(ct_terminal *terminal) {
    if (terminal->mouse) write_all(terminal->output_fd, mouse_off, sizeof mouse_off - 1);
    write_all(terminal->output_fd, paste_off, sizeof paste_off - 1);
    if (terminal->titles) write_all(terminal->output_fd, title_pop, sizeof title_pop - 1);
}

int ct_knows(const char *type) {
    int problem = 0;
    if (open_already) return 1;
    if (!type || !*type || setupterm(type, STDOUT_FILENO, &problem) != OK) return 0;
    const char *address = tigetstr("cup");
    bool can_address = address && address != (char *)-1;
    del_curterm(cur_term);
    return can_address;
}

int ct_open(const char *type, int input, int output, ct_terminal **result) {
    *result = NULL;
    if (open_already) return CT_ALREADY_OPEN;
    struct termios before;
    if (!isatty(input) || !isatty(output) || tcgetattr(input, &before) != 0) return CT_NOT_A_TERMINAL;

    ct_terminal *terminal = calloc(1, sizeof *terminal);
    if (!terminal) return CT_OUT_OF_MEMORY;
    terminal->utf8 = locale_is_utf8;
    terminal->input_fd = input;
    terminal->output_fd = output;
    int input_copy = dup(input), output_copy = dup(output);
    terminal->input = input_copy < 0 ? NULL : fdopen(input_copy, "r");
    terminal->output = output_copy < 0 ? NULL : fdopen(output_copy, "w");
    if (!terminal->input || !terminal->output) {
        if (terminal->input) fclose(terminal->input); else if (input_copy >= 0) close(input_copy);
        if (terminal->output) fclose(terminal->output); else if (output_copy >= 0) close(output_copy);
        free(terminal);
        return CT_OUT_OF_MEMORY;
    }
    // The size comes from the kernel, not from LINES and COLUMNS of a shell that has been resized since.
    use_tioctl(TRUE);
    terminal->screen = newterm(type, terminal->output, terminal->input);
    if (!terminal->screen) {
        fclose(terminal->input);
        fclose(terminal->output);
        free(terminal);
        return CT_UNKNOWN_TERMINAL;
    }
    set_term(terminal->screen);
    const char *address = tigetstr("cup");
    if (!address || address == (char *)-1) {
        endwin();
        delscreen(terminal->screen);
        fclose(terminal->input);
        fclose(terminal->output);
        free(terminal);
        return CT_UNKNOWN_TERMINAL;
    }
    set_escdelay(25);
    raw();
    noecho();
    nonl();
    set_read_mode(terminal);
    def_prog_mode();
    leaveok(stdscr, FALSE);
    idlok(stdscr, TRUE);
    curs_set(0);
    terminal->titles = tigetflag("XT") > 0;

    // alloc_pair and init_pair misbehave without colour, and more than 256 are never asked for.
    if (has_colors() && start_color() == OK) {
        use_default_colors();
        terminal->colours = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
        terminal->pairs = COLOR_PAIRS > 32767 ? 32767 : COLOR_PAIRS;
    }
    guard_prepare(terminal, &before);
    enter(terminal);
    open_already = true;
    *result = terminal;
    return CT_OK;
}

void ct_close(ct_terminal *terminal) {
    if (!terminal) return;
    if (!terminal->released) {
        leave(terminal);
        endwin();
    }
    guard_remove();
    delscreen(terminal->screen);
    open_already = false;
    fclose(terminal->input);
    fclose(terminal->output);
    free(terminal->links);
    free(terminal);
}

void ct_release(ct_terminal *terminal) {
    if (terminal->released) return;
    terminal->released = true;
    leave(terminal);
    endwin();
    guard.armed = 0;
}

void ct_reclaim(ct_terminal *terminal) {
    // Also right when nothing was released: a stop from outside leaves whatever modes the shell has set.
    terminal->released = false;
    reset_prog_mode();
    set_read_mode(terminal);
    def_prog_mode();
    clearok(curscr, TRUE);
    refresh();
    curs_set(0);
    enter(terminal);
}

void ct_measure(ct_terminal *terminal, int *rows, int *columns, int *width, int *height) {
    struct winsize size = {0};
    *rows = *columns = *width = *height = 0;
    if (ioctl(terminal->output_fd, TIOCGWINSZ, &size) != 0) return;
    *rows = size.ws_row;
    *columns = size.ws_col;
    *width = size.ws_xpixel;
    *height = size.ws_ypixel;
}

void ct_resize(ct_terminal *terminal, int rows, int columns) {
    (void)terminal;
    if (rows < 1 || columns < 1) return;
    resizeterm(rows, columns);
    erase();
    clearok(curscr, TRUE);
}

// --- Colours ---------------------------------------------------------------------------------------------------------

int ct_colours(ct_terminal *terminal) { return terminal->colours; }

int ct_pairs(ct_terminal *terminal) { return terminal->pairs; }

int ct_define_pair(ct_terminal *terminal, int number, int foreground, int background) {
    if (number < 1 || number >= terminal->pairs) return 0;
    if (foreground >= terminal->colours || background >= terminal->colours) return 0;
    return init_pair((short)number, (short)foreground, (short)background) == OK;
}

// --- Cells -----------------------------------------------------------------------------------------------------------

// Decodes clean UTF-8 into at most `room` code points; anything odd becomes U+FFFD.
static int decode(const char *text, size_t length, wchar_t *points, int room) {
    const unsigned char *bytes = (const unsigned char *)text;
    int count = 0;
    size_t index = 0;
    while (index < length && count < room) {
        unsigned char first = bytes[index++];
        int more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : -1;
        if (more < 0 || index + (size_t)more > length) {
            points[count++] = 0xFFFD;
            continue;
        }
        uint32_t point = more == 0 ? first : first & (0x3F >> more);
        while (more-- > 0) point = point << 6 | (bytes[index++] & 0x3F);
        points[count++] = point < 0x20 || (point >= 0x7F && point < 0xA0) || point > 0x10FFFF ? 0xFFFD : (wchar_t)point;
    }
    return count;
}

static attr_t curses_attributes(int attributes) {
    attr_t result = A_NORMAL;
    if (attributes & CT_BOLD) result |= A_BOLD;
    if (attributes & CT_DIM) result |= A_DIM;
    if (attributes & CT_UNDERLINE) result |= A_UNDERLINE;
    if (attributes & CT_REVERSE) result |= A_REVERSE;
    if (attributes & CT_ITALIC) result |= A_ITALIC;
    return result;
}

static void put_points(int row, int column, wchar_t *points, attr_t attributes, int pair) {
    cchar_t cell;
    if (setcchar(&cell, points, attributes, (short)pair, NULL) == OK) mvadd_wch(row, column, &cell);
}

void ct_put(ct_terminal *terminal, int row, int column, const char *text, size_t length, int width, int attributes,
            int pair) {
    wchar_t points[CCHARW_MAX + 1] = {0};
    int count = decode(text, length, points, CCHARW_MAX);
    attr_t style = curses_attributes(attributes);
    wchar_t stand_in = terminal->utf8 ? 0xFFFD : L'?';
    if (count == 0) points[0] = L' ', count = 1;
    if (!terminal->utf8 && points[0] > 0x7E) points[0] = stand_in, points[1] = 0;
    points[count < CCHARW_MAX ? count : CCHARW_MAX] = 0;

    int library = wcwidth(points[0]);
    if (library != width) {
        // ncurses would count other cells than the frame does, and the terminal perhaps others again: the rest of the row
        // would stand beside its place. Seen with characters that are newer than the C library.
        points[0] = stand_in;
        points[1] = 0;
        put_points(row, column, points, style, pair);
        wchar_t space[2] = {L' ', 0};
        if (width == 2) put_points(row, column + 1, space, style, pair);
        return;
    }
    // Whatever follows has to be of no width, else setcchar refuses the whole cell.
    for (int index = 1; index < count; index++)
        if (wcwidth(points[index]) != 0) {
            points[index] = 0;
            break;
        }
    put_points(row, column, points, style, pair);
}

// ncurses does not tell what it writes, but the kernel does. Source: proc(5), /proc/pid/io.
static int counting_fd = -1;

void ct_count(void) {
    if (counting_fd < 0) counting_fd = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC);
}

static long long written_by_thread(void) {
    char text[256];
    ssize_t length = counting_fd < 0 ? -1 : pread(counting_fd, text, sizeof text - 1, 0);
    if (length <= 0) return 0;
    text[length] = 0;
    const char *found = strstr(text, "wchar: ");
    return found ? strtoll(found + 7, NULL, 10) : 0;
}

long long ct_sent(void) { return counting_fd < 0 ? -1 : sent; }

void ct_forget(ct_terminal *terminal) {
    (void)terminal;
    clearok(curscr, TRUE);
}

void ct_flush(ct_terminal *terminal, int row, int column, int cursor_visible) {
    if (terminal->released) return;
    move(row, column);
    long long before = written_by_thread();
    curs_set(cursor_visible ? 1 : 0);
    refresh();
    sent += written_by_thread() - before;
}

// --- Links -----------------------------------------------------------------------------------------------------------
// ncurses knows no links (OSC 8). It writes a frame's words without them; then those of each link are written once more, with
// it, at the same place and with the same looks, and the terminal is left as ncurses believes it to be.

// vid_puts and tputs take a function without a context.
static ct_terminal *linking = NULL;

static void link_add(const char *bytes, size_t length) {
    if (linking->links_failed) return;
    if (linking->links_length + length > linking->links_room) {
        size_t room = (linking->links_length + length) * 2;
        char *grown = realloc(linking->links, room);
        // Half a sequence is worse than none: the frame goes without its links.
        if (!grown) {
            linking->links_failed = true;
            return;
        }
        linking->links = grown;
        linking->links_room = room;
    }
    memcpy(linking->links + linking->links_length, bytes, length);
    linking->links_length += length;
}

static int link_put(int character) {
    char byte = (char)character;
    link_add(&byte, 1);
    return character;
}

static void link_go(int row, int column) {
    const char *address = tigetstr("cup");
    if (address && address != (char *)-1) tputs(tparm(address, (long)row, (long)column), 1, link_put);
}

void ct_rewrite_row(ct_terminal *terminal, int row) {
    (void)terminal;
    wredrawln(stdscr, row, 1);
}

void ct_link(ct_terminal *terminal, int row, int column, int width, const char *sequence, size_t length) {
    if (terminal->released) return;
    linking = terminal;
    link_go(row, column);
    link_add(sequence, length);
    int end = column + width;
    while (column < end) {
        cchar_t cell;
        wchar_t points[CCHARW_MAX + 1] = {0};
        attr_t attributes = A_NORMAL;
        short pair = 0;
        // What ncurses shows there, not what it was asked to show: a stand-in is no letter of the mail.
        if (mvwin_wch(stdscr, row, column, &cell) != OK ||
            getcchar(&cell, points, &attributes, &pair, NULL) != OK || points[0] == 0)
            points[0] = L' ', points[1] = 0;
        vid_puts(attributes & ~(attr_t)A_COLOR, pair, NULL, link_put);
        for (int index = 0; index < CCHARW_MAX && points[index]; index++) {
            char text[MB_LEN_MAX];
            mbstate_t state = {0};
            size_t count = wcrtomb(text, points[index], &state);
            if (count != (size_t)-1) link_add(text, count);
        }
        int cells = wcwidth(points[0]);
        column += cells > 1 ? cells : 1;
    }
    link_add(link_end, sizeof link_end - 1);
}

void ct_end_links(ct_terminal *terminal) {
    // Where there was no room even for the first one nothing is to be sent, and the next ones are tried anew.
    if (terminal->links_length == 0) terminal->links_failed = false;
    if (terminal->released || terminal->links_length == 0) return;
    linking = terminal;
    vid_puts(A_NORMAL, 0, NULL, link_put);
    int row, column;
    getyx(newscr, row, column);
    link_go(row, column);
    // In one piece, so that no link is ever left open.
    guard.links = 1;
    if (!terminal->links_failed) write_all(terminal->output_fd, terminal->links, terminal->links_length);
    terminal->links_length = 0;
    terminal->links_failed = false;
    // A picture is a thousand times as long as a screen's links.
    if (terminal->links_room > 1 << 18) {
        free(terminal->links);
        terminal->links = NULL;
        terminal->links_room = 0;
    }
}

void ct_picture(ct_terminal *terminal, int row, int column, const char *bytes, size_t length) {
    if (terminal->released) return;
    linking = terminal;
    link_go(row, column);
    link_add(bytes, length);
}

void ct_title(ct_terminal *terminal, const char *title, size_t length) {
    if (!terminal->titles || terminal->released) return;
    write_all(terminal->output_fd, "\033]2;", 4);
    write_all(terminal->output_fd, title, length);
    write_all(terminal->output_fd, "\007", 1);
}

void ct_mouse(ct_terminal *terminal, int wanted) {
    if (terminal->mouse == (wanted != 0)) return;
    terminal->mouse = wanted != 0;
    if (terminal->released) return;
    if (terminal->mouse) write_all(terminal->output_fd, mouse_on, sizeof mouse_on - 1);
    else write_all(terminal->output_fd, mouse_off, sizeof mouse_off - 1);
}

void ct_send(ct_terminal *terminal, const char *bytes, size_t length) {
    if (!terminal->released) write_all(terminal->output_fd, bytes, length);
}
