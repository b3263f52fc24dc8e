"""Where mail goes: SMTP over one kept connection. Errors say what to do with the promise and nothing about the mail."""

from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib


class Refused(Exception):
    """The server will never take this mail (5xx)."""


class NotNow(Exception):
    """The mail could not be handed over this time: try again later."""


class Transport(Protocol):
    """Hands over one message at a time."""

    async def send(self, message: EmailMessage) -> None:
        """Hand over a message; raises Refused or NotNow."""

    async def close(self) -> None:
        """End what is open."""


class Smtp:
    """SMTP to one server over one kept connection, opened anew when it was lost.

    url  `smtp://user:pass@host:port?tls=starttls|implicit|none`; TLS is verified, and `starttls` (the default for
         hosts that are not this machine) is insisted on
    """

    def __init__(self, url: str, *, timeout: float = 30) -> None:
        parts = urlsplit(url)
        if parts.scheme != "smtp" or not parts.hostname:
            raise ValueError("HELPDESK_SMTP_URL must look like smtp://user:password@mail.example.com:587")
        local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        tls = parse_qs(parts.query).get("tls", ["none" if local else "starttls"])[0]
        if tls not in ("starttls", "implicit", "none"):
            raise ValueError("HELPDESK_SMTP_URL: tls must be starttls, implicit or none")
        self._client = aiosmtplib.SMTP(
            hostname=parts.hostname,
            port=parts.port or {"implicit": 465, "starttls": 587, "none": 25}[tls],
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            use_tls=tls == "implicit",
            start_tls=tls == "starttls",
            local_hostname="helpdesk",  # the machine's own name is nobody's business
            timeout=timeout,
        )

    async def send(self, message: EmailMessage) -> None:
        try:
            if not self._client.is_connected:
                await self._client.connect()
            await self._client.send_message(message)
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _verdict(error.recipients[0].code) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _verdict(error.code) from None
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            await self.close()
            raise NotNow from None

    async def check(self) -> None:
        """Connect, sign in and leave again; raises aiosmtplib's errors and OSError."""
        await self._client.connect()
        await self._client.quit()

    async def close(self) -> None:
        if self._client.is_connected:
            try:
                await self._client.quit()
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                self._client.close()


def _verdict(code: int) -> Exception:
    return Refused() if 500 <= code < 600 and code not in (503, 521, 530, 534, 535) else NotNow()
