"""The demo's mail server: real SMTP on loopback that keeps what it gets in memory and nowhere else."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from helpdesk import clock

_KEPT = 500  # mails; the oldest go first


@dataclass(frozen=True, slots=True)
class Received:
    """One mail that arrived."""

    number: int
    at: datetime
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    def part(self, subtype: str) -> str:
        """Give the plain or the HTML part."""
        body = self.message.get_body(preferencelist=(subtype,))
        return str(body.get_content()) if body else ""


class Sink:
    """Receives mail; `mails` has what came, newest last."""

    def __init__(self) -> None:
        self.mails: deque[Received] = deque(maxlen=_KEPT)
        self._count = 0
        self._server: asyncio.Server | None = None

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        message: Any = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        self._count += 1
        self.mails.append(Received(self._count, clock.now(), message))
        return "250 OK"

    async def open(self) -> str:
        """Listen on a free port of this machine; gives the SMTP URL."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="sink", enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0
        )
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}?tls=none"

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
