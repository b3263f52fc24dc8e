"""Names behind a title or a relation."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.person.name import arabic_at, latin_at
from helpdesk.privacy.redaction.lexicon import ARABIC_TITLES, KIN, TITLES
from helpdesk.privacy.redaction.reading import Reading

_SHORT = 5  # letters of a title that a dot may shorten; behind a longer one it ends the sentence


def titled(reading: Reading) -> Iterator[Candidate]:
    """Find names behind Mr, Dr, «الأستاذ», «د.», "my brother" and the like."""
    words = reading.words
    for place in reading.places.get("titled", ()):
        if place + 1 >= len(words):
            continue
        word = words[place]
        if word.low in TITLES and (reading.text[word.start].isupper() or word.low in ("mr", "mrs", "ms", "dr", "eng")):
            following = place + 2 if words[place + 1].low == "." and len(word.low) <= _SHORT else place + 1
            if following < len(words) and words[following].line == word.line:
                yield from latin_at(
                    reading,
                    words[following].start,
                    "a name behind a title",
                    loose=word.low in ("mr", "mrs", "ms", "dr"),
                )
        elif (
            word.low in KIN
            and place
            and words[place - 1].low in ("my", "our", "his", "her", "their", "the", "your", "a")
        ):
            following = place + 2 if words[place + 1].low in (",", "(", "called", "named", "is", ":") else place + 1
            if following < len(words) and words[following].line == word.line:
                yield from latin_at(reading, words[following].start, "a name behind a relation", loose=False)
        elif word.low in ARABIC_TITLES:
            yield from _behind_arabic_title(reading, place)


def _behind_arabic_title(reading: Reading, place: int) -> Iterator[Candidate]:
    words, word = reading.words, reading.words[place]
    following = place + 1
    if len(word.low) == 1:  # «أ.», «د/», «م.»: only with its mark
        if words[following].low not in (".", "/"):
            return
        following += 1
    elif words[following].low in ("/", ":"):
        following += 1
    if following < len(words) and words[following].line == word.line:
        yield from arabic_at(
            reading,
            words[following].start,
            "a name behind a title",
            sure=len(word.low) == 1
            or word.low
            in (
                "السيد",
                "السيده",
                "الاستاذ",
                "الاستاذه",
                "الدكتور",
                "الدكتوره",
                "المهندس",
                "المهندسه",
                "مدام",
                "استاذ",
                "دكتور",
                "مهندس",
                "للسيد",
                "للسيده",
            ),
        )
        yield from arabic_at(reading, words[following].start, "perhaps a name behind a title", sure=False, listed=True)
        if words[following].low[0] < "\u0600":
            yield from latin_at(reading, words[following].start, "a name behind a title")
