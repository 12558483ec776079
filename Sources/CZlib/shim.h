// zlib as Swift sees it: the header, and the macros that Swift cannot import, as inline functions.
#ifndef ROHRPOST_CZLIB_H
#define ROHRPOST_CZLIB_H

#include <zlib.h>

// Raw deflate (RFC 1951), without zlib's header and sum, as RFC 4978 has it. A window of 4 KB and small tables: 32 KB of memory.
static inline int rp_deflate_init(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -12, 5, Z_DEFAULT_STRATEGY);
}

// Raw inflate with the largest window there is: the other end may use all of it.
static inline int rp_inflate_init(z_stream *stream) { return inflateInit2(stream, -15); }

#endif
