// The arguments with which the process was started, as the dynamic loader hands them to constructors.
// And of which commit the program was built.
#ifndef OFP_ARGUMENTS_H
#define OFP_ARGUMENTS_H

// 0 where the C library hands over nothing.
int ofp_argument_count(void);

// Valid for indices below the count.
const char *ofp_argument(int index);

// NULL where the build was not told.
const char *ofp_commit(void);

#endif
