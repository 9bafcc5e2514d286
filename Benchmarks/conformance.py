"""Runs 'ofp products' and 'ofp conformance' in turns, within a sandbox: conformance.py OFP ROUNDS FOLDER; prints JSON."""

import json
import os
import sys
from pathlib import Path

from contenders import Sample, measure

program, rounds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
environment = dict(os.environ) | {"HOME": str(folder)}
# Both ask for everything anew. A finding is what the second is for, and its exit status says so.
commands = {"products": [program, "products", "--no-cache", "--format", "json"], "conformance": [program, "conformance"]}
samples: dict[str, list[Sample]] = {name: [] for name in commands}
for _ in range(rounds):
    for name, command in commands.items():
        samples[name].append(measure(command, environment, folder / "output", statuses=(0, 2)))
print(json.dumps({name: [vars(sample) for sample in list] for name, list in samples.items()}))
