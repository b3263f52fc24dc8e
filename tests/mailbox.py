"""A real SMTP server on loopback: keeps what it gets, can be told to refuse, to drop, to go away and to come back."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """`mails` has what arrived, `raw` its bytes; `answers` what to say to the next DATA commands instead of 250 OK."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.answers: list[str] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    async def open(self) -> None:
        """Listen, on the same port as before when there was one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="mailbox", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", self.port
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening; connections that are open are cut by their clients."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        message: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.mails.append(message)
        self.raw.append(envelope.original_content or b"")
        return "250 OK"

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    def text_of(self, place: int) -> str:
        body = self.mails[place].get_body(preferencelist=("plain",))
        assert body is not None
        return str(body.get_content())

    def found(self, pattern: str) -> re.Match[str]:
        """Find words in the newest mail that has them: mails about different things come in no set order."""
        matches = [re.search(pattern, self.text_of(place)) for place in range(len(self.mails))]
        return [match for match in matches if match][-1]

    def everything(self) -> bytes:
        """Every byte of every mail, and its parts decoded."""
        parts = [part.get_payload(decode=True) or b"" for mail in self.mails for part in mail.walk()]
        return b"\n".join([*(mail.as_bytes() for mail in self.mails), *parts])
