"""Measures ofp beside the guide's own way in Python and Node.js, and beside the curl tool, on loopback.

Everything of one table is run in turns, one after the other, so that whatever else the machine does strikes all alike.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import handshakes
import report
from contenders import OFP, Sample, cold, measure
from world import PRODUCTS_PER_LFI, WAYS, Way, World, start

SAVED_PRODUCTS = 10_000
SAVED_PRODUCT_BYTES = 10_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ofp", required=True)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--fixtures", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sizes", default="1,10,83,300,1000")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    world = start(arguments.folder, sizes, arguments.fixtures)
    try:
        handshake = handshakes.handshake(world.folder / "keys")
        results = {
            "machine": machine(arguments.ofp),
            "products_per_lfi": PRODUCTS_PER_LFI,
            "handshake": vars(handshake),
            "signature": handshakes.signature_seconds(world.folder / "keys"),
            "runs": [row for size in sizes for way in WAYS
                     # Far banks are there for the round trips, which hundreds of banks do not make more.
                     if size <= 83 or not way.round_trip
                     for row in rows(world, arguments.ofp, size, way, arguments.rounds)],
            "start": start_up(arguments.ofp, world.folder),
            "saved": saved(arguments.ofp, world.folder, arguments.fixtures, arguments.rounds),
            "tools": tools(arguments.ofp, world.folder, arguments.rounds),
            "busiest": busiest(arguments.ofp, world) if 83 in sizes else None,
            "conformance": conformance(arguments) if 83 in sizes else None,
        }
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
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    # The thousand banks of the slowest would take minutes a round; three say what there is to say.
    for _ in range(rounds if lfis < 300 else min(rounds, 3)):
        for contender in contenders:
            samples[contender.name].append(contender.run())
    for contender in contenders:
        shutil.rmtree(contender.folder)
    print(f"{lfis} LFIs, {way}: " + ", ".join(
        f"{name} {statistics.median(sample.seconds for sample in list):.3f} s" for name, list in samples.items()
    ), flush=True)
    return [{"lfis": lfis, "way": str(way), "name": name} | summary(list) for name, list in samples.items()]


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
    samples: dict[str, list[Sample]] = {"ofp": [], "curl": []}
    for _ in range(40):
        for name, command in (("ofp", program), ("curl", "curl")):
            samples[name].append(measure([command, "--version"], environment, folder / "version"))
    return {name: summary(list) for name, list in samples.items()}


def saved(program: str, folder: Path, fixtures: Path, rounds: int) -> dict:
    """A hundred megabytes of saved products, read, put in order and written."""
    path = folder / "saved.json"
    if not path.exists():
        path.write_text(json.dumps({"Products": saved_products(fixtures), "Failures": [], "Meta": {}}))
    environment = {"PATH": os.environ["PATH"], "HOME": tempfile.mkdtemp(prefix="run-", dir=folder)}
    samples = []
    for _ in range(rounds):
        output = folder / "output"
        samples.append(
            measure([program, "products", "--from", str(path), "--sort", "rate", "--format", "json"], environment, output))
        if output.read_bytes().count(b'"ProductId"') != SAVED_PRODUCTS:
            raise SystemExit("ofp lost products of the saved file.")
    return {"products": SAVED_PRODUCTS, "bytes": path.stat().st_size} | summary(samples)


def tools(program: str, folder: Path, rounds: int) -> dict[str, dict]:
    """The same of one category by name, with what analysts have for files of JSON, in turns."""
    path, category = str(folder / "saved.json"), "SavingsAccount"
    python = (
        "import json, sys\n"
        f"products = [p for p in json.load(open({path!r}))['Products'] if p['ProductCategory'] == {category!r}]\n"
        "json.dump(sorted(products, key=lambda p: p['ProductName'].lower()), sys.stdout)"
    )
    query = (
        "COPY (SELECT product FROM (SELECT unnest(Products) AS product FROM read_json("
        f"'{path}', columns={{Products: 'JSON[]'}}, maximum_object_size=400000000)) "
        f"WHERE product->>'ProductCategory' = '{category}' ORDER BY lower(product->>'ProductName')) "
        "TO '/dev/stdout' (FORMAT json, ARRAY true)"
    )
    commands = {
        "ofp": [program, "products", "--from", path, "--category", category, "--format", "json"],
        "jq": ["jq", "-c", f'[.Products[] | select(.ProductCategory == "{category}")] '
               "| sort_by(.ProductName | ascii_downcase)", path],
        "DuckDB": [sys.executable, "-c", f"import duckdb; duckdb.sql({query!r})"],
        "Python": [sys.executable, "-c", python],
    }
    environment = {"PATH": os.environ["PATH"], "HOME": tempfile.mkdtemp(prefix="run-", dir=folder)}
    samples: dict[str, list[Sample]] = {name: [] for name in commands if name != "jq" or shutil.which("jq")}
    counts = set()
    for _ in range(rounds):
        for name, list in samples.items():
            output = folder / "output"
            list.append(measure(commands[name], environment, output))
            counts.add(output.read_bytes().count(b'"ProductCategory"'))
    if len(counts) != 1:
        raise SystemExit(f"The tools found different numbers of products: {sorted(counts)}.")
    return {name: summary(list) for name, list in samples.items()}


def busiest(program: str, world: World) -> float:
    """The busiest thread's share of the processor time of a cold run with 83 LFIs, by the threads' own clocks."""
    run = OFP(program, world, 83, WAYS[0])
    shares = []
    for _ in range(5):
        run.prepare()
        process = subprocess.Popen(run.command(), env=run.environment, stdout=subprocess.DEVNULL)
        clocks: dict[str, int] = {}
        while process.poll() is None:
            # A thread that ends takes its clock along: what was read last stands.
            for task in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
                try:
                    clocks[task.parent.name] = int(task.read_text().split()[0])
                except OSError:
                    pass
            time.sleep(0.005)
        shares.append(max(clocks.values()) / sum(clocks.values()))
    shutil.rmtree(run.folder)
    return statistics.median(shares)


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


def saved_products(fixtures: Path) -> list[dict]:
    templates = [json.loads(file.read_text()) for file in sorted(fixtures.glob("catalogues/*/*/*.json"))]
    products = []
    for number in range(SAVED_PRODUCTS):
        source = {
            "LFIId": f"LFI{number % 83:04}", "LFIBrandId": "B", "LFIName": f"Bank {number % 83:04}",
            "AuthorisationServerId": f"S{number % 83:04}",
        }
        product = source | templates[number % len(templates)] | {"ProductId": f"P{number}"}
        product["Notes"] = "n" * max(0, SAVED_PRODUCT_BYTES - len(json.dumps(product)))
        products.append(product)
    return products


def machine(program: str) -> dict:
    def first_line(*command: str) -> str:
        result = subprocess.run(command, capture_output=True, text=True)
        return ((result.stdout or result.stderr).splitlines() or ["?"])[0]

    processor = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.machine())
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "ofp": first_line(program, "--version"),
        "curl": first_line("curl", "--version"),
        "openssl": first_line("openssl", "version"),
        "nginx": first_line("nginx", "-v"),
        "node": first_line("node", "--version"),
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    main()
