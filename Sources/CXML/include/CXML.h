#ifndef ROHRPOST_CXML_H
#define ROHRPOST_CXML_H

// libxml2's HTML parser as a source of events. The library is opened at first use, never linked: see docs/adr/0019-html.md.

#include <stddef.h>

// What the parser found. Strings are UTF-8, NUL-terminated, and live as long as the call.
typedef struct {
    // `attributes` are name, value, name, value, NULL; a value may be NULL. NULL where there are none.
    void (*begin)(void *context, const char *name, const char *const *attributes);
    void (*end)(void *context, const char *name);
    // `bytes` are not NUL-terminated.
    void (*text)(void *context, const char *bytes, int length);
} rp_html_events;

typedef struct rp_html_parser rp_html_parser;

typedef enum {
    RP_HTML_OK = 0,
    // Elements stand deeper in each other than was allowed; what came after is not told.
    RP_HTML_TOO_DEEP = 1,
    // The library gave up: out of memory, or a limit of its own.
    RP_HTML_FAILED = 2,
} rp_html_result;

// Whether the library is there. The first call opens it; later ones cost nothing. Any thread.
int rp_html_available(void);

// A parser at the start of a document; NULL without the library or memory. It opens no file and no connection, whatever it is fed.
rp_html_parser *rp_html_open(const rp_html_events *events, void *context, int depth_limit);

// Feeds UTF-8; calls back before it returns. The last piece must end outside of tags; behind it an element `param` is told.
rp_html_result rp_html_feed(rp_html_parser *parser, const char *bytes, size_t length, int is_last);

void rp_html_close(rp_html_parser *parser);

#endif
