"""Passwords that stand before the word that says what they are."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.value import chunk, is_void
from helpdesk.privacy.redaction.reading import LINKS, Cue, Reading
from helpdesk.privacy.redaction.spans import Kind


def before(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    """A value before its cue: "Tr0ub4dor is the password", «… دي الباسورد»."""
    words, text = reading.words, reading.text
    linked = False
    for place in range(cue.first - 1, max(-1, cue.first - 7), -1):
        word = words[place]
        if word.line != words[cue.first].line or word.low in (".", "?", ";"):
            return
        chunk_start, chunk_end = chunk(reading, word.start)
        value = text[chunk_start:chunk_end]
        if linked and looks_chosen(value) and not is_void(value):
            yield Candidate(
                chunk_start,
                chunk_end,
                Kind.PASSWORD,
                "what looks chosen before a word for a password",
                value,
                sure=False,
            )
            return
        linked = linked or word.low in _LINKS_ON


_LINKS_ON = LINKS | {"=", "->", "my", "the"}
