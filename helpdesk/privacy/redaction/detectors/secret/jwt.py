"""JSON web tokens."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_JWT = re2.compile(r"eyJ[A-Za-z0-9_-]{8,}\.(?:eyJ)?[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]{4,})?")


def jwt(reading: Reading) -> Iterator[Candidate]:
    """Find JSON web tokens (RFC 7519): three base64url parts, the first two of them JSON objects; also cut off."""
    for match in _JWT.finditer(reading.text) if "JSON" in reading.shapes else ():
        yield Candidate(match.start(), match.end(), Kind.JWT, "a JSON web token", match[0])
