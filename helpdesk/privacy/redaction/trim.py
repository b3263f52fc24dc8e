"""Trim a guess of the tagger to what is private in it: a name without its label, a date without the words around it."""

from collections.abc import Sequence

from helpdesk.privacy.redaction.detectors.birth_date import is_dated
from helpdesk.privacy.redaction.lexicon import ARABIC_TITLES, TITLES
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.words import word_list

# Before a name, beside the titles that rules look for: in other languages, in the army, of honour.
_HONOURS = frozenset({"adv", "advokat", "advocate", "lady", "lord", "alhaji", "alhaja", "hajiya", "cdr", "maj", "col", "gen", "cpl", "pastor", "imam", "dame", "dra", "dott", "avv", "mag", "pak", "bapak", "bu", "ibu", "oga", "chief", "tante", "oom", "tita", "tito", "kuya", "ate", "mzee", "mama", "bibi", "shri", "smt", "pandit", "sayyid", "sayed", "ustadh", "baba", "beneficiary", "cardholder", "signer", "surname", "forename", "forenames", "courier", "الاسطي", "اسطي", "fr", "frère", "councillor", "cllr", "mevrouw", "meneer", "lola", "lolo", "nanay", "tatay", "ma'am", "hajja", "hajj", "abouna", "الوالد", "الوالده", "الخوري", "ابونا", "راجلي", "مرتي", "الحاج", "الحاجه", "الاخ", "الاخت", "الموكله", "الموكل", "المدعو", "المدعوه", "المالك", "المالكه", "المرحوم", "المرحومه"})  # fmt: skip
_BEFORE = TITLES | ARABIC_TITLES | _HONOURS
_FEASTS = frozenset({"christmas", "easter", "palm", "eve", "day", "sunday", "eid", "diwali", "nowruz", "عيد", "الفطر", "الاضحي", "الفصح", "الميلاد", "شم", "النسيم", "للهجره"})  # fmt: skip
_NEVER = word_list("never_private")


def of_name(reading: Reading, first: int, last: int) -> tuple[int, int]:
    """Leave away titles and words for a name before it, and days, greetings, countries … at its ends."""
    words = reading.words
    while first < last and (
        words[first].low in _BEFORE
        or _is_label(reading, first)
        or words[first].low in (".", ":")
        or is_never_private(words, first, first)
    ):
        first += 1
    while last > first and is_never_private(words, last, last):
        last -= 1
    return first, last


def _is_label(reading: Reading, place: int) -> bool:
    cue = reading.cue_at.get(place)
    return cue is not None and "name" in cue.concepts


def of_date(words: Sequence[Word], first: int, last: int) -> tuple[int, int] | None:
    """Leave away what counts no day, month or year; nothing is left when no word does."""
    dated = [place for place in range(first, last + 1) if is_dated(words[place]) or words[place].low in _FEASTS]
    return (dated[0], dated[-1]) if dated else None


def is_never_private(words: Sequence[Word], first: int, last: int) -> bool:
    """Say whether all words are days, greetings, countries, programs …: "January–December", "Ubuntu"."""
    lows = [word.low for word in words[first : last + 1] if word.low[0].isalnum()]
    return bool(lows) and all(low in _NEVER or all(part in _NEVER for part in _parts(low)) for low in lows)


def _parts(low: str) -> list[str]:
    return low.replace("–", "-").split("-")
