"""A far network: passes bytes on between clients and a server on loopback, each half a round trip later, in both directions.

relay.py PORT SERVER_PORT MILLISECONDS: listens on PORT; a connection takes the whole round trip before its first byte may go, as
a client's waits for the other side's answer to its own SYN (RFC 9293 §3.5). Bandwidth is not bounded.
"""

import asyncio
import socket
import sys

PORT, SERVER, TRIP = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) / 1000


class Side(asyncio.Protocol):
    """One end of a connection. What it brings is given to the other end, late."""

    def __init__(self) -> None:
        self.other: Side | None = None
        self.transport: asyncio.Transport | None = None
        self.waiting: list[bytes | None] = []
        self.opens = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        self.later(data)

    def eof_received(self) -> bool:
        self.later(None)
        return True

    def connection_lost(self, _: Exception | None) -> None:
        self.later(None)

    def later(self, data: bytes | None) -> None:
        loop = asyncio.get_running_loop()
        # Moments of one side only grow, so that calls come in the order of the bytes.
        self.opens = max(self.opens, loop.time())
        loop.call_at(self.opens + TRIP / 2, self.deliver, data)

    def deliver(self, data: bytes | None) -> None:
        other = self.other
        if other is None or other.transport is None:
            self.waiting.append(data)
        elif data is None:
            other.transport.close()
        else:
            other.transport.write(data)

    def pair(self, other: "Side") -> None:
        self.other, other.other = other, self
        for data in self.waiting:
            self.deliver(data)


class Client(Side):
    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        loop = asyncio.get_running_loop()
        self.opens = loop.time() + TRIP
        task = loop.create_task(self.connect())
        self.keep = task

    async def connect(self) -> None:
        _, server = await asyncio.get_running_loop().create_connection(Side, "127.0.0.1", SERVER)
        self.pair(server)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Client, "127.0.0.1", PORT, backlog=8192)
    await server.serve_forever()


asyncio.run(main())
