"""Reads the SMTP URL: the server, how to get in, who we are, and what else the operator sets about mail."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

MOST_CONNECTIONS = 16
_KNOWN = {"tls", "from", "reply", "connections", "per_minute", "dkim"}
_PORTS = {"implicit": 465, "starttls": 587, "none": 25}


class BadUrl(ValueError):
    """The SMTP URL is wrong; the text says what to do and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server and what is set about it.

    sender       the address mail comes from, or "" for support@ our host
    reply_to     the address that takes answers (`reply@in.example.com`), or "" when answers by mail are not taken
    connections  kept open at once, 1..16
    per_minute   mails that all workers together send in a minute at most; 0: as fast as it goes
    dkim         selector -> file with the private key (PEM; RSA or Ed25519)
    """

    host: str
    port: int
    username: str | None = field(repr=False)
    password: str | None = field(repr=False)
    tls: str
    sender: str
    reply_to: str
    connections: int
    per_minute: int
    dkim: dict[str, Path]


def read_smtp_url(url: str) -> MailServer:
    """Read `smtp://user:pass@host:port?tls=starttls|implicit|none&from=…&reply=…&connections=…&per_minute=…&dkim=…`.

    TLS is verified, and `starttls` (the default for hosts that are not this machine) is insisted on. `dkim` is
    `selector:file` and may stand twice, for an RSA and an Ed25519 key. Raises BadUrl.
    """
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise BadUrl("HELPDESK_SMTP_URL must look like smtp://user:password@mail.example.com:587")
    query = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(query) - _KNOWN):
        raise BadUrl(f"HELPDESK_SMTP_URL: there is no setting {', '.join(unknown)}; take {', '.join(sorted(_KNOWN))}")
    tls = query.get("tls", ["none" if parts.hostname in ("127.0.0.1", "localhost", "::1") else "starttls"])[0]
    if tls not in _PORTS:
        raise BadUrl("HELPDESK_SMTP_URL: tls must be starttls, implicit or none")
    username = unquote(parts.username) if parts.username else None
    sender = query.get("from", [username if username and "@" in username else ""])[0]
    return MailServer(
        host=parts.hostname,
        port=parts.port or _PORTS[tls],
        username=username,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        sender=sender,
        reply_to=query.get("reply", [""])[0],
        connections=_number(query, "connections", 2, 1, MOST_CONNECTIONS),
        per_minute=_number(query, "per_minute", 0, 0, 1_000_000),
        dkim=dict(_key(text) for text in query.get("dkim", [])),
    )


def _number(query: dict[str, list[str]], name: str, usual: int, least: int, most: int) -> int:
    text = query.get(name, [str(usual)])[0]
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise BadUrl(f"HELPDESK_SMTP_URL: {name} must be a number from {least} to {most}")
    return int(text)


def _key(text: str) -> tuple[str, Path]:
    selector, _, file = text.partition(":")
    if not selector.replace("-", "").replace(".", "").isalnum() or not file:
        raise BadUrl("HELPDESK_SMTP_URL: dkim must look like selector:/path/to/private-key.pem")
    return selector, Path(file)
