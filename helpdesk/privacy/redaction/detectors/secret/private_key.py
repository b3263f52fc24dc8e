"""Private key blocks."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_PEM = re2.compile(
    r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\n\s*\n|\z)"
)


def private_key(reading: Reading) -> Iterator[Candidate]:
    """Find private key blocks (RFC 7468), also ones that were cut off."""
    if "key block" not in reading.shapes:
        return
    for match in _PEM.finditer(reading.text):
        yield Candidate(match.start(), match.end(), Kind.PRIVATE_KEY, "a private key block", match[1].strip())
