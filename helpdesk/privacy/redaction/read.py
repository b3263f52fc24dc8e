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
    cues = [of_a_thing(cue, words, found["cues"], place) for place, cue in enumerate(found["cues"])]
    reading = Reading(
        text,
        fold_arabic(text),
        words,
        cues,
        shapes(text),
        places,
        found["introductions"],
        found["health"],
        starts=[word.start for word in words],
        ends=[word.end for word in words],
    )
    for cue in cues:
        for place in range(cue.first, cue.last + 1):
            reading.cue_at[place] = cue
            reading.cue_places.append(place)
    return reading


def _words(text: str) -> tuple[list[Word], dict[str, list[int]]]:
    """Give the words, and where those of each sort stand; "" is the sort of those that may start a phrase."""
    words: list[Word] = []
    places: defaultdict[str, list[int]] = defaultdict(list)
    find, blank, start = text.index, Word.__new__, 0
    for line, written in enumerate(text.split("\n")):
        behind = start + len(written) + 1
        for about in map(lexemes.__getitem__, _WORD.findall(written)):
            if about.sorts:
                for sort in about.sorts:
                    places[sort].append(len(words))
            # Filled in by hand: calling `Word` takes longer than all else that is done about a word here.
            word = blank(Word)
            word.start = start = find(about.written, start)  # nothing but blanks is between two words
            word.end = start = start + len(about.written)
            word.low, word.line, word.about = about.low, line, about
            words.append(word)
        start = behind
    return words, places
