// What the C library knows of terminals and does not show to Swift.
#ifndef OFP_CTERMINAL_SHIM_H
#define OFP_CTERMINAL_SHIM_H

#include <wchar.h>

// POSIX has it in <wchar.h>, glibc declares it only for those who define _XOPEN_SOURCE before any other header.
extern int wcwidth(wchar_t character);

// Terminals for tests, in <stdlib.h> for those alone, too.
extern int posix_openpt(int flags);
extern int grantpt(int descriptor);
extern int unlockpt(int descriptor);
extern char *ptsname(int descriptor);

static inline int ofp_terminal_columns(wchar_t character) { return wcwidth(character); }

#endif
