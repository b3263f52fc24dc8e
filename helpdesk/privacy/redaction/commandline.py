"""Redaction for the command line: a text, or a line of JSON, in; the redacted one out."""

from typing import Any

import msgspec

from helpdesk.privacy.redaction.redact import Redacted, first_come, redact
from helpdesk.privacy.redaction.spans import Known, TextNotScanned


class _Line(msgspec.Struct):
    text: str
    lang: str = "auto"
    known: dict[str, str] = {}


def plain(text: str, *, lang: str) -> str:
    """Give the redacted text; raises TextNotScanned."""
    return _redacted(text, lang, Known()).text


def as_object(text: str, *, lang: str, known: Known = Known()) -> str:
    """Give `{"text", "findings": [{"kind","start","end"}]}` as JSON; offsets are code points of the input."""
    return msgspec.json.encode(_object(_redacted(text, lang, known))).decode()


def explained(text: str, *, lang: str) -> str:
    """Give the redacted text and, a line each, where and why something was hidden; never the values."""
    redacted = _redacted(text, lang, Known())
    lines = [f"{found.start}..{found.end}  {found.kind}: {found.rule}" for found in redacted.findings]
    return "\n".join([redacted.text.rstrip("\n"), "", *(lines or ["Nothing private found."])])


def redact_line(line: str, *, lang: str) -> str:
    """Redact one line of a batch; a line that is no such object gives `{"error": …}` and stops nothing."""
    try:
        asked = msgspec.json.decode(line, type=_Line)
    except msgspec.DecodeError:
        return '{"error":"not an object with a text"}'
    known = Known(**{name: value for name, value in asked.known.items() if name in Known.__dataclass_fields__})
    try:
        return as_object(asked.text, lang=asked.lang if asked.lang in ("en", "ar") else lang, known=known)
    except TextNotScanned:
        return '{"error":"not scanned"}'


def _redacted(text: str, lang: str, known: Known) -> Redacted:
    return redact(text, number=first_come(), lang=lang, known=known)


def _object(redacted: Redacted) -> dict[str, Any]:
    findings = [{"kind": str(found.kind), "start": found.start, "end": found.end} for found in redacted.findings]
    return {"text": redacted.text, "findings": findings}
