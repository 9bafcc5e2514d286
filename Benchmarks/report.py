"""The results as Markdown: what was run, the figures, and which target they meet."""

from world import ROUND_TRIP, Way

NEAR = "0 ms"
THINKING = "100 ms"
FAR = str(Way(round_trip=ROUND_TRIP))
# Each host takes three round trips: for the connection, for TLS 1.3, and for the request. Which hosts are asked one after the
# other: directory, discovery, token, products; curl asks no directory.
HOSTS = {"ofp": 4, "Python": 4, "Node.js": 4, "curl": 3, "ofp, tokens expired": 2, "ofp, warm": 1}


def markdown(results: dict) -> str:
    parts = [heading, runs, far, sides, saved, single, floor, targets, bills]
    return "\n\n".join("\n".join(part(results)) for part in parts if part(results)) + "\n"


def heading(results: dict) -> list[str]:
    machine = results["machine"]
    ofp, libraries = (machine["ofp"] + [""])[:2]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    return [
        f"{machine['day']}; {machine['cores']} cores ({machine['processor']}), {machine['system']}, load {machine['load']:.2f} "
        f"when it began. {ofp} ({libraries.strip()}), {words(machine['curl'])}, {machine['nginx'].split(': ')[-1]}, "
        f"Node.js {machine['node']}, {machine['jq']}, Python {machine['python']} ({words(machine['python_openssl'])}) with "
        f"{packages}; the `openssl` tool is {words(machine['openssl'])}.",
        "",
        f"{results['products_per_lfi']} products for each LFI (a bank, or another licensed financial institution); "
        f"{'1 run' if results['rounds'] == 1 else str(results['rounds']) + ' runs'} of each row, in turns, each round beginning "
        "with another one. Seconds are elapsed time: the median of the runs, with the fastest and the slowest beside it. CPU is the "
        "median of the seconds of processor time, memory the most that any run had. MB are 1,000,000 bytes.",
    ]


def words(version: str) -> str:
    """Name and number, without what a program says of its parts."""
    return " ".join(version.split()[:2])


def count(lfis: int) -> str:
    return "1 LFI" if lfis == 1 else f"{lfis:,} LFIs"


