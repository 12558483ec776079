#define _GNU_SOURCE
#include "cplatform_memory.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

// Whole pages: locking, wiping and dumping work by page, and a page shared with other data could be unlocked by its owner.
static size_t pages(size_t size) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

void *rp_secret_allocate(size_t size, int *locked) {
    const size_t length = pages(size);
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
    *locked = mlock(memory, length) == 0;
    (void)madvise(memory, length, MADV_DONTDUMP);
    (void)madvise(memory, length, MADV_WIPEONFORK);
    return memory;
}

void rp_secret_free(void *memory, size_t size) {
    if (!memory) return;
    const size_t length = pages(size);
    explicit_bzero(memory, length);
    (void)munlock(memory, length);
    (void)munmap(memory, length);
}

void rp_wipe(void *memory, size_t size) { explicit_bzero(memory, size); }

int rp_equal_constant_time(const void *left, const void *right, size_t size) {
    const volatile unsigned char *a = left;
    const volatile unsigned char *b = right;
    unsigned char difference = 0;
    for (size_t index = 0; index < size; ++index) difference |= a[index] ^ b[index];
    return difference == 0;
}

int rp_forbid_core_dumps(void) {
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
