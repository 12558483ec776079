#ifndef ROHRPOST_CPLATFORM_ICONV_H
#define ROHRPOST_CPLATFORM_ICONV_H

#include <stddef.h>
#include <stdint.h>

/// Why a step of a conversion ended.
enum cplatform_iconv_end {
    /// All input is taken.
    CPLATFORM_ICONV_DONE = 0,
    /// The output is full.
    CPLATFORM_ICONV_FULL = 1,
    /// The next input bytes mean nothing.
    CPLATFORM_ICONV_INVALID = 2,
    /// The input ends inside a character.
    CPLATFORM_ICONV_CUT = 3,
};

struct cplatform_iconv_step {
    size_t taken;
    size_t given;
    enum cplatform_iconv_end end;
};

/// A converter from a charset, by glibc's name, to UTF-8; NULL where it has none.
void *cplatform_iconv_open(const char *charset);

/// Converts as far as input and output reach. With `input` NULL what the converter holds back is given out.
struct cplatform_iconv_step cplatform_iconv_convert(
    void *converter, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size);

void cplatform_iconv_close(void *converter);

#endif
