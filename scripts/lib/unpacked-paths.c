/* Lets a Dovecot that was unpacked into a work folder find its own parts.
 *
 * Dovecot has some paths compiled in that no setting changes: /usr/bin/doveconf, and the module folders below
 * /usr/lib/dovecot (TLS and the ManageSieve settings are modules). This library is put in front by LD_PRELOAD and
 * reads ROHRPOST_DOVECOT_ROOT: a path below one of the prefixes is looked for under that folder first and taken
 * from there where it exists; every other path is left alone. Only what Dovecot 2.3 calls with such paths is here.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const prefixes[] = {"/usr/lib/dovecot/", "/usr/bin/dove", "/usr/share/dovecot/"};

/* The path to use: `path` itself, or its place under the unpacked folder written to `buffer`. */
static const char *unpacked(const char *path, char buffer[PATH_MAX]) {
    const char *root = getenv("ROHRPOST_DOVECOT_ROOT");
    if (root == NULL || path == NULL) return path;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (strncmp(path, prefixes[i], strlen(prefixes[i])) != 0) continue;
        int length = snprintf(buffer, PATH_MAX, "%s%s", root, path);
        if (length < 0 || length >= PATH_MAX) return path;
        /* The bare system call: access() is one of the functions replaced below. */
        if (syscall(SYS_faccessat, -100, buffer, F_OK) == 0) return buffer;
    }
    return path;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void *dlopen(const char *path, int flags) {
    char buffer[PATH_MAX];
    return NEXT(dlopen)(unpacked(path, buffer), flags);
}

DIR *opendir(const char *path) {
    char buffer[PATH_MAX];
    return NEXT(opendir)(unpacked(path, buffer));
}

int access(const char *path, int mode) {
    char buffer[PATH_MAX];
    return NEXT(access)(unpacked(path, buffer), mode);
}

int stat(const char *restrict path, struct stat *restrict result) {
    char buffer[PATH_MAX];
    return NEXT(stat)(unpacked(path, buffer), result);
}

int execv(const char *path, char *const arguments[]) {
    char buffer[PATH_MAX];
    return NEXT(execv)(unpacked(path, buffer), arguments);
}

int execvp(const char *path, char *const arguments[]) {
    char buffer[PATH_MAX];
    return NEXT(execvp)(unpacked(path, buffer), arguments);
}
