// SQLite as Swift sees it: the header, and what Swift cannot import (variadics, casts to destructors), as inline functions.
#ifndef ROHRPOST_CSQLITE_H
#define ROHRPOST_CSQLITE_H

#include <sqlite3.h>
#include <stddef.h>

// Nobody asks SQLite how much memory it has taken; counting it would take a lock at each piece. To be called before the first connection.
static inline int rp_sqlite_set_up(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

// SQL cannot damage the file through the schema or the tables of the index, and functions of the schema are not trusted.
static inline int rp_sqlite_harden(sqlite3 *database) {
    int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
    // A double-quoted word is a name and never a text.
    if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
    return code;
}

// The octets are copied. NULL octets are an empty value, not NULL.
static inline int rp_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *octets, size_t count) {
    return sqlite3_bind_blob64(statement, index, octets ? octets : "", count, SQLITE_TRANSIENT);
}

// As above, for UTF-8.
static inline int rp_sqlite_bind_text(sqlite3_stmt *statement, int index, const void *octets, size_t count) {
    return sqlite3_bind_text64(
        statement, index, octets ? (const char *)octets : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// A tokenizer of FTS5, "words", for text that is words already: one blank stands between two of them, and one that begins with the octet 1
// stands at the place of the word before it. It has no state.
static int rp_sqlite_words_create(void *context, const char **arguments, int count, Fts5Tokenizer **made) {
    static char only;
    (void)context, (void)arguments, (void)count;
    *made = (Fts5Tokenizer *)(void *)&only;
    return SQLITE_OK;
}

static void rp_sqlite_words_delete(Fts5Tokenizer *tokenizer) { (void)tokenizer; }

static int rp_sqlite_words_tokenize(
    Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
    int (*give)(void *, int, const char *, int, int, int)) {
    (void)tokenizer, (void)flags;
    int at = 0, code = SQLITE_OK, isFirst = 1;
    while (code == SQLITE_OK && at < length) {
        int end = at;
        while (end < length && text[end] != ' ') end += 1;
        int isSame = at < end && text[at] == 1;
        if (end > at + isSame) {
            code = give(context, isSame && !isFirst ? FTS5_TOKEN_COLOCATED : 0, text + at + isSame, end - at - isSame, at, end);
            isFirst = 0;
        }
        at = end + 1;
    }
    return code;
}

// Makes the tokenizer known to a connection; whoever opens a table that is made with it needs it.
static inline int rp_sqlite_add_words(sqlite3 *database) {
    sqlite3_stmt *statement = 0;
    fts5_api *api = 0;
    int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, 0);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", 0);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    if (!api) return code == SQLITE_OK ? SQLITE_MISUSE : code;
    fts5_tokenizer words = {rp_sqlite_words_create, rp_sqlite_words_delete, rp_sqlite_words_tokenize};
    return api->xCreateTokenizer(api, "words", 0, &words, 0);
}

#endif
