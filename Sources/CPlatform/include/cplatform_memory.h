#ifndef ROHRPOST_CPLATFORM_MEMORY_H
#define ROHRPOST_CPLATFORM_MEMORY_H

#include <stddef.h>

// Memory for secrets: pages of its own, zeroed, kept out of core dumps, not inherited by a fork, and locked against
// swapping where the limit on locked memory allows (`*locked` tells). NULL with errno where there is no memory.
// `size` must not be 0.
void *rp_secret_allocate(size_t size, int *locked);

// Wipes and gives back what rp_secret_allocate gave, with the same size. NULL is nothing to do.
void rp_secret_free(void *memory, size_t size);

// Overwrites with zeros; the compiler may not leave it out.
void rp_wipe(void *memory, size_t size);

// 1 when the two hold the same bytes. Takes the same time wherever they differ.
int rp_equal_constant_time(const void *left, const void *right, size_t size);

// Keeps the whole process out of core dumps and from being traced by other processes of the user. 0 or -1 with errno.
int rp_forbid_core_dumps(void);

#endif
