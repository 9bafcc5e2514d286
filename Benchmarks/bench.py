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
import tempfile
from pathlib import Path

import handshakes
import report
from contenders import OFP, Sample, cold, measure
from world import PRODUCTS_PER_LFI, THINK_TIMES, World, start

SAVED_PRODUCTS = 10_000
SAVED_PRODUCT_BYTES = 10_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--ofp", required=True)
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
            "runs": [row for size in sizes for think in THINK_TIMES
                     for row in rows(world, arguments.ofp, size, think, arguments.rounds)],
            "start": start_up(arguments.ofp, world.folder),
            "saved": saved(arguments.ofp, world.folder, arguments.fixtures, arguments.rounds),
        }
    finally:
        world.stop()
    text = report.markdown(results)
    (arguments.folder / "results.json").write_text(json.dumps(results, indent=1))
    (arguments.folder / "results.md").write_text(text)
    print(text)
    print(f"Kept as {arguments.folder}/results.md and results.json.")


def rows(world: World, program: str, lfis: int, think: int, rounds: int) -> list[dict]:
    contenders = cold(program, world, lfis, think) + [OFP(program, world, lfis, think, warm=True)]
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    # The thousand banks of the slowest would take minutes a round; three say what there is to say.
    for _ in range(rounds if lfis < 300 else min(rounds, 3)):
        for contender in contenders:
            samples[contender.name].append(contender.run())
    for contender in contenders:
        shutil.rmtree(contender.folder)
    print(f"{lfis} LFIs, {think} ms: " + ", ".join(
        f"{name} {statistics.median(sample.seconds for sample in list):.3f} s" for name, list in samples.items()
    ), flush=True)
    return [{"lfis": lfis, "think": think, "name": name} | summary(list) for name, list in samples.items()]


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
