"""An estimate of what no client can do without: the processor time of TLS handshakes and of signatures, without a network.

By Python's ssl and cryptography, each with the OpenSSL that it has.
"""

import ssl
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

COUNT = 200


@dataclass
class Handshake:
    """Seconds of one full TLS 1.3 handshake in which both sides show an RSA certificate."""

    client: float = 0.0
    server: float = 0.0


def handshake(keys: Path) -> Handshake:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(keys / "server.pem", keys / "server.key")
    server.load_verify_locations(keys / "ca.pem")
    server.verify_mode = ssl.CERT_REQUIRED
    client = ssl.create_default_context(cafile=str(keys / "ca.pem"))
    client.load_cert_chain(keys / "transport.pem", keys / "transport.key")
    total = Handshake()
    for _ in range(COUNT):
        once(client, server, total)
    return Handshake(total.client / COUNT, total.server / COUNT)


def once(client: ssl.SSLContext, server: ssl.SSLContext, total: Handshake) -> None:
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname="one.bench.localhost")
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    done = [False, False]
    while not all(done):
        start = time.thread_time()
        done[0] = done[0] or finished(ours)
        middle = time.thread_time()
        done[1] = done[1] or finished(theirs)
        total.client += middle - start
        total.server += time.thread_time() - middle


def finished(side: ssl.SSLObject) -> bool:
    try:
        side.do_handshake()
        return True
    except ssl.SSLWantReadError:
        return False


def signature_seconds(keys: Path) -> float:
    """Seconds of one PS256 signature."""
    key = serialization.load_pem_private_key((keys / "signing.key").read_bytes(), password=None)
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)
    start = time.thread_time()
    for _ in range(COUNT):
        key.sign(b"header.claims", scheme, hashes.SHA256())
    return (time.thread_time() - start) / COUNT
