// The arguments with which the process was started, as the dynamic loader hands them to constructors.
// And of which version and commit the programs are.
#ifndef OFP_ARGUMENTS_H
#define OFP_ARGUMENTS_H

// 0 where the C library hands over nothing.
int ofp_argument_count(void);

// Valid for indices below the count.
const char *ofp_argument(int index);

// The one place from which both programs, the User-Agent and the packages have it.
const char *ofp_version(void);

// NULL where the build was not told.
const char *ofp_commit(void);

#endif
