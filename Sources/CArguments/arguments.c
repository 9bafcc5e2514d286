#include "arguments.h"

#include <stdlib.h>  // says whether it is glibc's

// Swift's runtime looks for the arguments below the environment, or in /proc. A library that changes the environment
// before main, or a container without /proc, leaves it with none, and a command without arguments is another command.
static int count = 0;
static char **values = NULL;

#ifdef __GLIBC__
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    values = argv;
}
#endif

int ofp_argument_count(void) { return count; }

const char *ofp_argument(int index) { return values[index]; }

const char *ofp_version(void) { return "0.1.0"; }

const char *ofp_commit(void) {
#ifdef OFP_COMMIT
    return OFP_COMMIT;
#else
    return NULL;
#endif
}
