"""From a rendered mail to the bytes that go out: headers that thread, explain and never carry what people typed."""

import base64
import quopri
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.generator import BytesGenerator
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import Compat32
from email.utils import format_datetime
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID

Signer = Callable[[bytes], bytes]  # a message in, its signature headers out

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f-\x9f\u2028\u2029]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?")


class _AsWritten(Compat32):
    """Writes a field as it is: ours are one line, or folded already. Folding anew takes most of a message's time."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}\r\n".encode("ascii", "surrogateescape")


_WIRE = _AsWritten(linesep="\r\n")


@dataclass(frozen=True, slots=True)
class MailWords:
    """A mail's words in one language: subject line, plain text, HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, rendered at the moment of sending and kept nowhere.

    thread    what it is about: mails about the same thing are shown together
    stop_url  where one click ends mails of this kind (RFC 8058)
    reply_to  the address that takes an answer to this mail, or ""
    is_bulk   the same mail goes to many: automatic answers are not wanted
    """

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    locale: str
    thread: UUID | None = None
    stop_url: str | None = field(default=None, repr=False)
    reply_to: str = field(default="", repr=False)
    is_bulk: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes over the wire: envelope and content with CRLF line ends."""

    sender: str
    to: str = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def is_utf8(self) -> bool:
        """Say whether an address needs SMTPUTF8 (RFC 6531)."""
        return not (self.to.isascii() and self.sender.isascii())

    @property
    def encoding(self) -> str:
        return "utf-8" if self.is_utf8 else "ascii"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same in every mail: who sends, from which host, and who signs."""

    sender: str
    base_url: str
    sign: Signer | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"


def to_letter(mail: Mail, *, promise: UUID, head: Letterhead, now: datetime) -> Letter:
    """Build the message. Its Message-ID comes from the promise, so a mail that is sent twice is seen to be one.

    raises  ValueError when an address is none
    """
    sender, to = address(head.sender), address(mail.to)
    message = MIMEMultipart("alternative", boundary=f"=_{promise.hex[12:]}", policy=_WIRE)
    for name, value in _headers(mail, promise, head, now).items():
        message[name] = one_line(value)
    message["From"], message["To"] = _raw(sender), _raw(to)
    message["Subject"] = _subject(one_line(mail.subject))
    message.attach(_part(mail.text, "plain", mail.locale))
    message.attach(_part(mail.html, "html", mail.locale))
    content = _bytes_of(message)
    return Letter(sender, to, (head.sign(content) if head.sign else b"") + content)


def _subject(text: str) -> str:
    """Give a subject as encoded words where it must be (RFC 2047), folded."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=76, header_name="Subject").encode(linesep="\r\n")


def _raw(text: str) -> str:
    """Give a text that goes out as the UTF-8 it is (RFC 6532), not as an encoded word."""
    return text.encode().decode("ascii", "surrogateescape")


def _headers(mail: Mail, promise: UUID, head: Letterhead, now: datetime) -> dict[str, str]:
    headers = {
        "Message-ID": f"<{promise}@{head.host}>",
        "Date": format_datetime(now),
        "Content-Language": mail.locale,
        "Auto-Submitted": "auto-generated",  # RFC 3834, section 5
        "X-Auto-Response-Suppress": "All",
    }
    if mail.thread is not None:
        root = f"<thread.{mail.thread}@{head.host}>"
        headers |= {"In-Reply-To": root, "References": root}
    if mail.reply_to:
        headers["Reply-To"] = address(mail.reply_to)
    if mail.stop_url is not None:
        headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1
    if mail.is_bulk or mail.stop_url is not None:
        headers["Precedence"] = "bulk"  # old programs that answer by themselves know only this (RFC 3834, section 2)
    return headers


def _part(text: str, subtype: str, locale: str) -> MIMENonMultipart:
    """Make one body part: Arabic is shorter in base64, English readable in quoted-printable (RFC 2045, section 6)."""
    part = MIMENonMultipart("text", subtype, charset="utf-8", policy=_WIRE)
    raw = text.replace("\r\n", "\n").encode("utf-8", "replace")
    is_base64 = locale == "ar"
    part["Content-Transfer-Encoding"] = "base64" if is_base64 else "quoted-printable"
    part.set_payload((base64.encodebytes(raw) if is_base64 else quopri.encodestring(raw)).decode("ascii"))
    return part


def _bytes_of(message: MIMEMultipart) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=_WIRE).flatten(message)
    return out.getvalue()


def one_line(text: str) -> str:
    """Make one header line of a text: controls and line ends of every kind become blanks."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def address(text: str) -> str:
    """Give an address as the envelope and a header carry it, its host in ASCII; raises ValueError when it is none."""
    local, _, domain = text.rpartition("@")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or not text.isprintable():
        raise ValueError("not an address")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise ValueError("not an address") from None
