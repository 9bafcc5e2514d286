// The arguments with which the process was started, as the dynamic loader hands them to constructors.
#ifndef OFP_ARGUMENTS_H
#define OFP_ARGUMENTS_H

// 0 where the C library hands over nothing.
int ofp_argument_count(void);

// Valid for indices below the count.
const char *ofp_argument(int index);

#endif
