/* The door of the toolchain's fuzzing engine (libFuzzer), which ships no header of its own. */
#ifndef ROHRPOST_CENGINE_H
#define ROHRPOST_CENGINE_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *count, char ***arguments, int (*check)(const uint8_t *bytes, size_t count));

#endif
