"""A mail server that misbehaves on cue: refuses, drops, hangs or is slow at any point of the conversation."""

import asyncio
import contextlib
import ssl
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage

STAGES = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "SENT")
GOOD = {"CONNECT": "220 hello", "EHLO": "250 hello", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "BODY": "",
        "SENT": "250 kept", "RSET": "250 ok", "QUIT": "221 bye", "NOOP": "250 ok"}  # fmt: skip


class MailServer:
    """`cues` has what to do next time at a stage: a reply, "drop", "hang" or "slow"; without one all goes well.

    BODY   in the middle of the message
    SENT   after the final dot: the mail is kept, and then the reply fails
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.cues: dict[str, list[str]] = defaultdict(list)
        self.mails: list[EmailMessage] = []
        self.connections = 0
        self.port = 0
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._gone = asyncio.Event()

    def url(self, **more: object) -> str:
        return f"smtp://127.0.0.1:{self.port}?" + "&".join(f"{k}={v}" for k, v in {"tls": "none", **more}.items())

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"])[1:].partition("@")[0] for mail in self.mails]

    async def open(self) -> None:
        self._gone.clear()
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Go away, with every connection."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()
        self._gone.set()
        await asyncio.sleep(0)

    def cut(self) -> None:
        """End every connection without a word."""
        for writer in list(self._open):
            writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, _Dropped):
            await self._say(writer, "CONNECT")
            while line := await reader.readline():
                verb = line.split(maxsplit=1)[0].upper().decode()
                await self._say(writer, verb)
                if verb == "DATA" and self._said.startswith("354"):
                    await self._receive(reader, writer)
                if verb == "QUIT" or self._said.startswith("421"):
                    break
        self._open.discard(writer)
        writer.close()

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = []
        await self._say(writer, "BODY")
        while (line := await reader.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        next_cue = self.cues["SENT"][0] if self.cues["SENT"] else "250"
        if next_cue[0] in "2dh":  # kept even when the reply is lost
            self.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
        await self._say(writer, "SENT")

    async def _say(self, writer: asyncio.StreamWriter, stage: str) -> None:
        self._said = self.cues[stage].pop(0) if self.cues[stage] else GOOD.get(stage, "502 what?")
        if self._said == "drop":
            writer.transport.abort()
            raise _Dropped
        if self._said == "hang":
            await self._gone.wait()
            raise _Dropped
        if self._said == "slow":
            await asyncio.sleep(0.5)
            self._said = GOOD[stage]
        if self._said:
            writer.write(self._said.encode() + b"\r\n")
            await writer.drain()


class _Dropped(Exception):
    """The conversation is over."""
