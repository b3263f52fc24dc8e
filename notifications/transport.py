"""Where mail goes: SMTP over a few kept connections. Errors say what to do with the promise, nothing about the mail."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiosmtplib

from notifications.mail import Letter
from notifications.smtp_url import MailServer, read_smtp_url

IDLE = 30.0  # seconds after which a kept connection is not trusted any more
_PER_CONNECTION = 500  # mails; servers like to see a connection end now and then
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# Enhanced codes (RFC 3463) that say that there is no such mailbox; others refuse this mail or us.
_NOBODY = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


class Refused(Exception):
    """The server will never take this mail (5xx). `is_hard` says that the address does not exist."""

    def __init__(self, *, is_hard: bool = False) -> None:
        super().__init__()
        self.is_hard = is_hard


class NotNow(Exception):
    """The mail could not be handed over this time: try again later."""


class Away(NotNow):
    """The server cannot be reached, does not let us in or closes: no other mail would fare better."""


class NotOurs(Exception):
    """The claim ended while the mail waited; whoever has it now sends it."""


class Transport(Protocol):
    """Hands over letters."""

    async def send(self, letter: Letter, *, still_ours: Callable[[], bool] = lambda: True) -> None:
        """Hand over a letter if it is still ours; raises Refused, NotNow, Away, NotOurs."""

    async def close(self) -> None:
        """End what is open."""


class _Kept:
    """One connection, used by one letter at a time."""

    def __init__(self, server: MailServer, timeout: float) -> None:
        self.client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            local_hostname="helpdesk",  # the machine's own name is nobody's business
            timeout=timeout,
        )
        self.used_at = time.monotonic()
        self.mails = 0

    @property
    def is_good(self) -> bool:
        is_fresh = time.monotonic() - self.used_at < IDLE and self.mails < _PER_CONNECTION
        return is_fresh and self.client.is_connected

    async def leave(self) -> None:
        if self.client.is_connected:
            try:
                await self.client.quit(timeout=2)
            except (aiosmtplib.SMTPException, OSError, TimeoutError):
                self.client.close()


class Smtp:
    """SMTP to one server over a few kept connections (`smtp_url.read_smtp_url`), opened when needed."""

    def __init__(self, url: str, *, timeout: float = 30) -> None:
        self.server = read_smtp_url(url)
        self._timeout = timeout
        self._kept: list[_Kept] = []
        self._places = asyncio.Semaphore(self.server.connections)

    async def send(self, letter: Letter, *, still_ours: Callable[[], bool] = lambda: True) -> None:
        """Hand over a letter; raises Refused, NotNow, Away, NotOurs.

        A kept connection that the server has closed meanwhile is replaced once: before DATA nothing was handed over.
        """
        async with self._places:
            while (kept := self._kept.pop() if self._kept else None) is not None:
                if not kept.is_good:
                    await kept.leave()
                    continue
                try:
                    return await self._hand_over(kept, letter, still_ours)
                except _Stale:
                    continue
            try:
                await self._hand_over(await self._connect(), letter, still_ours)
            except _Stale:
                raise Away from None

    async def check(self) -> None:
        """Connect, sign in and leave again; raises aiosmtplib's errors and OSError."""
        kept = _Kept(self.server, self._timeout)
        await kept.client.connect()
        await kept.client.quit()

    async def close(self) -> None:
        while self._kept:
            await self._kept.pop().leave()

    async def _connect(self) -> _Kept:
        kept = _Kept(self.server, self._timeout)
        try:
            await kept.client.connect()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            kept.client.close()
            raise Away from None
        return kept

    async def _hand_over(self, kept: _Kept, letter: Letter, still_ours: Callable[[], bool]) -> None:
        try:
            await _converse(kept.client, letter, still_ours)
        except (Refused, NotNow, NotOurs) as error:
            if isinstance(error, Away):
                kept.client.close()
            await self._put_back(kept)
            raise
        except BaseException:
            kept.client.close()  # cancelled in the middle: the connection is in no known state
            raise
        kept.mails += 1
        await self._put_back(kept)

    async def _put_back(self, kept: _Kept) -> None:
        if kept.client.is_connected:
            kept.used_at = time.monotonic()
            self._kept.append(kept)


class _Stale(Exception):
    """The connection had ended before anything was handed over."""


async def _converse(client: aiosmtplib.SMTP, letter: Letter, still_ours: Callable[[], bool]) -> None:
    """MAIL, RCPT, DATA (RFC 5321, section 3.3), each answer read for what it means for the promise."""
    if letter.is_utf8 and not client.supports_extension("smtputf8"):
        raise Refused
    try:
        await client.mail(letter.sender, options=["SMTPUTF8"] if letter.is_utf8 else None, encoding=letter.encoding)
    except aiosmtplib.SMTPServerDisconnected:
        client.close()
        raise _Stale from None
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        raise Away from None  # the sender is ours: what is refused here is refused to every mail
    await _step(client, client.rcpt(letter.to, encoding=letter.encoding))
    if not still_ours():
        await _start_over(client)
        raise NotOurs
    await _step(client, client.data(letter.content))


async def _step(client: aiosmtplib.SMTP, step: Awaitable[object]) -> None:
    try:
        await step
    except aiosmtplib.SMTPResponseException as error:
        verdict = _verdict(error)
        if not isinstance(verdict, Away):
            await _start_over(client)
        raise verdict from None
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        raise Away from None


async def _start_over(client: aiosmtplib.SMTP) -> None:
    """Make the connection ready for the next letter."""
    try:
        await client.rset()
    except (aiosmtplib.SMTPException, OSError, TimeoutError):
        client.close()


def _verdict(error: aiosmtplib.SMTPResponseException) -> Exception:
    """Read a reply (RFC 5321, section 4.2; RFC 3463): who or what is refused, for now or for good."""
    if error.code in (421, 503, 530, 534, 535, 538) or not 400 <= error.code < 600:
        return Away()
    if error.code < 500:
        return NotNow()
    status = _STATUS.match(str(error.message))
    is_recipient = isinstance(error, aiosmtplib.SMTPRecipientRefused)
    if status:
        return Refused(is_hard=status[1] in _NOBODY)
    return Refused(is_hard=is_recipient and error.code in (550, 551, 553))
