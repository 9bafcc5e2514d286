"""Measures ofp beside the guide's own way in Python and Node.js, and beside the curl tool, on loopback.

Everything of one table is run in turns, one after the other, so that whatever else the machine does strikes all alike.
"""

import argparse
import json
import os
import platform
import shutil
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import handshakes
import report
import saved
from bill import bill
from contenders import OFP, Sample, cold, in_turns, measure
from trips import trips
from world import PRODUCTS_PER_LFI, ROUND_TRIP, WAYS, Way, World, free_port, start

STARTS = 40


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ofp", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--fixtures", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sizes", default="1,10,83", help="how many banks, with commas between")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each row")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    if min(sizes) < 1 or arguments.rounds < 1:
        parser.error("sizes and rounds are at least 1")
    arguments.folder = arguments.folder.absolute()
    world = start(arguments.folder, sizes, arguments.fixtures)
    try:
        results = {
            "machine": machine(arguments.ofp),
            "rounds": arguments.rounds,
            "products_per_lfi": PRODUCTS_PER_LFI,
            "sizes": stripped_sizes(arguments),
            "handshake": vars(handshakes.handshake(world.folder / "keys")),
            "signature": handshakes.signature_seconds(world.folder / "keys"),
            "trips": vars(trips(free_port(), ROUND_TRIP)),
            "runs": [row for size in sizes for way in WAYS for row in rows(world, arguments.ofp, size, way, arguments.rounds)],
            "start": start_up(arguments.ofp, world.folder),
            "saved": saved.measured(arguments.ofp, world.folder, arguments.fixtures, arguments.rounds, summary),
            "busiest": busiest(arguments.ofp, world) if 83 in sizes else None,
            "conformance": conformance(arguments) if 83 in sizes else None,
        }
        results["bills"] = bills(arguments.ofp, world, max(sizes), results["saved"])
    finally:
        world.stop()
    text = report.markdown(results)
    (arguments.folder / "results.json").write_text(json.dumps(results, indent=1))
    (arguments.folder / "results.md").write_text(text)
    print(text)
    print(f"Kept as {arguments.folder}/results.md and results.json.")


def rows(world: World, program: str, lfis: int, way: Way, rounds: int) -> list[dict]:
    contenders = cold(program, world, lfis, way) + [OFP(program, world, lfis, way, "warm")]
    if way.round_trip:
        contenders.append(OFP(program, world, lfis, way, "tokens expired"))
    by_name = {contender.name: contender for contender in contenders}
    samples: dict[str, list[Sample]] = {name: [] for name in by_name}
    others: dict[str, list[dict[str, float]]] = {name: [] for name in by_name}
    for name in in_turns([*by_name], rounds):
        by_name[name].prepare()
        before = world.clocks()
        samples[name].append(by_name[name].run())
        others[name].append({process: clock - before[process] for process, clock in world.clocks().items()})
    for contender in contenders:
        shutil.rmtree(contender.folder)
    print(f"{report.count(lfis)}, {way}: " + ", ".join(
        f"{name} {statistics.median(sample.seconds for sample in list):.3f} s" for name, list in samples.items()
    ), flush=True)
    return [
        {"lfis": lfis, "way": str(way), "name": name} | summary(list)
        | {process: statistics.median(clocks[process] for clocks in others[name]) for process in world.processes}
        for name, list in samples.items()
    ]


def summary(samples: list[Sample]) -> dict:
    seconds = [sample.seconds for sample in samples]
    return {
        "rounds": len(samples),
        "seconds": statistics.median(seconds),
        "fastest": min(seconds),
        "slowest": max(seconds),
        "processor": statistics.median(sample.processor for sample in samples),
        "megabytes": max(sample.megabytes for sample in samples),
    }


def start_up(program: str, folder: Path) -> dict:
    """How long it takes to say the version, in turns."""
    environment = {"PATH": os.environ["PATH"]}
    commands = {"ofp": program, "curl": "curl"}
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for name in in_turns([*commands], STARTS):
        samples[name].append(measure([commands[name], "--version"], environment, folder / "version"))
    return {name: summary(list) for name, list in samples.items()}


