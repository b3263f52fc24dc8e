"""The hand-marked texts: one JSON object a line, its private values marked as ⟪KIND|value⟫."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"
_MARK = re.compile(r"⟪([A-Z_]+)\|([^⟪⟫]+)⟫")
CRITICAL = frozenset({"SECRET", "CARD", "IBAN", "BANK_ACCOUNT", "NATIONAL_ID", "PASSPORT"})


@dataclass(frozen=True)
class Case:
    """A text without its marks; `spans` are (start, end, kind) in code points.

    ignored  places that count neither way: firms, role addresses, private networks, log-in names, paths
    """

    id: str
    lang: str
    text: str
    known: dict[str, str]
    spans: tuple[tuple[int, int, str], ...]
    ignored: frozenset[int] = frozenset()


def load(folder: str) -> list[Case]:
    """Read all texts of cases/`folder`, in the order of their files."""
    lines = [line for file in sorted((CASES / folder).glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [unmarked(json.loads(line)) for line in lines if line.strip()]


def unmarked(entry: dict) -> Case:
    text, spans, place = "", [], 0
    for mark in _MARK.finditer(entry["text"]):
        text += entry["text"][place : mark.start()]
        spans.append((len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        place = mark.end()
    text += entry["text"][place:]
    found = (one for part in entry.get("ignore") or () for one in re.finditer(re.escape(part), text))
    ignored = frozenset(place for one in found for place in range(*one.span()))
    return Case(entry["id"], entry["lang"], text, entry.get("known") or {}, tuple(spans), ignored)
