// The terminal, over ncursesw. ncurses' own headers stay inside CTerminal.c: their macros, globals and variadic functions
// do not import into Swift. Every function is to be called on one thread, the one that called ct_open.
#ifndef ROHRPOST_CTERMINAL_H
#define ROHRPOST_CTERMINAL_H

#include <stddef.h>
#include <stdint.h>

// One open terminal. There is at most one in a process: ncurses and the crash guard are global.
typedef struct ct_terminal ct_terminal;

// How ct_open went.
enum ct_status {
    CT_OK = 0,
    CT_NOT_A_TERMINAL = 1,    // one of the descriptors is no terminal
    CT_UNKNOWN_TERMINAL = 2,  // terminfo has no entry for TERM, or it cannot address the cursor
    CT_OUT_OF_MEMORY = 3,
    CT_ALREADY_OPEN = 4,
};

// Attributes of a cell, to be combined.
enum ct_attribute {
    CT_BOLD = 1,
    CT_DIM = 2,
    CT_UNDERLINE = 4,
    CT_REVERSE = 8,
    CT_ITALIC = 16,
};

// Settles LC_CTYPE: the user's, then C.UTF-8, then ASCII. A locale that names another charset than UTF-8 is believed.
// Returns 1 where the terminal takes UTF-8, 0 where only ASCII is safe.
int ct_set_locale(void);

// Whether terminfo knows a type, and it can address its cursor; before ct_open.
int ct_knows(const char *type);

// Takes over the terminal: alternate screen, raw mode, no echo, reads that never block (VMIN 0, VTIME 0, so that the
// descriptor's flags, which other processes share, stay as they are), hidden cursor, bracketed paste.
// `type` is TERM. Install signal handlers before: ncurses takes those that stand at their default.
int ct_open(const char *type, int input, int output, ct_terminal **terminal);

// Gives the terminal back for good and frees it.
void ct_close(ct_terminal *terminal);

// Gives the terminal back for a while (a stop, an editor), and takes it again with everything to be drawn anew.
void ct_release(ct_terminal *terminal);
void ct_reclaim(ct_terminal *terminal);

// The size the terminal has now (TIOCGWINSZ), in cells and in pixels; 0 where it does not tell.
void ct_measure(ct_terminal *terminal, int *rows, int *columns, int *width, int *height);

// Counts from now on what this thread sends to the terminal: to be called while the process may still look at itself, before
// it forbids core dumps.
void ct_count(void);

// Bytes sent so far; -1 where they are not counted.
long long ct_sent(void);

// Tells ncurses the new size; what it holds is then to be put anew.
void ct_resize(ct_terminal *terminal, int rows, int columns);

// Colours that can be told apart: 0, 8, 16, 256 (never more; see ct_define_pair).
int ct_colours(ct_terminal *terminal);

// Gives pair `number` (1 and up, under ct_pairs) its colours; -1 is the terminal's own. Returns 0 where it cannot.
int ct_define_pair(ct_terminal *terminal, int number, int foreground, int background);
int ct_pairs(ct_terminal *terminal);

// Puts one cluster of UTF-8 into the cells from (row, column): `width` 1 or 2 by our own table. Where the C library
// thinks otherwise a stand-in of the right width is put, so that the screen never shifts.
void ct_put(ct_terminal *terminal, int row, int column, const char *text, size_t length, int width, int attributes,
            int pair);

// The next ct_flush draws everything, whatever is thought to stand on the terminal.
void ct_forget(ct_terminal *terminal);

// Writes the difference. The cursor ends at (row, column), visible or not.
void ct_flush(ct_terminal *terminal, int row, int column, int cursor_visible);

// The next ct_flush writes the row whole, whatever is thought to stand there; no link is left in it.
void ct_rewrite_row(ct_terminal *terminal, int row);

// After ct_flush: the cells from (row, column) are to be a link. `sequence` is what begins it, complete and clean. It is sent
// by ct_end_links, with all others of the frame.
void ct_link(ct_terminal *terminal, int row, int column, int width, const char *sequence, size_t length);
void ct_end_links(ct_terminal *terminal);

// After ct_flush: sends a picture from (row, column) on, complete and clean. It goes with ct_end_links.
void ct_picture(ct_terminal *terminal, int row, int column, const char *bytes, size_t length);

// Names the window where the terminal can be named; `title` is clean text.
void ct_title(ct_terminal *terminal, const char *title, size_t length);

// Asks the terminal to tell of clicks and of the wheel, or no longer to; while it is lent out it does not. Selecting text with
// the mouse then needs Shift in most terminals.
void ct_mouse(ct_terminal *terminal, int wanted);

// Sends what is no part of the picture and moves no cursor, between two frames.
void ct_send(ct_terminal *terminal, const char *bytes, size_t length);

// What is called when the program crashes while the terminal is taken over, once the terminal is as it was before. It runs in
// a signal handler; `context` is the handler's third argument.
void ct_on_crash(void (*report)(int terminal, int number, const void *context));

#endif