def busiest(program: str, world: World) -> dict[str, float]:
    """The busiest thread's share of the processor time of a cold run with 83 LFIs, by the threads' own clocks.

    A thread that ends takes its clock along, and what it did after the last look is seen in the process's time alone: `read`
    is the share that was seen, and the busiest thread has `seen` of all, or `most` if all of the rest were its own.
    """
    run = OFP(program, world, 83, WAYS[0])
    found: list[tuple[float, float, float]] = []
    for _ in range(7):
        run.prepare()
        process = subprocess.Popen(
            run.command(), env=run.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        clocks: dict[str, int] = {}
        # A zombie keeps its number until it is waited for: nothing else is looked at by mistake.
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            for task in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
                try:
                    clocks[task.parent.name] = int(task.read_text().split()[0])
                except OSError:
                    pass
            time.sleep(0.002)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{program} ended with {process.returncode}.")
        total = max(usage.ru_utime + usage.ru_stime, sum(clocks.values()) / 1e9)
        largest, read = max(clocks.values()) / 1e9, sum(clocks.values()) / 1e9
        found.append((largest / total, read / total, (largest + total - read) / total))
    shutil.rmtree(run.folder)
    return {name: statistics.median(values) for name, values in zip(("seen", "read", "most"), zip(*found))}


def conformance(arguments: argparse.Namespace) -> dict[str, dict]:
    """What it takes to look at 83 banks beside asking them, against the sandbox: nginx obeys no filter."""
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=arguments.folder))
    script = Path(__file__).parent / "conformance.py"
    inner = [sys.executable, str(script), arguments.ofp, str(arguments.rounds), str(folder)]
    outer = [arguments.sandbox, "run", "--fixtures", str(arguments.fixtures), "--lfis", "83", "--", *inner]
    result = subprocess.run(outer, capture_output=True, text=True)
    shutil.rmtree(folder)
    if result.returncode != 0:
        raise SystemExit(f"the sandbox ended with {result.returncode}: {result.stderr}")
    samples = json.loads(result.stdout)
    return {name: summary([Sample(**sample) for sample in list]) for name, list in samples.items()}


def bills(program: str, world: World, lfis: int, products: dict) -> dict[str, dict | None]:
    """Where the processor time of ofp goes."""
    run = OFP(program, world, lfis, WAYS[0])
    run.prepare()
    starts = ["sh", "-c", f"for _ in $(seq {STARTS}); do '{program}' --version; done"]
    found = {
        f"{report.count(lfis)}, cold": bill(run.command(), run.environment, world.folder),
        "saved products, by rate": bill(
            saved.by_rate(program, Path(products["path"])), run.environment, world.folder),
        f"`ofp --version`, {STARTS} times": bill(starts, run.environment, world.folder),
    }
    shutil.rmtree(run.folder)
    return found


def stripped_sizes(arguments: argparse.Namespace) -> dict[str, int]:
    """Of both programs, in bytes, without what only a debugger reads, as packages have them."""
    found = {}
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for name, program in (("ofp", arguments.ofp), ("ofp-sandbox", arguments.sandbox)):
            copy = shutil.copy(program, folder)
            subprocess.run(["strip", copy], check=True)
            found[name] = os.path.getsize(copy)
    return found


def machine(program: str) -> dict:
    def first_line(*command: str) -> str:
        result = subprocess.run(command, capture_output=True, text=True)
        return ((result.stdout or result.stderr).splitlines() or ["?"])[0]

    processor = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    return {
        "day": time.strftime("%Y-%m-%d", time.gmtime()),
        "processor": processor,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "system": f"{platform.system()} {platform.release()}",
        "ofp": subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split("\n"),
        "curl": first_line("curl", "--version"),
        "openssl": first_line("openssl", "version"),
        "nginx": first_line("nginx", "-v"),
        "node": first_line("node", "--version"),
        "jq": first_line("jq", "--version"),
        "python": platform.python_version(),
        "python_openssl": ssl.OPENSSL_VERSION,
        "packages": {name: version(name) for name in ("httpx", "PyJWT", "cryptography", "duckdb")},
    }


if __name__ == "__main__":
    main()
