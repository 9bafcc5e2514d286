// zlib, and what it offers only as macros.
#ifndef OFP_CZLIB_SHIM_H
#define OFP_CZLIB_SHIM_H

#include <zlib.h>

// Ready for members of gzip (RFC 1952) alone: 15 bits of window, and 16 for "gzip and nothing else".
static inline int ofp_inflate_gzip_start(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

// Ready to pack without a header (RFC 1951): whoever calls it writes one that zlib cannot (RFC 1952 §2.3.1.1).
static inline int ofp_deflate_raw_start(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
}

#endif
