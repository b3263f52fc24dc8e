"""What another desk's export holds: counts of private details by kind, never a value."""

import csv
import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from helpdesk.privacy.redaction.find import find
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.redaction.spans import TextNotScanned

_MAILS = frozenset({".mbox", ".mbx"})
_TABLES = frozenset({".csv", ".tsv"})
_TEXTS = frozenset({".txt", ".md", ".eml", ".log", ".json", ".jsonl", ".html", ".htm", ".xml", ".yaml", ".yml", ""})
_PART = 20_000  # letters that are looked at in one go


@dataclass(slots=True)
class Seen:
    """How many texts were read, how many of them hold something private, and how much of each kind."""

    texts: int = 0
    with_details: int = 0
    unread: int = 0
    kinds: Counter[str] = field(default_factory=Counter)


def scan_path(path: Path) -> Iterator[Seen]:
    """Read an mbox, a CSV or a folder of texts; give the sums after every text, so that progress can be shown.

    raises  FileNotFoundError
    """
    if not path.exists():
        raise FileNotFoundError(path)
    seen = Seen()
    for text in _texts(path):
        _count(text, seen)
        yield seen


def _count(text: str, seen: Seen) -> None:
    seen.texts += 1
    found = False
    for start in range(0, len(text), _PART):
        try:
            findings = find(clean(text[start : start + _PART]))
        except TextNotScanned:
            seen.unread += 1
            continue
        seen.kinds.update(str(finding.kind) for finding in findings)
        found = found or bool(findings)
    seen.with_details += found


def _texts(path: Path) -> Iterator[str]:
    if path.is_dir():
        for inner in sorted(entry for entry in path.rglob("*") if entry.is_file()):
            yield from _texts(inner)
    elif path.suffix.lower() in _MAILS:
        yield from (_words_of(mail) for mail in mailbox.mbox(path, create=False))
    elif path.suffix.lower() in _TABLES:
        yield from _rows(path)
    elif path.suffix.lower() in _TEXTS:
        yield path.read_text("utf-8", "replace")


def _rows(path: Path) -> Iterator[str]:
    """One text a row, each cell under its heading, so that the headings count as words beside the values."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        sample = file.read(4096)
        file.seek(0)
        mark = max(",;\t|", key=sample.count)
        for row in csv.DictReader(file, delimiter=mark):
            yield "\n".join(f"{heading}: {cell}" for heading, cell in row.items() if heading and isinstance(cell, str))


def _words_of(mail: Message) -> str:
    """Sender, recipients, subject and the readable parts of a mail."""
    heads = [f"{name}: {mail[name]}" for name in ("From", "To", "Cc", "Subject") if mail[name]]
    bodies = [
        payload.decode(part.get_content_charset() or "utf-8", "replace")
        for part in mail.walk()
        if part.get_content_maintype() == "text" and isinstance(payload := part.get_payload(decode=True), bytes)
    ]
    return "\n".join([*heads, "", *bodies])
