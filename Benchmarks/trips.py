"""What a connection over the relay really takes: a client and a server of nothing but bytes, by themselves."""

import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from world import wait_for

COUNT = 20


@dataclass
class Trips:
    """Seconds, medians of COUNT."""

    opening: float  # to connect, and to have the first byte back: two round trips
    one_more: float  # to have one more byte back: one round trip


def trips(port: int, round_trip: int) -> Trips:
    """Measured over a relay of its own at `port`, which is free."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        relay = subprocess.Popen([
            sys.executable, str(Path(__file__).parent / "relay.py"), str(port), str(server.getsockname()[1]), str(round_trip)])
        try:
            wait_for(port, relay)
            found = [once(port) for _ in range(COUNT)]
        finally:
            relay.terminate()
            relay.wait()
    return Trips(statistics.median(opening for opening, _ in found), statistics.median(more for _, more in found))


def answer(server: socket.socket) -> None:
    """Gives back what comes, one connection after the other."""
    while True:
        try:
            end, _ = server.accept()
        except OSError:
            return
        with end:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while data := end.recv(1024):
                end.sendall(data)


def once(port: int) -> tuple[float, float]:
    start = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"1")
        client.recv(1)
        middle = time.perf_counter()
        client.sendall(b"2")
        client.recv(1)
        return middle - start, time.perf_counter() - middle
