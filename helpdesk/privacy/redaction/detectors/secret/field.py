"""Passwords and tokens as the values of fields that are named so."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.detectors.secret.value import ORDINARY, is_void
from helpdesk.privacy.redaction.reading import Field, Reading
from helpdesk.privacy.redaction.spans import Kind


def in_fields(reading: Reading) -> Iterator[Candidate]:
    """Find the values of fields for passwords, answers and tokens."""
    for entry in reading.fields:
        if not entry.concepts & {"password", "answer", "token"}:
            continue
        kind = Kind.PASSWORD if "password" in entry.concepts or "answer" in entry.concepts else Kind.TOKEN
        start, end = _value_of(reading, entry)
        value = reading.text[start:end]
        if value and not is_void(value) and (kind is Kind.PASSWORD or len(value) >= 5):
            whole = end - start == len(reading.text[entry.start : entry.end].strip()) and kind is Kind.PASSWORD
            sure = (kind is Kind.PASSWORD or any(letter.isdigit() for letter in value)) and (
                looks_chosen(value)
                or reading.text[start - 1 : start] in ("'", '"')
                or (whole and len(value) >= 4 and " " not in value)
            )
            yield Candidate(start, end, kind, "the value of a field named like a secret", value, sure)


def _value_of(reading: Reading, entry: Field) -> tuple[int, int]:
    """A password's field holds one run, unless the whole value is quoted; words of explanation may follow."""
    start, end = trimmed(reading.text, entry.start, entry.end, " \t\"'`<>«»")
    value = reading.text[start:end]
    quoted = entry.start > 0 and reading.text[entry.start - 1] in "\"'"
    if quoted or " " not in value:
        return start, start + len(value.rstrip(",;" if not quoted else ""))
    first = value.split(" ")[0].rstrip(",;")
    if looks_chosen(first) or not looks_chosen(value.split(" ")[1]):
        words = value.split(" ")
        if not looks_chosen(first) and len(words) > 6:
            return start, start
        if not looks_chosen(first) and len(words) > 1:
            return (
                (start, end)
                if 2 <= len(words) <= 6 and not _is_sentence(words) and _is_phrase(words)
                else (start, start)
            )
        return start, start + len(first)
    offset = value.index(" ") + 1
    return start + offset, start + offset + len(value.split(" ")[1])


def _is_phrase(words: list[str]) -> bool:
    return len(words) <= 4 or all(any(letter.isalpha() for letter in word) for word in words)


def _is_sentence(words: list[str]) -> bool:
    return any(word.casefold().strip(".,!?") in ORDINARY for word in words)
