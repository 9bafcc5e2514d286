"""The results as Markdown: what was run, the figures, and which target they meet."""

from world import ROUND_TRIP, Way


NEAR = "0 ms"


def markdown(results: dict) -> str:
    parts = [heading, runs, single, floor, targets]
    return "\n\n".join("\n".join(part(results)) for part in parts) + "\n"


def heading(results: dict) -> list[str]:
    machine = results["machine"]
    return [
        f"{machine['cores']} cores ({machine['processor']}), {machine['system']}; ofp {machine['ofp']}, "
        f"{words(machine['curl'])}, {words(machine['openssl'])}, {machine['nginx'].split(': ')[-1]}, "
        f"Node.js {machine['node']}, Python {machine['python']}.",
        "",
        f"{results['products_per_lfi']} products an LFI. Seconds are medians, with the fastest and the slowest run; "
        "CPU is processor time in seconds, memory the most of any run.",
    ]


def words(version: str) -> str:
    """Name and number, without what a program says of its parts."""
    return " ".join(version.split()[:2])


def runs(results: dict) -> list[str]:
    lines = [
        "| LFIs | banks | client | seconds | fastest–slowest | CPU | memory | to ofp, cold |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in results["runs"]:
        ratio = row["seconds"] / find(results, "ofp", row["lfis"], row["way"])["seconds"]
        lines.append(
            f"| {row['lfis']:,} | {row['way']} | {row['name']} | {row['seconds']:.3f} "
            f"| {row['fastest']:.3f}–{row['slowest']:.3f} | {row['processor']:.2f} | {row['megabytes']:.0f} MB "
            f"| {ratio:.2f} |"
        )
    return lines


def single(results: dict) -> list[str]:
    start, saved = results["start"], results["saved"]
    size = f"{saved['bytes'] / 1e6:.0f} MB"
    return [
        "| what | seconds | fastest–slowest | CPU | memory |",
        "| --- | ---: | ---: | ---: | ---: |",
        *[
            f"| {name} | {row['seconds']:.4f} | {row['fastest']:.4f}–{row['slowest']:.4f} "
            f"| {row['processor']:.3f} | {row['megabytes']:.0f} MB |"
            for name, row in (
                ("`ofp --version`", start["ofp"]),
                ("`curl --version`", start["curl"]),
                (f"{saved['products']:,} saved products ({size}), by rate, as JSON", saved),
                *((f"one category of them, by name, as JSON: {name}", row) for name, row in results["tools"].items()),
                *((f"83 LFIs of the sandbox, `ofp {name}`", row) for name, row in (results["conformance"] or {}).items()),
            )
        ],
    ]


def floor(results: dict) -> list[str]:
    """What a cold run of 83 LFIs costs on these cores without any work of the client's own."""
    handshake, signature, cores = results["handshake"], results["signature"], results["machine"]["cores"]
    client = 250 * handshake["client"] + 83 * signature
    server = 250 * handshake["server"]
    return [
        f"A full handshake takes {handshake['client'] * 1000:.2f} ms of the client and {handshake['server'] * 1000:.2f} ms "
        f"of the server, a PS256 signature {signature * 1000:.2f} ms. For 83 LFIs, cold, that is {client:.2f} s and "
        f"{server:.2f} s of processor time; where both sides share {cores} cores, no client can be done in less than "
        f"{(client + server) / cores:.2f} s.",
    ]


def targets(results: dict) -> list[str]:
    lines = ["| target | measured | |", "| --- | ---: | --- |"]
    for name, measured, bound, unit in figures(results):
        verdict = "met" if measured <= bound else f"missed by {measured / bound - 1:.0%}"
        lines.append(f"| {name} ≤ {bound:g}{unit} | {measured:.3g}{unit} | {verdict} |")
    return lines


def figures(results: dict) -> list[tuple[str, float, float, str]]:
    """Each target's name, what was measured, the bound and the unit; those whose worlds were measured."""
    found: list[tuple[str, float, float, str]] = []
    sizes = {row["lfis"] for row in results["runs"]}
    if 83 in sizes:
        cold, warm = (find(results, name, 83, NEAR) for name in ("ofp", "ofp, warm"))
        for name, bound in (("Python", 0.15), ("Node.js", 0.45), ("curl", 0.5)):
            ratio = cold["seconds"] / find(results, name, 83, NEAR)["seconds"]
            found.append((f"83 LFIs, cold, of {name}'s time", ratio, bound, ""))
        found.append(("83 LFIs, warm, of the cold time", warm["seconds"] / cold["seconds"], 0.4, ""))
        # Directory, discovery, token, products; and the handshakes of 83 banks' three hosts and the directory's.
        handshake = results["handshake"]["client"]
        path = 4 * 0.1 + (3 * 83 + 1) * handshake
        found.append(
            ("83 LFIs, 100 ms, cold, of the critical path", find(results, "ofp", 83, "100 ms")["seconds"] / path, 1.25, ""))
        path = 0.1 + 83 * handshake
        found.append(
            ("83 LFIs, 100 ms, warm, of the critical path",
             find(results, "ofp, warm", 83, "100 ms")["seconds"] / path, 1.25, ""))
        found.append(("83 LFIs, cold, processor time", find(results, "ofp", 83, NEAR)["processor"], 0.6, " s"))
        memory = max(row["megabytes"] for row in results["runs"] if row["lfis"] == 83 and row["name"].startswith("ofp"))
        found.append(("83 LFIs, memory", memory, 96, " MB"))
        if 1000 in sizes:
            for name in ("ofp", "ofp, warm"):
                small, large = find(results, name, 83, NEAR), find(results, name, 1000, NEAR)
                for figure in ("seconds", "megabytes"):
                    growth = large[figure] / small[figure] / (1000 / 83)
                    found.append((f"from 83 to 1,000 LFIs, {name}, {figure} for each LFI", growth, 1, ""))
    for lfis in sorted(sizes & {1, 10, 83}):
        far = str(Way(round_trip=ROUND_TRIP))
        # Each host takes three: for the connection, for TLS 1.3, and for the request. Directory, discovery, token, products.
        for name, trips, bound in (("ofp", 12, 1.1), ("ofp, tokens expired", 6, 1.1), ("ofp, warm", 3, 1.15)):
            path = trips * ROUND_TRIP / 1000
            found.append(
                (f"{lfis} LFIs, {far}, {name}, of {trips} round trips", find(results, name, lfis, far)["seconds"] / path,
                 bound, ""))
    if results["busiest"]:
        found.append(("83 LFIs, cold, the busiest thread's share of the processor time", results["busiest"], 0.4, ""))
    if looks := results["conformance"]:
        ratio = looks["conformance"]["seconds"] / looks["products"]["seconds"]
        found.append(("83 LFIs of the sandbox, `ofp conformance`, of `ofp products`", ratio, 2, ""))
    start, saved = results["start"], results["saved"]
    found.append(("`ofp --version`, of curl's", start["ofp"]["seconds"] / start["curl"]["seconds"], 1, ""))
    found.append(("saved products, seconds", saved["seconds"], 0.8, " s"))
    found.append(("saved products, memory, of the file's size", saved["megabytes"] * (1 << 20) / saved["bytes"], 1.5, ""))
    return found


def find(results: dict, name: str, lfis: int, way: str) -> dict:
    return next(
        row for row in results["runs"] if (row["name"], row["lfis"], row["way"]) == (name, lfis, way))
