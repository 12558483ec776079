#ifndef ROHRPOST_CTOML_H
#define ROHRPOST_CTOML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A TOML 1.0 document as a flat list of nodes, each with its place in the file. No exception crosses this interface, and no
// document, however hostile, overflows the stack or grows without bound:
//
//   size      at most RP_TOML_MAX_BYTES
//   depth     at most RP_TOML_MAX_DEPTH tables and arrays inside one another
//   nodes     at most RP_TOML_MAX_NODES keys and values
//
// What is beyond is an error with its line, like any other.
enum {
    RP_TOML_MAX_BYTES = 1 << 20,
    RP_TOML_MAX_DEPTH = 32,
    RP_TOML_MAX_NODES = 20000,
};

typedef enum {
    RP_TOML_TABLE,
    RP_TOML_ARRAY,
    RP_TOML_STRING,
    RP_TOML_INTEGER,
    RP_TOML_FLOAT,
    RP_TOML_BOOLEAN,
    // Any of TOML's four date and time types; its text is in RFC 3339 spelling.
    RP_TOML_DATE,
} rp_toml_kind;

// A place in the file, counted from 1; columns count code points. 0 where the parser knows none.
typedef struct {
    uint32_t line;
    uint32_t column;
} rp_toml_position;

// One value. Node 0 is the root table; a parent always stands before its children.
typedef struct {
    rp_toml_kind kind;
    // The index of the table or array that holds this value; 0 for the root itself.
    uint32_t parent;
    // UTF-8, not terminated, may hold NUL; NULL and 0 inside an array and for the root.
    const char *key;
    size_t key_length;
    rp_toml_position key_position;
    rp_toml_position position;
    // STRING and DATE: UTF-8, not terminated, may hold NUL.
    const char *text;
    size_t text_length;
    // INTEGER, and BOOLEAN as 0 or 1.
    int64_t integer;
    double floating;
} rp_toml_node;

typedef struct rp_toml_document rp_toml_document;

// Reads a document. NULL only when memory is out. Free it with rp_toml_free. The bytes are not kept.
rp_toml_document *rp_toml_parse(const char *bytes, size_t length);

void rp_toml_free(rp_toml_document *document);

// NULL when the document is good, else an English message in UTF-8, and its place.
// Nothing but this may be asked of a document with an error.
const char *rp_toml_error(const rp_toml_document *document, rp_toml_position *position);

size_t rp_toml_node_count(const rp_toml_document *document);

// The node at `index`, which must be below the count. Its pointers live as long as the document.
rp_toml_node rp_toml_node_at(const rp_toml_document *document, size_t index);

#ifdef __cplusplus
}
#endif
#endif
