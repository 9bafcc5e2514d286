"""Runs a command once: measure.py OUTPUT COMMAND…; prints seconds, processor seconds and the most megabytes resident.

A megabyte is 10^6 bytes.

A process of its own, and a small one: what Linux says a process had resident at most includes what the one that started it
had at that moment.
"""

import os
import sys
import time

output, command = sys.argv[1], sys.argv[2:]
file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, file, 1)])
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - start
print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)
sys.exit(abs(os.waitstatus_to_exitcode(status)))
