"""Passwords in the addresses of services."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.value import is_void
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_URL = re2.compile(r"(?i)\b([a-z][a-z0-9+.-]*)://([^\s/:@\"'<>]*):([^\s/@\"'<>]+|[^\s@\"'<>]+)@[^\s\"'<>]+")


def connection_string(reading: Reading) -> Iterator[Candidate]:
    """Find passwords in addresses, `scheme://user:password@host/…`: the password alone is hidden, the host helps the case."""
    for match in _URL.finditer(reading.text) if "address with a colon" in reading.shapes else ():
        if not is_void(match[3]):
            yield Candidate(match.start(3), match.end(3), Kind.CONNECTION_STRING, "a password in an address", match[3])
