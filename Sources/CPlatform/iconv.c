#include "cplatform_iconv.h"

#include <errno.h>
#include <iconv.h>

void *cplatform_iconv_open(const char *charset) {
    iconv_t converter = iconv_open("UTF-8", charset);
    return converter == (iconv_t)-1 ? NULL : (void *)converter;
}

struct cplatform_iconv_step cplatform_iconv_convert(
    void *converter, const uint8_t *input, size_t input_size, uint8_t *output, size_t output_size) {
    char *in = (char *)input;
    char *out = (char *)output;
    size_t in_left = input ? input_size : 0;
    size_t out_left = output_size;
    size_t result = iconv((iconv_t)converter, input ? &in : NULL, input ? &in_left : NULL, &out, &out_left);
    struct cplatform_iconv_step step = {
        .taken = input ? input_size - in_left : 0,
        .given = output_size - out_left,
        .end = CPLATFORM_ICONV_DONE,
    };
    if (result == (size_t)-1) {
        switch (errno) {
        case E2BIG: step.end = CPLATFORM_ICONV_FULL; break;
        case EINVAL: step.end = CPLATFORM_ICONV_CUT; break;
        default: step.end = CPLATFORM_ICONV_INVALID; break;
        }
    }
    return step;
}

void cplatform_iconv_close(void *converter) {
    if (converter) iconv_close((iconv_t)converter);
}
