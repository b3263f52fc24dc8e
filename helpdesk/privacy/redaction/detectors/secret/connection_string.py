"""Passwords in the addresses of services."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.value import is_void
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_URL = re2.compile(r"(?i)\b([a-z][a-z0-9+.-]*)://([^\s/:@\"'<>]*):([^\s/@\"'<>]+|[^\s@\"'<>]+)@[^\s\"'<>]+")


# Keys in the place of a log-in, as hosts of repositories take them.
_LOG_IN = re2.compile(r"(?i)\bhttps?://([a-z0-9_-]{20,})(?::x-oauth-basic|:)?@[^\s\"'<>]+")


def connection_string(reading: Reading) -> Iterator[Candidate]:
    """Find passwords in addresses, `scheme://user:password@host/…`: the password alone is hidden, the host helps the case."""
    for match in _URL.finditer(reading.text) if "address with a colon" in reading.shapes else ():
        if not is_void(match[3]) and match[3] != "x-oauth-basic":
            yield Candidate(match.start(3), match.end(3), Kind.CONNECTION_STRING, "a password in an address", match[3])
    for match in _LOG_IN.finditer(reading.text) if "address with a long name" in reading.shapes else ():
        yield Candidate(match.start(1), match.end(1), Kind.CONNECTION_STRING, "a key in an address", match[1])
