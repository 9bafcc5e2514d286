"""Who is measured, and how each is called."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from world import PRODUCTS_PER_LFI, Way, World

HERE = Path(__file__).parent


@dataclass
class Sample:
    seconds: float
    processor: float  # seconds, of the user and of the system
    megabytes: float  # of 10^6 bytes, resident at most


def measure(
    command: list[str], environment: dict[str, str], output: Path, statuses: tuple[int, ...] = (0,)
) -> Sample:
    """One run, from before the process is started until it is reaped."""
    result = subprocess.run(
        [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(output), *command], env=environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode not in statuses:
        raise SystemExit(f"{command[0]} ended with {result.returncode}: {result.stderr}")
    return Sample(*map(float, result.stdout.split()))


class Contender:
    """Asks one world for all products. What it prints is counted: a wrong answer is no fast one."""

    def __init__(self, name: str, world: World, lfis: int, way: Way) -> None:
        self.name = name
        self.expected = lfis * PRODUCTS_PER_LFI
        self.folder = Path(tempfile.mkdtemp(prefix="run-", dir=world.folder))
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        self.environment |= world.variables(lfis, way)

    def command(self) -> list[str]:
        raise NotImplementedError

    def prepare(self) -> None:
        """What comes before each run and is not measured."""

    def run(self) -> Sample:
        """One run, after `prepare`."""
        output = self.folder / "output"
        sample = measure(self.command(), self.environment, output)
        found = output.read_bytes().count(b'"ProductId"')
        if found != self.expected:
            raise SystemExit(f"{self.name} has {found} products in place of {self.expected}.")
        return sample


class OFP(Contender):
    """Cold, with nothing kept; warm, with all of it; or with all but the tokens, as a run has it after more than ten minutes
    and less than a quarter of an hour, when tokens have expired and the directory may still be kept.
    """

    def __init__(self, program: str, world: World, lfis: int, way: Way, kept: str = "") -> None:
        super().__init__(f"ofp, {kept}" if kept else "ofp", world, lfis, way)
        self.program, self.kept = program, kept
        self.cache = self.folder / "cache"
        self.environment |= {
            "XDG_CACHE_HOME": str(self.cache),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }

    def command(self) -> list[str]:
        return [self.program, "products", "--format", "json"]

    def prepare(self) -> None:
        shutil.rmtree(self.cache, ignore_errors=True)
        if self.kept:
            # Anew before each run, so that nothing has grown old in the meantime.
            measure(self.command(), self.environment, self.folder / "output")
        if self.kept == "tokens expired":
            for token in self.cache.glob("ofp/token-*"):
                token.unlink()


class Python(Contender):
    def __init__(self, world: World, lfis: int, way: Way) -> None:
        super().__init__("Python", world, lfis, way)

    def command(self) -> list[str]:
        return [sys.executable, str(HERE / "clients" / "guide.py")]


class Node(Contender):
    def __init__(self, world: World, lfis: int, way: Way) -> None:
        super().__init__("Node.js", world, lfis, way)

    def command(self) -> list[str]:
        return ["node", str(HERE / "clients" / "guide.mjs")]


class Curl(Contender):
    """The curl tool with the requests of each step in one run; it asks no directory, makes no assertion and reads no answer."""

    def __init__(self, world: World, lfis: int, way: Way) -> None:
        super().__init__("curl", world, lfis, way)
        port = world.ports[way]
        variables = world.variables(lfis, way)
        common = (
            f'cacert = "{variables["OFP_CA_FILE"]}"\ncert = "{variables["OFP_TRANSPORT_CERT"]}"\n'
            f'key = "{variables["OFP_TRANSPORT_KEY"]}"\nno-progress-meter\nfail\ncompressed\n'
            "parallel\nparallel-immediate\nparallel-max = 300\n"
        )
        form = "grant_type=client_credentials&scope=products&client_assertion=" + "a" * 700
        steps = [
            ("auth{:04}", ".well-known/openid-configuration", ""),
            ("as{:04}", "token", f'data = "{form}"\n'),
            ("rs{:04}", "open-finance/product/v2.1/products", 'header = "Authorization: Bearer token"\n'),
        ]
        for step, (host, path, options) in enumerate(steps, 1):
            urls = "".join(
                f'url = "https://{host.format(number)}.bench.localhost:{port}/{path}"\n'
                f'output = "{self.folder}/{step}-{number}"\n'
                for number in range(1, lfis + 1)
            )
            (self.folder / f"step{step}").write_text(common + options + urls)

    def command(self) -> list[str]:
        steps = " && ".join(f"curl -q --config '{self.folder}/step{step}'" for step in (1, 2, 3))
        return ["/bin/sh", "-c", f"{steps} && cat '{self.folder}'/3-*"]


def cold(program: str, world: World, lfis: int, way: Way) -> list[Contender]:
    return [
        OFP(program, world, lfis, way),
        Python(world, lfis, way),
        Node(world, lfis, way),
        Curl(world, lfis, way),
    ]


def in_turns(names: list[str], rounds: int) -> Iterator[str]:
    """Each once a round, in an order that begins with another one each time."""
    for number in range(rounds):
        first = number % len(names)
        yield from names[first:] + names[:first]
