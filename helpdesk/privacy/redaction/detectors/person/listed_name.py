"""Names that the lists of names know."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.person.name import arabic_run, candidate_name
from helpdesk.privacy.redaction.lexicon import (
    ARABIC_PARTICLES,
    NOT_ARABIC_NAMES,
    NOT_NAMES,
    PARTICLES,
    is_arabic,
    is_family,
    is_given,
)
from helpdesk.privacy.redaction.reading import Reading, Word


def listed_name(reading: Reading) -> Iterator[Candidate]:
    """Find names that the lists of names know.

    accepts  a given name followed by another name; a given name alone that is no ordinary word, capitalised and not at
             the start of a sentence in Latin letters; in Arabic two names in a row, or one that is no ordinary word
    misses   names that no list has
    source   the lists in words/, see SOURCES.md there
    """
    words, text = reading.words, reading.text
    behind = 0
    for place in reading.places.get("listed", ()):
        if place < behind:
            continue
        word = words[place]
        last = _arabic_listed(reading, place) if is_arabic(word.low) else _latin_listed(reading, place)
        if last >= place:
            yield candidate_name(text, _without_clitic(word), words[last].end, "a name that the lists know")
            behind = last + 1


def _without_clitic(word: Word) -> int:
    """«ولسارة»: the clitics stay outside."""
    low = word.low
    if is_arabic(low) and not is_given(low, sure=False):
        for size in (2, 1):
            if (
                len(low) > size + 2
                and low[:size] in ("ول", "وب", "و", "ل", "ب", "ف", "ك")
                and is_given(low[size:], sure=False)
            ):
                return word.start + size
    return word.start


def _latin_listed(reading: Reading, place: int) -> int:
    words, text = reading.words, reading.text
    word = words[place]
    written = text[word.start : word.end]
    if not written[0].isupper() or word.low in NOT_NAMES or _is_in_code(text, word):
        return _small_listed(reading, place)
    given, sure = is_given(word.low, sure=False), is_given(word.low)
    last = place
    while last + 1 < len(words) and last - place < 4:
        following = words[last + 1]
        if text[words[last].end : following.start] != " " or following.low in NOT_NAMES:
            break
        if (
            not (text[following.start].isupper() or following.low in PARTICLES)
            or not text[following.start : following.end].replace("-", "").replace("'", "").isalpha()
        ):
            break
        last += 1
    while last > place and words[last].low in PARTICLES:
        last -= 1
    run = [words[index].low for index in range(place, last + 1)]
    if len(run) >= 2 and (
        sure or (given and is_family(run[-1], sure=False) and len(run) <= 3) or (is_family(run[0]) and is_given(run[1]))
    ):
        return last
    return place if sure and len(word.low) >= 3 and not _opens_product(reading, place, last) else place - 1


def _opens_product(reading: Reading, place: int, last: int) -> bool:
    following = reading.words[last + 1] if last + 1 < len(reading.words) else None
    before = reading.words[place - 1].low if place else ""
    return bool(
        following
        and (
            following.low[0].isdigit()
            or following.low
            in (
                "theme",
                "plugin",
                "plan",
                "server",
                "database",
                "pro",
                "hosting",
                "theme's",
                "cloud",
                "api",
                "panel",
                "street",
                "st",
                "road",
            )
        )
    ) or before in ("theme", "plugin", "plan", "server", "the")


def _small_listed(reading: Reading, place: int) -> int:
    """A name in small letters: only a sure given name followed by a sure family name."""
    words = reading.words
    word = words[place]
    if place + 1 >= len(words) or word.low in NOT_NAMES or not is_given(word.low):
        return place - 1
    following = words[place + 1]
    adjoins = reading.text[word.end : following.start] == " "
    return (
        place + 1
        if adjoins
        and is_family(following.low)
        and len(following.low) > 3
        and following.low not in NOT_NAMES
        and not _is_in_code(reading.text, word)
        else place - 1
    )


def _is_in_code(text: str, word: Word) -> bool:
    edges = text[word.start - 1 : word.start] + text[word.end : word.end + 1]
    return (
        any(mark in edges for mark in "/\\=<>{}[]_@#$.-")
        and not (edges.endswith(".") and text[word.end + 1 : word.end + 2] in ("", " ", "\n"))
        and not edges.startswith(("<", "[", "="))
    )


def _arabic_listed(reading: Reading, place: int) -> int:
    words = reading.words
    start = words[place]
    low = start.low[_without_clitic(start) - start.start :]
    if (
        low in NOT_ARABIC_NAMES
        or start.low in NOT_ARABIC_NAMES
        or (start.low in ARABIC_PARTICLES and start.low not in ("ابو", "ام", "عبد"))
    ):
        return place - 1
    if start.low in ("ابو", "ام", "عبد"):
        following = words[place + 1] if place + 1 < len(words) else None
        if following is None or not (
            is_given(following.low, sure=False) or (start.low == "عبد" and following.low.startswith("ال"))
        ):
            return place - 1
        return max(place + 1, arabic_run(reading, place + 1, sure=False))
    given, sure = is_given(low, sure=False), is_given(low)
    if not given:
        return place - 1
    last = place
    while last + 1 < len(words) and last - place < 5:
        following = words[last + 1]
        if (
            reading.text[words[last].end : following.start] != " "
            or not is_arabic(following.low)
            or following.low in NOT_ARABIC_NAMES
        ):
            break
        if not (
            following.low in ARABIC_PARTICLES
            or is_given(following.low, sure=False)
            or is_family(following.low, sure=not sure)
        ):
            break
        last += 1
    while last > place and words[last].low in ARABIC_PARTICLES:
        last -= 1
    if last > place:
        others = [words[index].low for index in range(place + 1, last + 1)]
        return last if sure or sum(is_given(other) or is_family(other) for other in others) >= 1 else place - 1
    return place if sure and len(low) >= 4 else place - 1
