"""A hundred megabytes of saved products: read, one category taken, put in order of names and written, by each tool alike."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from contenders import Sample, in_turns, measure
from world import kept, templates

BYTES = 100_000_000
CATEGORY = "SavingsAccount"
LFIS = 83

BY_RATE = "all, by rate: ofp"
# By the name that ofp shows: a Sharia-compliant product's own, where it has one.
PYTHON = f"""\
import json, sys
def name(product):
    own = product.get("AlternativeBrandName") if product.get("IsShariaCompliant") else None
    return (own or product["ProductName"]).lower()
with open(sys.argv[1], encoding="utf-8") as file:
    products = [product for product in json.load(file)["Products"] if product["ProductCategory"] == "{CATEGORY}"]
products.sort(key=name)
sys.stdout.write(json.dumps(products))
"""
# A list of JSON within an object is given to DuckDB as what it is: rows would be another file.
DUCKDB = f"""\
import duckdb, sys
duckdb.sql('''COPY (
    SELECT product FROM (
        SELECT unnest(Products) AS product
        FROM read_json('%s', columns={{Products: 'JSON[]'}}, maximum_object_size=400000000))
    WHERE product->>'ProductCategory' = '{CATEGORY}'
    ORDER BY lower(coalesce(
        CASE WHEN product->>'IsShariaCompliant' = 'true' THEN product->>'AlternativeBrandName' END, product->>'ProductName'))
) TO '/dev/stdout' (FORMAT json, ARRAY true)''' % sys.argv[1])
"""
JQ = (
    f'[.[].Products[] | select(.ProductCategory == "{CATEGORY}")] | sort_by('
    "if .IsShariaCompliant then .AlternativeBrandName // .ProductName else .ProductName end | ascii_downcase)"
)


def make(folder: Path, fixtures: Path) -> Path:
    """The file: the sandbox's products as they are, over and over, each with a bank, an id and a name of its own.

    In the form in which `ofp products --output` writes a list: a product a line.
    """
    products = templates(fixtures)
    path = kept(folder, "saved", products, BYTES, LFIS, "a line each, both names").with_suffix(".json")
    if path.exists():
        return path
    with (folder / "saved").open("w", encoding="utf-8") as file:
        file.write('{"Products":[\n')
        number = 0
        while file.tell() < BYTES:
            template, bank = products[number % len(products)], f"{number % LFIS + 1:04}"
            product = {
                "LFIId": f"LFI{bank}", "LFIBrandId": f"LFI{bank}", "LFIName": f"Bank {bank}",
                "AuthorisationServerId": f"S{bank}",
            } | template | {"ProductId": f"P{number:06}"}
            for name in ("ProductName", "AlternativeBrandName"):
                if name in template:
                    product[name] = f"{template[name]} {number:06}"
            file.write((",\n" if number else "") + json.dumps(product, ensure_ascii=False, separators=(",", ":")))
            number += 1
        file.write('\n],"Failures":[],"Meta":{}}\n')
    (folder / "saved").rename(path)
    return path


def by_rate(program: str, path: Path) -> list[str]:
    return [program, "products", "--from", str(path), "--sort", "rate", "--format", "json"]


def measured(program: str, folder: Path, fixtures: Path, rounds: int, summary: Callable[[list[Sample]], dict]) -> dict:
    path = make(folder, fixtures)
    commands = {
        BY_RATE: by_rate(program, path),
        "one category, by name: ofp": [
            program, "products", "--from", str(path), "--category", CATEGORY, "--sort", "name", "--format", "json"],
        "one category, by name: `jq -s`": ["jq", "-c", "-s", JQ, str(path)],
        "one category, by name: DuckDB": [sys.executable, "-c", DUCKDB, str(path)],
        "one category, by name: Python": [sys.executable, "-c", PYTHON, str(path)],
        "nothing: Python starts and loads DuckDB": [sys.executable, "-c", "import duckdb"],
    }
    # By name every tool has the same order, Python's own as the others'; by rate ofp has one of its own.
    all_names, names = expected(path)
    home = tempfile.mkdtemp(prefix="run-", dir=folder)
    environment = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8"}
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    written: dict[str, int] = {}
    output = folder / "output"
    for name in in_turns([*commands], rounds):
        samples[name].append(measure(commands[name], environment, output))
        written[name] = output.stat().st_size
        if name == BY_RATE:
            found = ids(output)
            if len(found) != len(all_names) or set(found) != all_names:
                raise SystemExit(f"{name}: products are missing, or there are others.")
        elif written[name]:
            found = ids(output)
            if found != names:
                raise SystemExit(
                    f"{name}: {len(found)} products from {found[0]} to {found[-1]}, where {len(names)} from {names[0]} to "
                    f"{names[-1]} are right{'; only their order is another' if sorted(found) == sorted(names) else ''}.")
    shutil.rmtree(home)
    output.unlink()
    return {
        "path": str(path),
        "bytes": path.stat().st_size,
        "products": len(all_names),
        "templates": len(templates(fixtures)),
        "of_the_category": len(names),
        "rows": {name: summary(list) | {"written": written[name]} for name, list in samples.items()},
    }


def expected(path: Path) -> tuple[set[str], list[str]]:
    """The ids of all, and those of the category in the order of names."""
    everything = json.loads(path.read_text(encoding="utf-8"))["Products"]
    wanted = [product for product in everything if product["ProductCategory"] == CATEGORY]
    wanted.sort(key=lambda product: (
        product.get("IsShariaCompliant") and product.get("AlternativeBrandName") or product["ProductName"]).lower())
    return {product["ProductId"] for product in everything}, [product["ProductId"] for product in wanted]


def ids(output: Path) -> list[str]:
    """Of the products written, in their order, whatever is around them."""
    found = json.loads(output.read_text(encoding="utf-8"))
    products = found["Products"] if isinstance(found, dict) else found
    return [product.get("product", product)["ProductId"] for product in products]
