#include "CXML.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// ---- The part of libxml2's ABI that is used ---------------------------------------------------------------------------
// As in libxml/parser.h and libxml/HTMLparser.h, unchanged from 2.6 to 2.14. The headers are not needed to build.

typedef void (*any_function)(void);

typedef struct {
    any_function internal_subset, is_standalone, has_internal_subset, has_external_subset;
    any_function resolve_entity, get_entity, entity_declaration, notation_declaration;
    any_function attribute_declaration, element_declaration, unparsed_entity_declaration, set_document_locator;
    any_function start_document;
    any_function end_document;
    void (*start_element)(void *context, const unsigned char *name, const unsigned char **attributes);
    void (*end_element)(void *context, const unsigned char *name);
    any_function reference;
    void (*characters)(void *context, const unsigned char *bytes, int length);
    void (*ignorable_white_space)(void *context, const unsigned char *bytes, int length);
    any_function processing_instruction, comment, warning, error, fatal_error, get_parameter_entity;
    void (*cdata_block)(void *context, const unsigned char *bytes, int length);
    any_function external_subset;
    unsigned int initialized;
    void *private_data;
    any_function start_element_ns, end_element_ns, structured_error;
} sax_handler;

enum { ENCODING_UTF8 = 1 };                                                    // XML_CHAR_ENCODING_UTF8
enum {
    PARSE_RECOVER = 1 << 0, PARSE_NO_ERROR = 1 << 5, PARSE_NO_WARNING = 1 << 6,  // HTML_PARSE_...
    PARSE_NO_NETWORK = 1 << 11, PARSE_NO_IMPLIED = 1 << 13, PARSE_COMPACT = 1 << 16, PARSE_IGNORE_ENCODING = 1 << 21,
};
enum { ERROR_NO_MEMORY = 2 };                               // xmlParserErrors

static struct {
    void (*initialise)(void);
    void *(*create)(sax_handler *sax, void *data, const char *chunk, int size, const char *name, int encoding);
    int (*use_options)(void *context, int options);
    int (*parse_chunk)(void *context, const char *chunk, int size, int is_last);
    void (*free_context)(void *context);
    int is_ready;
} library;

static void open_library(void) {
    // The soname of Debian 12 and 13, and the one that follows it.
    static const char *const names[] = {"libxml2.so.2", "libxml2.so.16"};
    void *handle = NULL;
    for (size_t i = 0; handle == NULL && i < sizeof names / sizeof *names; i++) {
        handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    if (handle == NULL) return;
    *(void **)&library.initialise = dlsym(handle, "xmlInitParser");
    *(void **)&library.create = dlsym(handle, "htmlCreatePushParserCtxt");
    *(void **)&library.use_options = dlsym(handle, "htmlCtxtUseOptions");
    *(void **)&library.parse_chunk = dlsym(handle, "htmlParseChunk");
    *(void **)&library.free_context = dlsym(handle, "htmlFreeParserCtxt");
    if (library.initialise == NULL || library.create == NULL || library.use_options == NULL || library.parse_chunk == NULL
        || library.free_context == NULL) {
        dlclose(handle);
        return;
    }
    library.initialise();
    library.is_ready = 1;
}

int rp_html_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return library.is_ready;
}

// ---- The parser --------------------------------------------------------------------------------------------------------

struct rp_html_parser {
    void *context;
    rp_html_events events;
    void *owner;
    int depth;
    int depth_limit;
    int is_too_deep;
    unsigned long begun;
};

static void on_begin(void *data, const unsigned char *name, const unsigned char **attributes) {
    rp_html_parser *parser = data;
    parser->begun++;
    if (parser->is_too_deep) return;
    if (++parser->depth > parser->depth_limit) {
        parser->is_too_deep = 1;
        return;
    }
    parser->events.begin(parser->owner, (const char *)name, (const char *const *)attributes);
}

static void on_end(void *data, const unsigned char *name) {
    rp_html_parser *parser = data;
    if (parser->is_too_deep) return;
    if (parser->depth > 0) parser->depth--;
    parser->events.end(parser->owner, (const char *)name);
}

static void on_text(void *data, const unsigned char *bytes, int length) {
    rp_html_parser *parser = data;
    if (parser->is_too_deep || length <= 0) return;
    parser->events.text(parser->owner, (const char *)bytes, length);
}

rp_html_parser *rp_html_open(const rp_html_events *events, void *owner, int depth_limit) {
    if (!rp_html_available()) return NULL;
    rp_html_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL) return NULL;
    parser->events = *events;
    parser->owner = owner;
    parser->depth_limit = depth_limit;
    // Nothing but these: no entity, no DTD, no error text is asked for, and no tree is built. The library copies the table.
    sax_handler sax;
    memset(&sax, 0, sizeof sax);
    sax.start_element = on_begin;
    sax.end_element = on_end;
    sax.characters = on_text;
    sax.ignorable_white_space = on_text;
    sax.cdata_block = on_text;
    parser->context = library.create(&sax, parser, NULL, 0, NULL, ENCODING_UTF8);
    if (parser->context == NULL) {
        free(parser);
        return NULL;
    }
    library.use_options(parser->context, PARSE_RECOVER | PARSE_NO_ERROR | PARSE_NO_WARNING | PARSE_NO_NETWORK
                                             | PARSE_NO_IMPLIED | PARSE_COMPACT | PARSE_IGNORE_ENCODING);
    return parser;
}

rp_html_result rp_html_feed(rp_html_parser *parser, const char *bytes, size_t length, int is_last) {
    // In pieces: a document that is too deep is found out soon.
    enum { PIECE = 16384 };
    int error = 0;
    while (length > 0 && !parser->is_too_deep) {
        size_t piece = length < PIECE ? length : PIECE;
        error = library.parse_chunk(parser->context, bytes, (int)piece, 0);
        if (error == ERROR_NO_MEMORY) return RP_HTML_FAILED;
        bytes += piece;
        length -= piece;
    }
    if (parser->is_too_deep) return RP_HTML_TOO_DEEP;
    if (!is_last) return RP_HTML_OK;
    // A parser that stopped by itself says nothing of it, but does not hear of one more element either.
    static const char probe[] = "<param>";
    unsigned long begun = parser->begun;
    library.parse_chunk(parser->context, probe, sizeof probe - 1, 0);
    library.parse_chunk(parser->context, "", 0, 1);
    if (parser->is_too_deep) return RP_HTML_TOO_DEEP;
    return parser->begun > begun ? RP_HTML_OK : RP_HTML_FAILED;
}

void rp_html_close(rp_html_parser *parser) {
    if (parser == NULL) return;
    library.free_context(parser->context);
    free(parser);
}
