// SQLite as Swift sees it: the header, and what Swift cannot import (variadics, casts to destructors), as inline functions.
#ifndef ROHRPOST_CSQLITE_H
#define ROHRPOST_CSQLITE_H

#include <sqlite3.h>
#include <stddef.h>

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

#endif
