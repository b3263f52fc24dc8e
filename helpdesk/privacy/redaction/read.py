"""Read a plain text: its words, and the cues among them."""

import re
from collections import defaultdict

from helpdesk.privacy.redaction.cue_phrases import of_a_thing, phrases_in
from helpdesk.privacy.redaction.lexeme import lexemes
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.shapes import shapes

# Runs without blanks and delimiters, or one delimiter: single-letter classes only, so the time is linear.
_DELIMITERS = r"""\s,:;=|"<>(){}\[\]/\\،؛؟«»`→"""
_EDGES = "'’.!?*…~_#+-"
# A run without blanks and delimiters, without the marks at its ends; such marks; or one delimiter. Each run is passed twice at most.
_WORD = re.compile(rf"[^{_DELIMITERS}{_EDGES}](?:[^{_DELIMITERS}]*[^{_DELIMITERS}{_EDGES}])?|[{_EDGES}]+|[^\s]")


def read(text: str) -> Reading:
    """Read a plain text: its words, with the cues among them."""
    words, places = _words(text)
    found = phrases_in(words, places.pop("", []))
    cues = found["cues"]
    found["cues"] = [of_a_thing(cue, words, cues[max(0, place - 4) : place]) for place, cue in enumerate(cues)]
    reading = Reading(
        text,
        fold_arabic(text),
        words,
        found["cues"],
        shapes(text),
        places,
        found["introductions"],
        found["health"],
    )
    for cue in reading.cues:
        for place in range(cue.first, cue.last + 1):
            reading.cue_at[place] = cue
            reading.cue_places.append(place)
    return reading


def _words(text: str) -> tuple[list[Word], dict[str, list[int]]]:
    """Give the words, and where those of each sort stand; "" is the sort of those that may start a phrase."""
    words: list[Word] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    find, start = text.index, 0
    for line, written in enumerate(text.split("\n")):
        behind = start + len(written) + 1
        for about in map(lexemes.__getitem__, _WORD.findall(written)):
            for sort in about.sorts:
                places[sort].append(len(words))
            start = find(about.written, start)  # nothing but blanks is between two words
            end = start + len(about.written)
            words.append(Word(start, end, about.low, line, about))
            start = end
        start = behind
    return words, places
