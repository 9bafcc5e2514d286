"""Where processor time goes: the shares of perf's samples, by library and by function. Without perf there is no bill."""

import os
import shutil
import subprocess
from pathlib import Path

FUNCTIONS = 15


def bill(command: list[str], environment: dict[str, str], folder: Path) -> dict | None:
    """Of one run. It is no run whose time is measured."""
    data = folder / "perf.data"
    record = ["perf", "record", "-q", "-F", "4999", "-e", "cpu-clock", "-o", str(data), "--", *command]
    if not shutil.which("perf"):
        return None
    environment = environment | {"PATH": os.environ["PATH"]}
    if subprocess.run(record, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
        return None
    libraries = shares(data, "dso")
    functions = shares(data, "dso,symbol")[:FUNCTIONS]
    data.unlink()
    return {
        "samples": sum(count for _, count, _ in libraries),
        "libraries": [(share, name) for share, _, name in libraries if share >= 1],
        "functions": [(share, demangled(name)) for share, _, name in functions],
    }


def shares(data: Path, by: str) -> list[tuple[float, int, str]]:
    """Percent, samples, and what they are of; the largest first."""
    report = subprocess.run(
        ["perf", "report", "-i", str(data), "--stdio", "-q", "-F",
         f"overhead,sample,{by}", "--field-separator", "|"], capture_output=True, text=True, check=True, timeout=300).stdout
    found = []
    for line in report.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) >= 3 and parts[0].endswith("%"):
            found.append((float(parts[0][:-1]), int(parts[1]), ": ".join(parts[2:])))
    return sorted(found, reverse=True)


def demangled(name: str) -> str:
    library, _, symbol = name.partition(": ")
    symbol = symbol.removeprefix("[.] ").removeprefix("[k] ")
    if symbol.startswith("$s") and shutil.which("swift"):
        symbol = subprocess.run(
            ["swift", "demangle", "--compact", "--simplified", symbol], capture_output=True, text=True).stdout.strip() or symbol
    return f"{library}: {symbol if len(symbol) <= 100 else symbol[:99] + '…'}"
