"""A mail server that does nothing but receive: fast enough not to be what is measured. Keeps only Message-IDs."""

import asyncio
import re
import sys
from collections.abc import Callable

_ID = re.compile(rb"(?im)^message-id: <([^@>]+)@")


class Sink(asyncio.Protocol):
    """One connection. `kept(message_id, connection)` hears of each mail before its 250; False drops the connection."""

    def __init__(self, kept: Callable[[str, "Sink"], bool]) -> None:
        self._kept, self._rest, self._in_data = kept, bytearray(), False

    def connection_made(self, transport) -> None:
        self._transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while True:
            if self._in_data:
                end = self._rest.find(b"\r\n.\r\n")
                if end < 0:
                    return
                found = _ID.search(bytes(self._rest[:end]))
                del self._rest[: end + 5]
                self._in_data = False
                if not self._kept(found[1].decode() if found else "", self):
                    self._transport.abort()
                    return
                self._transport.write(b"250 kept\r\n")
                continue
            line, newline, rest = self._rest.partition(b"\r\n")
            if not newline:
                return
            self._rest = bytearray(rest)
            self._answer(line[:4].upper())

    def _answer(self, verb: bytes) -> None:
        if verb == b"EHLO":
            self._transport.write(b"250-sink\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            self._in_data = True
            self._transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(b"250 ok\r\n")


async def serve() -> None:
    """Listen in a process of its own; print the port, and after each line read the count so far."""
    seen: list[str] = []

    def kept(message: str, _: Sink) -> bool:
        seen.append(message)
        return True

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Sink(kept), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(len(seen), len(set(seen)), flush=True)


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
