// zlib, and what it offers only as macros.
#ifndef OFP_CZLIB_SHIM_H
#define OFP_CZLIB_SHIM_H

#include <zlib.h>

// Ready for members of gzip (RFC 1952) alone: 15 bits of window, and 16 for "gzip and nothing else".
static inline int ofp_inflate_gzip_start(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