def runs(results: dict) -> list[str]:
    lines = [
        "### Clients",
        "",
        "**Client**: *cold* has nothing kept from a run before; *warm* has the directory, what discovery says and valid tokens, so "
        "that it asks for products alone; *tokens expired* has all but the tokens, as more than ten minutes and less than a quarter "
        "of an hour after the last run. Python, Node.js and curl keep nothing. curl makes 3 requests for each bank and none of "
        "the directory.",
        "",
        "**Banks**: *0 ms* answer at once; *100 ms* wait so long before each answer (think time); *80 ms away* answer at once, and "
        "the network takes 80 ms there and back.",
        "",
        "**To ofp**: the row's seconds divided by those of `ofp`, cold, with the same banks. Below 1 is faster than that.",
        "",
        "| LFIs | banks | client | seconds | fastest–slowest | CPU | memory | to ofp |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in results["runs"]:
        ratio = row["seconds"] / find(results, "ofp", row["lfis"], row["way"])["seconds"]
        name = client_name(row)
        lines.append(
            f"| {row['lfis']:,} | {row['way']} | {name} | {row['seconds']:.3f} "
            f"| {row['fastest']:.3f}–{row['slowest']:.3f} | {row['processor']:.2f} | {row['megabytes']:.0f} MB "
            f"| {ratio:.2f} |"
        )
    return lines


def client_name(row: dict) -> str:
    return "ofp, cold" if row["name"] == "ofp" else row["name"]


def path(results: dict, name: str) -> float:
    """The critical path of a far row, in seconds, by the relay as it was measured."""
    return HOSTS[name] * (results["trips"]["opening"] + results["trips"]["one_more"])


def far(results: dict) -> list[str]:
    trips = results["trips"]
    lines = [
        "### Far banks",
        "",
        f"The relay by itself takes {trips['opening'] * 1000:.1f} ms for a connection and the first byte back (two round trips, "
        f"{2 * ROUND_TRIP} ms) and {trips['one_more'] * 1000:.1f} ms for one byte more (one round trip, {ROUND_TRIP} ms); medians of "
        f"20. The critical path counts, for each host asked after another, one of each as measured; *nominal* counts "
        f"{ROUND_TRIP} ms for each round trip. *Beside it* is what a run takes more than the measured path.",
        "",
        "| LFIs | client | seconds | round trips | critical path | seconds to path | nominal path | seconds to nominal | beside it |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in results["runs"]:
        if row["way"] != FAR:
            continue
        count = 3 * HOSTS[row["name"]]
        measured, nominal = path(results, row["name"]), count * ROUND_TRIP / 1000
        lines.append(
            f"| {row['lfis']:,} | {client_name(row)} | {row['seconds']:.3f} | {count} | {measured:.3f} "
            f"| {row['seconds'] / measured:.3f} | {nominal:.3f} | {row['seconds'] / nominal:.3f} "
            f"| {(row['seconds'] - measured) * 1000:.0f} ms |")
    return lines


def sides(results: dict) -> list[str]:
    """Who has the processors in the largest world."""
    lfis = max(row["lfis"] for row in results["runs"])
    cores = results["machine"]["cores"]
    lines = [
        "### Who has the processors",
        "",
        f"Seconds of processor time in one run, medians: of the client, of nginx, which is all the banks, and of the relay. All share "
        f"{cores} cores, so that no run is done in less than *at least*: their sum divided by {cores}.",
        "",
        "| LFIs | banks | client | its own | nginx | relay | at least | seconds |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in results["runs"]:
        if row["lfis"] == lfis:
            parts = [row["processor"], row["nginx"], row["relay"]]
            lines.append(
                f"| {lfis:,} | {row['way']} | {client_name(row)} "
                + "".join(f"| {part:.2f} " for part in parts) + f"| {sum(parts) / cores:.3f} | {row['seconds']:.3f} |")
    return lines


def saved(results: dict) -> list[str]:
    kept = results["saved"]
    lines = [
        "### Saved products",
        "",
        f"{kept['products']:,} products in a file of {kept['bytes'] / 1e6:.1f} MB: the {kept['templates']} of the sandbox as they are, "
        "over and over, each time with another bank, id and name (the name with a number behind it). "
        f"{kept['of_the_category']:,} are of the category. After each run what was written is read again: every id is there, and by name in the one right order.",
        "",
        "| what, as JSON | seconds | fastest–slowest | CPU | memory | written | to ofp |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    ofp = kept["rows"]["one category, by name: ofp"]["seconds"]
    for name, row in kept["rows"].items():
        ratio = f"{row['seconds'] / ofp:.2f}" if name.startswith("one category") else ""
        lines.append(
            f"| {name} | {row['seconds']:.3f} | {row['fastest']:.3f}–{row['slowest']:.3f} | {row['processor']:.2f} "
            f"| {row['megabytes']:.0f} MB | {row['written'] / 1e6:.1f} MB | {ratio} |")
    return lines


def single(results: dict) -> list[str]:
    start = results["start"]
    rows = [("`ofp --version`", start["ofp"]), ("`curl --version`", start["curl"])]
    rows += [(f"83 LFIs of the sandbox, `ofp {name}`", row) for name, row in (results["conformance"] or {}).items()]
    return [
        "### Start, and conformance",
        "",
        "| what | runs | seconds | fastest–slowest | CPU | memory |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *[
            f"| {name} | {row['rounds']} | {row['seconds']:.4f} | {row['fastest']:.4f}–{row['slowest']:.4f} "
            f"| {row['processor']:.3f} | {row['megabytes']:.0f} MB |"
            for name, row in rows
        ],
    ]


def floor(results: dict) -> list[str]:
    """What a cold run of 83 LFIs costs on these cores without any work of the client's own."""
    handshake, signature, machine = results["handshake"], results["signature"], results["machine"]
    client = 250 * handshake["client"] + 83 * signature
    server = 250 * handshake["server"]
    return [
        "### Estimates and targets",
        "",
        f"By Python's `ssl` ({words(machine['python_openssl'])}) a full handshake takes {handshake['client'] * 1000:.2f} ms of the "
        f"client and {handshake['server'] * 1000:.2f} ms of the server; by Python's `cryptography` a PS256 signature takes "
        f"{signature * 1000:.2f} ms. An estimate from these: the 250 handshakes and 83 signatures of a cold run with 83 LFIs are "
        f"{client:.2f} s of the client's and {server:.2f} s of the server's processor time, which is "
        f"{(client + server) / machine['cores']:.2f} s for {machine['cores']} cores.",
        "",
        f"The critical path with 100 ms of think time is 4 think times and the client's half of 250 handshakes, "
        f"{think_path(results, 4, 250):.3f} s; warm, 1 think time and of 83 handshakes, {think_path(results, 1, 83):.3f} s.",
    ]


def think_path(results: dict, steps: int, handshakes: int) -> float:
    return steps * 0.1 + handshakes * results["handshake"]["client"]


def targets(results: dict) -> list[str]:
    lines = ["| target | measured | |", "| --- | ---: | --- |"]
    for name, measured, bound, unit in figures(results):
        lines.append(f"| {name} ≤ {bound:g}{unit} | {measured:.4g}{unit} | {verdict(measured, bound)} |")
    if busiest := results["busiest"]:
        lines += [
            "",
            f"The threads' clocks, looked at every 2 ms, covered {busiest['read']:.0%} of the process's processor time. The busiest "
            f"thread was seen with {busiest['seen']:.3f} of it; above is what it has if all that was not seen was its own.",
        ]
    return lines


def verdict(measured: float, bound: float) -> str:
    if measured <= bound:
        return "met"
    percent = (measured / bound - 1) * 100
    text = f"{percent:.0f}" if percent >= 9.95 else f"{percent:.1f}" if percent >= 0.05 else "less than 0.1"
    return f"**missed by {text} %**"


def figures(results: dict) -> list[tuple[str, float, float, str]]:
    """Each target's name, what was measured, the bound and the unit; those whose worlds were measured."""
    found: list[tuple[str, float, float, str]] = []
    sizes = {row["lfis"] for row in results["runs"]}
    if 83 in sizes:
        cold, warm = (find(results, name, 83, NEAR) for name in ("ofp", "ofp, warm"))
        for name, bound in (("Python", 0.15), ("Node.js", 0.45), ("curl", 0.5)):
            ratio = cold["seconds"] / find(results, name, 83, NEAR)["seconds"]
            found.append((f"83 LFIs, cold, seconds to {name}'s", ratio, bound, ""))
        found.append(("83 LFIs, warm, seconds to cold", warm["seconds"] / cold["seconds"], 0.4, ""))
        found.append(
            ("83 LFIs, 100 ms, cold, seconds to the critical path",
             find(results, "ofp", 83, THINKING)["seconds"] / think_path(results, 4, 250), 1.25, ""))
        found.append(
            ("83 LFIs, 100 ms, warm, seconds to the critical path",
             find(results, "ofp, warm", 83, THINKING)["seconds"] / think_path(results, 1, 83), 1.25, ""))
        found.append(("83 LFIs, cold, processor time", cold["processor"], 0.6, " s"))
        memory = max(row["megabytes"] for row in results["runs"] if row["lfis"] == 83 and row["name"].startswith("ofp"))
        found.append(("83 LFIs, the most memory of any row of ofp", memory, 96, " MB"))
    for lfis in sorted(sizes):
        for name, title, bound in (
            ("ofp", "cold", 1.1), ("ofp, tokens expired", "tokens expired", 1.1), ("ofp, warm", "warm", 1.15)
        ):
            found.append(
                (f"{count(lfis)}, {FAR}, {title}, seconds to the {3 * HOSTS[name]} round trips as measured",
                 find(results, name, lfis, FAR)["seconds"] / path(results, name), bound, ""))
    if results["busiest"]:
        found.append((
            "83 LFIs, cold, the busiest thread's share of the processor time, at most", results["busiest"]["most"], 0.4, ""))
    if looks := results["conformance"]:
        ratio = looks["conformance"]["seconds"] / looks["products"]["seconds"]
        found.append(("83 LFIs of the sandbox, `ofp conformance`, seconds to `ofp products`", ratio, 2, ""))
    start, kept = results["start"], results["saved"]
    by_rate = kept["rows"]["all, by rate: ofp"]
    found.append(("`ofp --version`, seconds to `curl --version`", start["ofp"]["seconds"] / start["curl"]["seconds"], 1, ""))
    found.append(("saved products, by rate, seconds", by_rate["seconds"], 0.8, " s"))
    found.append(("saved products, by rate, memory to the file's size", by_rate["megabytes"] * 1e6 / kept["bytes"], 1.5, ""))
    found += [(f"`{name}`, stripped", size / 1e6, 25, " MB") for name, size in results["sizes"].items()]
    return found


def bills(results: dict) -> list[str]:
    lines = []
    for name, bill in results["bills"].items():
        if not bill:
            continue
        lines += ["", f"**{name}**: {bill['samples']:,} samples.", "", "| share | library |", "| ---: | --- |"]
        lines += [f"| {share:.1f} % | `{library}` |" for share, library in bill["libraries"]]
        lines += ["", "| share | function, without what it calls |", "| ---: | --- |"]
        lines += [f"| {share:.1f} % | `{function}` |" for share, function in bill["functions"]]
    if not lines:
        return []
    return [
        "### Where the time goes",
        "",
        "By perf (`Benchmarks/bill.py`: `perf record -F 4999 -e cpu-clock`), each from a run whose time is not measured. A function "
        "that is part of another one has its share there.",
        *lines,
    ]


def find(results: dict, name: str, lfis: int, way: str) -> dict:
    return next(
        row for row in results["runs"] if (row["name"], row["lfis"], row["way"]) == (name, lfis, way))
