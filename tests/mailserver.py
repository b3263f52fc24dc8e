"""A mail server that misbehaves on cue: refuses, drops, hangs or is slow at any point of the conversation."""

import asyncio
import base64
import contextlib
import ssl
from collections import defaultdict
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

STAGES = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "SENT")
GOOD = {"CONNECT": "220 hello", "EHLO": "250 hello", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "BODY": "",
        "SENT": "250 kept", "RSET": "250 ok", "QUIT": "221 bye", "NOOP": "250 ok"}  # fmt: skip


@dataclass(slots=True)
class _Conversation:
    """One connection: whether it is encrypted, and who signed in."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    is_secure: bool
    user: str = ""


class MailServer:
    """`cues` has what to do next time at a stage: a reply, "drop", "hang" or "slow"; without one all goes well.

    BODY   in the middle of the message
    SENT   after the final dot: the mail is kept, and then the reply fails

    tls       encrypts from the first byte; `starttls` when asked to
    account   name and password of the only one who may send, and only in TLS; without one everybody may
    logins    every name and password that somebody tried
    ways      of each mail: was it encrypted, and who was signed in
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        account: tuple[str, str] | None = None,
    ) -> None:
        self.cues: dict[str, list[str]] = defaultdict(list)
        self.mails: list[EmailMessage] = []
        self.ways: list[tuple[bool, str]] = []
        self.logins: list[tuple[str, str]] = []
        self.connections = 0
        self.port = 0
        self.lateness = 0.5  # seconds
        self._tls, self._starttls, self._account = tls, starttls, account
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._gone = asyncio.Event()

    def url(self, *, login: str = "", **more: object) -> str:
        settings = "&".join(f"{k}={v}" for k, v in {"tls": "none", **more}.items())
        return f"smtp://{login and login + '@'}127.0.0.1:{self.port}?{settings}"

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
        talk = _Conversation(reader, writer, is_secure=self._tls is not None)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, _Dropped):
            await self._say(talk, "CONNECT")
            while line := await reader.readline():
                verb = line.split(maxsplit=1)[0].upper().decode()
                said = await self._say(talk, verb, self._answer(talk, verb, line))
                if verb == "DATA" and said.startswith("354"):
                    await self._receive(talk)
                if verb == "STARTTLS" and said.startswith("220"):
                    await self._encrypt(talk)
                if verb == "QUIT" or said.startswith("421"):
                    break
        self._open.discard(writer)
        writer.close()

    def _answer(self, talk: _Conversation, verb: str, line: bytes) -> str:
        """Give the answer of a server that means well."""
        if verb == "EHLO":
            starttls = ["STARTTLS"] * (self._starttls is not None and not talk.is_secure)
            offered = ["hello", *starttls, *["AUTH PLAIN"] * (self._account is not None and talk.is_secure)]
            return "\r\n".join([*(f"250-{offer}" for offer in offered), "250 8BITMIME"])
        if verb == "STARTTLS" and self._starttls is not None and not talk.is_secure:
            return "220 go ahead"
        if verb == "AUTH":
            _, name, password = base64.b64decode(line.split()[2]).decode().split("\0")
            self.logins.append((name, password))
            talk.user = name if (name, password) == self._account else ""
            return "235 welcome" if talk.user else "535 5.7.8 who are you?"
        if verb == "MAIL" and self._account is not None and not talk.user:
            return "530 5.7.0 sign in first"
        return GOOD.get(verb, "502 what?")

    async def _encrypt(self, talk: _Conversation) -> None:
        """Begin TLS; at the cue "garbage" say something else where its first byte should be."""
        if self.cues["TLS"]:
            self.cues["TLS"].pop(0)
            talk.writer.write(b"this is no TLS\r\n")
            await talk.writer.drain()
            raise _Dropped
        assert self._starttls is not None
        await talk.writer.start_tls(self._starttls)
        talk.is_secure = True

    async def _receive(self, talk: _Conversation) -> None:
        lines = []
        await self._say(talk, "BODY")
        while (line := await talk.reader.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        next_cue = self.cues["SENT"][0] if self.cues["SENT"] else "250"
        if next_cue[0] in "2dhs":  # kept even when the reply is lost or late
            self.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.ways.append((talk.is_secure, talk.user))
        await self._say(talk, "SENT")

    async def _say(self, talk: _Conversation, stage: str, usual: str | None = None) -> str:
        """Answer as the next cue says, or as usual; gives what was said."""
        usual = GOOD[stage] if usual is None else usual
        said = self.cues[stage].pop(0) if self.cues[stage] else usual
        if said == "drop":
            talk.writer.transport.abort()
            raise _Dropped
        if said == "hang":
            await self._gone.wait()
            raise _Dropped
        if said == "slow":
            await asyncio.sleep(self.lateness)
            said = usual
        if said:
            talk.writer.write(said.encode() + b"\r\n")
            await talk.writer.drain()
        return said


class _Dropped(Exception):
    """The conversation is over."""
