"""The world that is benchmarked: certificates, catalogues, and nginx with static answers as every bank's hub."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

PRODUCTS_PER_LFI = 20
# Of a bank before it answers, in milliseconds.
THINK_TIMES = (0, 100)
# Of the network between client and banks, in milliseconds.
ROUND_TRIP = 80
NAMESPACE = uuid.UUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8")

# As the sandbox says them: how long a directory may be kept, and how long a token lives.
CACHE_SECONDS = 900
TOKEN_SECONDS = 600


@dataclass(frozen=True)
class Way:
    """How the banks are reached."""

    think: int = 0
    round_trip: int = 0

    def __str__(self) -> str:
        return f"{self.round_trip} ms away" if self.round_trip else f"{self.think} ms"


WAYS = (*map(Way, THINK_TIMES), Way(round_trip=ROUND_TRIP))


@dataclass
class World:
    folder: Path
    products: Path
    ports: dict[Way, int]
    processes: dict[str, subprocess.Popen]

    def directory(self, lfis: int, way: Way) -> str:
        return f"https://directory{lfis}.bench.localhost:{self.ports[way]}/participants"

    def variables(self, lfis: int, way: Way) -> dict[str, str]:
        keys = self.folder / "keys"
        return {
            "OFP_CLIENT_ID": str(uuid.uuid5(NAMESPACE, "client")),
            "OFP_SIGNING_KEY": str(keys / "signing.key"),
            "OFP_SIGNING_KEY_ID": "signing",
            "OFP_TRANSPORT_CERT": str(keys / "transport.pem"),
            "OFP_TRANSPORT_KEY": str(keys / "transport.key"),
            "OFP_CA_FILE": str(keys / "ca.pem"),
            "OFP_DIRECTORY_URL": self.directory(lfis, way),
            "OFP_CUSTOMER_IP": "203.0.113.7",
        }

    def clocks(self) -> dict[str, float]:
        """Seconds of processor time that banks and relay have taken so far."""
        found = {}
        for name, process in self.processes.items():
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            found[name] = sum(clock(number) for number in [str(process.pid), *children])
        return found

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
            process.wait()


def clock(process: str) -> float:
    """Of a process with one thread."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def start(folder: Path, sizes: list[int], fixtures: Path) -> World:
    folder.mkdir(parents=True, exist_ok=True)
    make_keys(folder / "keys")
    products = make_catalogues(folder, max(sizes), fixtures)
    world = World(folder, products, {way: free_port() for way in WAYS}, {})
    for old in folder.glob("directory*-*.json"):
        old.unlink()
    for port in world.ports.values():
        for size in sizes:
            text = json.dumps([participant(number, port) for number in range(1, size + 1)])
            (folder / f"directory{size}-{port}.json").write_text(text)
    # Behind a relay nginx has a port of its own, which nobody but the relay knows.
    listening = {way: free_port() if way.round_trip else port for way, port in world.ports.items()}
    (folder / "nginx.conf").write_text(nginx_configuration(world, listening))
    world.processes["nginx"] = subprocess.Popen(
        ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
    for way, port in world.ports.items():
        if way.round_trip:
            relay = Path(__file__).parent / "relay.py"
            world.processes["relay"] = subprocess.Popen(
                [sys.executable, str(relay), str(port), str(listening[way]), str(way.round_trip)])
    try:
        for port in [*listening.values(), *world.ports.values()]:
            wait_for(port, *world.processes.values())
    except BaseException:
        world.stop()
        raise
    return world


def make_keys(folder: Path) -> None:
    """A root, a server certificate for every host, and a client's transport and signing keys."""
    if all(lasts(folder / f"{name}.pem") for name in ("ca", "server", "transport")):
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    request = ("req", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-sha256")
    openssl(*request, "-x509", "-subj", "/CN=Benchmark root", "-keyout", "ca.key", "-out", "ca.pem")
    for name, extension in (
        ("server", "subjectAltName=DNS:*.bench.localhost\nextendedKeyUsage=serverAuth"),
        ("transport", "extendedKeyUsage=clientAuth"),
    ):
        openssl(*request, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        (folder / f"{name}.ext").write_text(extension)
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "30", "-sha256", "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "signing.key")
    for key in folder.glob("*.key"):
        key.chmod(0o600)


def lasts(certificate: Path) -> bool:
    """Whether it is there, and does not end within a day."""
    command = ["openssl", "x509", "-in", str(certificate), "-noout", "-checkend", "86400"]
    return certificate.exists() and subprocess.run(command, capture_output=True).returncode == 0


def templates(fixtures: Path) -> list[dict]:
    """The sandbox's products."""
    return [json.loads(path.read_text()) for path in sorted(fixtures.glob("catalogues/*/*/*.json"))]


def kept(folder: Path, name: str, *made_from: object) -> Path:
    """Where that is kept which is made from these. What was made from others goes."""
    digest = hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:12]
    path = folder / f"{name}-{digest}"
    for other in folder.glob(f"{name}-*"):
        if other.name.split(".")[0] != path.name:
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    return path


def make_catalogues(folder: Path, lfis: int, fixtures: Path) -> Path:
    """Of each LFI a list of the sandbox's products, each under an id of its own."""
    products = templates(fixtures)
    path = kept(folder, "products", products, PRODUCTS_PER_LFI)
    path.mkdir(exist_ok=True)
    for number in range(1, lfis + 1):
        if (path / f"{number:04}.json").exists():
            continue
        own = [
            products[(number * 7 + index) % len(products)] | {"ProductId": f"P{number:04}-{index + 1}"}
            for index in range(PRODUCTS_PER_LFI)
        ]
        group = {"LFIId": f"LFI{number:04}", "LFIBrandId": f"LFI{number:04}", "Products": own}
        text = json.dumps({"Data": [group], "Links": {}, "Meta": {"TotalPages": 1}})
        # Whole or not at all: a run may have been ended here.
        (path / "new").write_text(text)
        (path / "new").rename(path / f"{number:04}.json")
    return path


def participant(number: int, port: int) -> dict:
    def host(kind: str) -> str:
        return f"https://{kind}{number:04}.bench.localhost:{port}"

    def identifier(kind: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{kind} {number}"))

    return {
        "OrganisationId": identifier("organisation"),
        "Status": "Active",
        "OrganisationName": f"Bank {number:04}",
        "AuthorisationServers": [{
            "AuthorisationServerId": identifier("server"),
            "CustomerFriendlyName": f"Bank {number:04}",
            "Issuer": host("auth"),
            "OpenIDDiscoveryDocument": f"{host('auth')}/.well-known/openid-configuration",
            "Status": "Active",
            "ApiResources": [{
                "ApiResourceId": identifier("resource"),
                "ApiVersion": "2.1",
                "ApiFamilyType": "product",
                "Status": "Active",
                "ApiDiscoveryEndpoints": [{
                    "ApiDiscoveryId": identifier("endpoint"),
                    "ApiEndpoint": f"{host('rs')}/open-finance/product/v2.1/products",
                }],
            }],
        }],
    }


def nginx_configuration(world: World, listening: dict[Way, int]) -> str:
    servers = "".join(nginx_server(world, way.think, port, listening[way]) for way, port in world.ports.items())
    module = next(Path("/").glob("usr/lib*/nginx/modules/ngx_http_echo_module.so"), None)
    if module is None:
        raise SystemExit("nginx has no echo module, which lets the hubs think: install libnginx-mod-http-echo.")
    folder = world.folder
    temporary = "".join(
        f"    {kind}_temp_path {folder}/temporary;\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""\
load_module {module};
daemon off;
{"user root;" if os.geteuid() == 0 else ""}
worker_processes 2;
worker_rlimit_nofile 16384;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    default_type application/json;
    keepalive_timeout 60s;
    server_names_hash_bucket_size 128;
{temporary}{servers}}}
"""


def nginx_server(world: World, think: int, port: int, listening: int) -> str:
    """Everything is answered from memory or from one file; with a think time each answer waits before it begins.

    `port` is that of the URLs, `listening` where nginx is.
    """
    issuer = f"https://auth$number.bench.localhost:{port}"
    token_endpoint = f"https://as$number.bench.localhost:{port}/token"
    discovery = f'{{"issuer":"{issuer}","token_endpoint":"{token_endpoint}"}}'
    token = '{"access_token":"token-of-$number","token_type":"Bearer","expires_in":' f'{TOKEN_SECONDS}}}'
    folder = world.folder

    def text(body: str) -> str:
        if think == 0:
            return f"return 200 '{body}';"
        return f"echo_read_request_body; echo_sleep {think / 1000}; echo -n '{body}';"

    def file(name: str, path: str) -> str:
        if think == 0:
            return f"alias {path};"
        return f"echo_sleep {think / 1000}; echo_exec /{name}/$number;"

    return f"""\
    server {{
        listen 127.0.0.1:{listening} ssl http2 backlog=8192;
        server_name ~^(?<kind>auth|as|rs|directory)(?<number>[0-9]+)\\.bench\\.localhost$;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_certificate {folder}/keys/server.pem;
        ssl_certificate_key {folder}/keys/server.key;
        ssl_client_certificate {folder}/keys/ca.pem;
        ssl_verify_client on;
        location = /participants {{ add_header Cache-Control max-age={CACHE_SECONDS}; {file("d", f"{folder}/directory$number-{port}.json")} }}
        location = /.well-known/openid-configuration {{ {text(discovery)} }}
        location = /token {{ {text(token)} }}
        location = /open-finance/product/v2.1/products {{ {file("p", f"{world.products}/$number.json")} }}
        location ~ ^/d/ {{ internal; add_header Cache-Control max-age={CACHE_SECONDS}; alias {folder}/directory$number-{port}.json; }}
        location ~ ^/p/ {{ internal; alias {world.products}/$number.json; }}
    }}
"""


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def wait_for(port: int, *processes: subprocess.Popen) -> None:
    for _ in range(200):
        if ended := [process.args[0] for process in processes if process.poll() is not None]:
            raise SystemExit(f"{ended[0]} has ended; where it is nginx, its error.log says why.")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The banks do not answer.")
