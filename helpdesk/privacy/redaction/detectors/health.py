"""Facts about somebody's health."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Cue, Reading
from helpdesk.privacy.redaction.spans import Kind

_WHO = re.compile(
    r"(?i)\b(?:i|i'm|im|my|me|he|she|his|her|wife|husband|son|daughter|mother|father|mum|mom|dad|patient|doctor|hospital|surgery|diagnosed|suffer\w*|anxiety|pregnan\w*|blood|clinic|nurse|sick leave|ill|medication|meds)\b|عندي|عنده|عندها|انا|امي|والدي|والدتي|زوجت|زوجي|ابني|بنتي|مريض|المستشفي|المستشفى|مستشفي|عمليه|عملية|دكتور|مصاب|اعاني|يعاني|تعاني|علاج|حامل"
)


def health(reading: Reading) -> Iterator[Candidate]:
    """Find medical facts about a person.

    shape    names of illnesses, treatments and conditions in both languages
    accepts  those of the list, where a person or a doctor is spoken of in the text
    misses   what is described without its name
    """
    if not reading.illnesses or not _WHO.search(reading.text):
        return
    for phrase in reading.illnesses:
        if _is_of_a_thing(reading, phrase):
            continue
        start, end = reading.words[phrase.first].start, reading.words[phrase.last].end
        yield Candidate(start, end, Kind.HEALTH, "words for an illness or a treatment", reading.low[start:end])


_HELD = frozenset({"بطاقه", "جواز", "هويه", "رخصه", "شهاده", "اقامه", "حساب", "رقم", "كارت", "وثيقه", "تصريح"})


def _is_of_a_thing(reading: Reading, phrase: Cue) -> bool:
    """Say whether a word for a condition means something else: plugins are disabled, «حامل البطاقة» holds a card."""
    words = reading.words
    word = words[phrase.first]
    if word.low == "disabled":
        before = words[phrase.first - 1].low if phrase.first else ""
        whose = words[phrase.first - 2].low if phrase.first > 1 else ""
        return not (before in _PEOPLE or (before in ("is", "are", "was") and whose in _PEOPLE))
    if "حامل" in word.about.forms:
        following = words[phrase.last + 1 : phrase.last + 2]
        named = word.low.endswith("ه") and word.low != "حامله"
        return named or any(not _HELD.isdisjoint(other.about.forms) for other in following)
    return False


_PEOPLE = frozenset({"i'm", "im", "am", "i", "he", "she", "he's", "she's", "who", "who's", "a", "my", "son", "daughter", "wife", "husband", "mother", "father", "registered", "severely"})  # fmt: skip
