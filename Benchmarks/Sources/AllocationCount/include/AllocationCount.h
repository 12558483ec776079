/* Counts what a program takes from the heap: malloc and its kin are replaced by ones that count and pass on. */
#ifndef ROHRPOST_ALLOCATIONCOUNT_H
#define ROHRPOST_ALLOCATIONCOUNT_H

#include <stdint.h>

/* Allocations of this process since it began; growing one in place by realloc counts as one. */
uint64_t allocation_count(void);

#endif
