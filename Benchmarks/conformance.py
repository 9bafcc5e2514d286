"""Runs 'ofp products' and 'ofp conformance' in turns, within a sandbox: conformance.py OFP ROUNDS FOLDER; prints JSON."""

import json
import os
import sys
from pathlib import Path

from contenders import Sample, in_turns, measure

program, rounds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
environment = dict(os.environ) | {"HOME": str(folder)}
# Both ask for everything anew. A finding is what the second is for, and its exit status says so.
commands = {"products": [program, "products", "--no-cache", "--format", "json"], "conformance": [program, "conformance"]}
samples: dict[str, list[Sample]] = {name: [] for name in commands}
for name in in_turns([*commands], rounds):
    samples[name].append(measure(commands[name], environment, folder / "output", statuses=(0, 2)))
print(json.dumps({name: [vars(sample) for sample in list] for name, list in samples.items()}))
