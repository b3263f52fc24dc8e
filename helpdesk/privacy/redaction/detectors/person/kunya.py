"""Names of fathers and mothers by their child."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexicon import is_arabic
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

# Places and things that begin like a kunya.
_NO_KUNYA = frozenset({"ظبي", "الهول", "سمبل", "قير", "رواش", "عريش", "بريص", "كبير", "ديس", "نواس", "حمص"})


def kunya(reading: Reading) -> Iterator[Candidate]:
    """Propose what follows «أبو»، «أم»، «بو»: how Arabs call a father or mother by their child; never sure."""
    words = reading.words
    for place in reading.places.get("kunya", ()):
        following = words[place + 1] if place + 1 < len(words) else None
        if (
            following is not None
            and reading.text[words[place].end : following.start] == " "
            and is_arabic(following.low)
            and len(following.low) >= 3
            and following.low not in _NO_KUNYA
        ):
            start, end = words[place].start, following.end
            yield Candidate(start, end, Kind.NAME, "a father or mother of somebody", reading.low[start:end], sure=False)
