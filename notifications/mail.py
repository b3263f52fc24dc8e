"""From a rendered mail to the message that goes out: headers that thread, explain and never carry what people typed."""

from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit
from uuid import UUID


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
    """

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    locale: str
    thread: UUID | None = None
    stop_url: str | None = field(default=None, repr=False)


def to_message(mail: Mail, *, promise: UUID, sender: str, base_url: str) -> EmailMessage:
    """Build the message. Its Message-ID comes from the promise, so a mail that is sent twice is seen to be one.

    raises  ValueError when the recipient is no address
    """
    host = urlsplit(base_url).hostname or "localhost"
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(mail.to)
    message["Subject"] = one_line(mail.subject)
    message["Message-ID"] = f"<{promise}@{host}>"
    if mail.thread is not None:
        message["References"] = f"<thread.{mail.thread}@{host}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, section 5
    message["X-Auto-Response-Suppress"] = "All"
    if mail.stop_url is not None:
        message["List-Unsubscribe"] = f"<{mail.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1
    message.set_content(mail.text, cte="base64" if mail.locale == "ar" else "quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="base64" if mail.locale == "ar" else "quoted-printable")
    message["Content-Language"] = mail.locale  # after the parts, or it would become one part's
    return message


def one_line(text: str) -> str:
    """Make one header line of a text: controls and line ends of every kind become blanks."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _address(text: str) -> Address:
    local, _, domain = one_line(text).rpartition("@")
    if not local or not domain:
        raise ValueError("not an address")
    return Address(username=local, domain=domain)
