"""A far network: passes bytes on between clients and a server on loopback, each half a round trip later, in both directions.

relay.py PORT SERVER_PORT MILLISECONDS: listens on PORT; a connection takes the whole round trip before its first byte may go, as
a client's waits for the other side's answer to its own SYN (RFC 9293 §3.5). Bandwidth is not bounded.

The moments come from a timer of the kernel (timerfd) that counts nanoseconds: what polls with a timeout rounds it up to whole
milliseconds.
"""

import ctypes
import heapq
import os
import select
import socket
import struct
import sys
import time
from collections import deque

PORT, SERVER, TRIP = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) * 1_000_000

NOTHING, READ, WRITE = 0, select.EPOLLIN, select.EPOLLOUT
CLOCK_MONOTONIC, ABSOLUTE = 1, 1
libc = ctypes.CDLL(None, use_errno=True)


class Timer:
    def __init__(self) -> None:
        self.descriptor = libc.timerfd_create(CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
        if self.descriptor < 0:
            raise SystemExit("relay.py: the kernel has no timer to give.")
        self.moment = 0

    def set(self, moment: int) -> None:
        if moment == self.moment:
            return
        self.moment = moment
        seconds, nanoseconds = divmod(moment, 1_000_000_000)
        libc.timerfd_settime(self.descriptor, ABSOLUTE, struct.pack("qqqq", 0, 0, seconds, nanoseconds), None)


class Side:
    """One end of a connection. What it brings is given to the other end, late; what it is given goes out in order."""

    def __init__(self, end: socket.socket, opens: int) -> None:
        end.setblocking(False)
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.end, self.opens = end, opens
        self.other: Side = self
        self.outgoing: deque[bytes] = deque()
        self.is_connected, self.reads, self.closes, self.is_closed = True, True, False, False
        self.events = -1

    def watch(self) -> None:
        waits = self.outgoing or not self.is_connected
        events = (READ if self.reads else NOTHING) | (WRITE if waits else NOTHING)
        if events == self.events:
            return
        if self.events < 0:
            sides[self.end.fileno()] = self
            poll.register(self.end, events)
        else:
            poll.modify(self.end, events)
        self.events = events

    def bring(self, now: int) -> None:
        """Reads, and has it delivered half a round trip later. Moments of one side only grow, as the bytes go on."""
        try:
            data = self.end.recv(1 << 18)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.reads = False
            self.watch()
        self.opens = max(self.opens, now)
        heapq.heappush(due, (self.opens + TRIP // 2, next_number(), self.other, data))

    def give(self, data: bytes) -> None:
        if self.is_closed:
            return
        if data:
            self.outgoing.append(data)
        else:
            self.closes = True
        self.flush()

    def flush(self) -> None:
        try:
            while self.is_connected and self.outgoing:
                data = self.outgoing[0]
                sent = self.end.send(data)
                if sent < len(data):
                    self.outgoing[0] = data[sent:]
                else:
                    self.outgoing.popleft()
        except BlockingIOError:
            pass
        except OSError:
            self.closes = True
            self.outgoing.clear()
        if self.closes and not self.outgoing:
            self.close()
            self.other.close()
        else:
            self.watch()

    def close(self) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        del sides[self.end.fileno()]
        poll.unregister(self.end)
        self.end.close()


def next_number() -> int:
    global number
    number += 1
    return number


def accept() -> None:
    while True:
        try:
            end, _ = listener.accept()
        except BlockingIOError:
            return
        client = Side(end, time.monotonic_ns() + TRIP)
        server = Side(socket.socket(), 0)
        client.other, server.other = server, client
        server.is_connected = server.end.connect_ex(("127.0.0.1", SERVER)) == 0
        client.watch()
        server.watch()


number = 0
due: list[tuple[int, int, Side, bytes]] = []
sides: dict[int, Side] = {}
timer, poll = Timer(), select.epoll()
listener = socket.create_server(("127.0.0.1", PORT), backlog=8192)
listener.setblocking(False)
poll.register(listener, READ)
poll.register(timer.descriptor, READ)

while True:
    for descriptor, events in poll.poll():
        if descriptor == listener.fileno():
            accept()
        elif descriptor == timer.descriptor:
            os.read(timer.descriptor, 8)
            timer.moment = 0
        elif side := sides.get(descriptor):
            if events & WRITE:
                side.is_connected = True
                side.flush()
            if events & ~WRITE and not side.is_closed:
                if side.reads:
                    side.bring(time.monotonic_ns())
                else:
                    # It has nothing more to say, and now takes nothing more, either.
                    side.close()
                    side.other.close()
    while due and due[0][0] <= time.monotonic_ns():
        _, _, side, data = heapq.heappop(due)
        side.give(data)
    if due:
        timer.set(due[0][0])
