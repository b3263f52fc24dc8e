"""Reads what comes back: delivery reports (RFC 3464) and automatic answers (RFC 3834). Hostile input costs little."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from uuid import UUID

LARGEST = 512 * 1024  # bytes that are read; a report says everything in its first kilobytes
_HEADER = 2000  # letters of a header that are read
_PARTS, _DEPTH = 200, 20
_FAILURES = 100  # recipients of one report

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([\w.-]{1,253})>", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")
_NOBODY = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}  # RFC 3463: no such mailbox
_DAEMONS = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|no-?reply|do-?not-?reply|bounces?)(?:[+=-].*)?", re.IGNORECASE
)
_SUBJECTS = re.compile(
    r"\s*(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|undeliver|delivery status notification"
    r"|mail delivery (?:failed|system)|failure notice|returned mail|رد تلقائي|خارج المكتب|تعذر التسليم)",
    re.IGNORECASE,
)
_AUTOMATIC = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponse",
    "x-mail-autoreply",
    "x-failed-recipients",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient that a report is about. `is_hard`: there is no such mailbox; `is_final`: it was given up."""

    address: str = field(repr=False)
    is_hard: bool
    is_final: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back.

    is_automatic  a program wrote it: it must get no automatic answer
    is_report     a report about mail that was or was not delivered
    promise       the promise that it answers, if it names the Message-ID of one
    """

    is_automatic: bool
    is_report: bool
    failures: tuple[Failure, ...]
    promise: UUID | None


def examine(raw: bytes, *, host: str) -> Returned:
    """Read a message that came in; never raises. `host` is ours: Message-IDs of other hosts name no promise."""
    try:
        message = message_from_bytes(raw[:LARGEST], policy=policy.compat32)
        parts = list(_parts(message))
        failures = tuple(_failures(parts))
        is_report = _is_report(message) or bool(failures)
        promise = _promise(parts, host)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return Returned(is_automatic=True, is_report=False, failures=(), promise=None)  # nobody writes like that
    return Returned(is_report or _is_automatic(message), is_report, failures, promise)


def _is_report(message: Message) -> bool:
    return (
        message.get_content_type() == "multipart/report" and "delivery-status" in _text(message, "content-type").lower()
    )


def _is_automatic(message: Message) -> bool:
    """Say whether a program wrote this: RFC 3834 and RFC 2919 first, then what older programs do."""
    if _text(message, "auto-submitted").strip().lower() not in ("", "no"):
        return True
    if _text(message, "precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if any(name in message for name in (*_AUTOMATIC, "list-id", "list-unsubscribe")):
        return True
    if "return-path" in message and _text(message, "return-path").strip() in ("<>", ""):
        return True
    return _is_daemon(_text(message, "from")) or _SUBJECTS.match(_text(message, "subject")) is not None


def _is_daemon(sender: str) -> bool:
    address = sender.rpartition("<")[2].strip("<> \t\r\n")
    return _DAEMONS.fullmatch(address.rpartition("@")[0].strip('"')) is not None


def _failures(parts: list[Message]) -> Iterator[Failure]:
    """Read the recipients of a report that were not reached (RFC 3464, section 2.3)."""
    count = 0
    for block in parts:
        address = _text(block, "final-recipient") or _text(block, "original-recipient")
        action, status = _text(block, "action").strip().lower(), _STATUS.match(_text(block, "status"))
        if not address or action not in ("failed", "delayed") or count == _FAILURES:
            continue
        count += 1
        is_final = action == "failed"
        is_hard = is_final and status is not None and status[1] == "5" and (status[2], status[3]) in _NOBODY
        yield Failure(address.rpartition(";")[2].strip().strip("<>"), is_hard, is_final)


def _promise(parts: list[Message], host: str) -> UUID | None:
    """Find the Message-ID of ours that this is about: in what it answers, or in what it returns."""
    for part in parts:
        if promise := _promise_in(part, ("in-reply-to", "references", "message-id"), host):
            return promise
        if part.get_content_type() == "text/rfc822-headers":
            returned = message_from_bytes(_body(part), policy=policy.compat32)
            if promise := _promise_in(returned, ("message-id",), host):
                return promise
    return None


def _promise_in(message: Message, names: Sequence[str], host: str) -> UUID | None:
    for name in names:
        for found in _OURS.finditer(_text(message, name)):
            if found[2].lower() == host.lower():
                return UUID(found[1])
    return None


def _parts(message: Message) -> Iterator[Message]:
    """Walk through the parts of a message, but not for ever."""
    waiting, count = [(message, 0)], 0
    while waiting and count < _PARTS:
        part, depth = waiting.pop(0)
        count += 1
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and depth < _DEPTH:
            waiting += [(inner, depth + 1) for inner in payload[:_PARTS] if isinstance(inner, Message)]


def _body(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload[:LARGEST] if isinstance(payload, bytes) else b""


def _text(message: Message, name: str) -> str:
    """Give the beginning of a header as text, encoded words decoded; "" when there is none."""
    raw = next((value for written, value in message.raw_items() if written.lower() == name), "")
    value = str(raw)[:_HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        return value
