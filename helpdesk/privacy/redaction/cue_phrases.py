"""The phrases of the word lists in a text."""

from helpdesk.privacy.redaction.lexeme import LISTS, Phrase
from helpdesk.privacy.redaction.reading import THING, Cue, Word


def phrases_in(words: list[Word], starts: list[int]) -> dict[str, list[Cue]]:
    """Find the phrases of every list (`cues`, `introductions`, `health`) among words, the longest first; within a list
    they do not overlap."""
    found: dict[str, list[Cue]] = {name: [] for name in LISTS}
    free = dict.fromkeys(LISTS, 0)
    for place in starts:
        for name, starting in words[place].about.phrases:
            longest = _longest(words, place, starting) if place >= free[name] else None
            if longest:
                found[name].append(Cue(place, *longest))
                free[name] = longest[0] + 1
    return found


def _longest(words: list[Word], place: int, starting: tuple[Phrase, ...]) -> tuple[int, frozenset[str]] | None:
    best: frozenset[str] | None = None
    longest = -1  # words behind the first
    following = words[place + 1].about.forms if place + 1 < len(words) else ()
    for phrase in starting:
        rest = phrase.rest
        if len(rest) > longest and (not rest or (rest[0] in following and _goes_on(words, place, rest))):
            best, longest = phrase.concepts, len(rest)
    return (place + longest, best) if best is not None else None


def _goes_on(words: list[Word], place: int, rest: tuple[str, ...]) -> bool:
    for wanted in rest:
        place += 1
        if place >= len(words) or wanted not in words[place].about.forms:
            return False
    return True


_NUMBER_OF = frozenset({"id", "ids", "number", "numbers", "nr", "no"})
# Before "number" or "id" these leave open whose or what it is.
_WHOSE = frozenset({"my", "our", "his", "her", "their", "your", "the", "this", "that", "a", "an", "and", "or", "new", "old", "other", "same", "is", "to", "on", "at", "of", "for", "with", "from", "in", "as", "by", "s", "personal", "private", "own", "whose", "which", "correct", "wrong", "right", "second", "first", "direct", "alternative", "emergency", "home", "work", "office", "daytime", "evening", "contact", "wife's", "husband's", "son's", "mother's", "father's", "brother's", "sister's", "mum's", "local", "german", "egyptian", "saudi", "indian", "kenyan", "uk", "us", "photo", "government", "voter", "citizen", "foreign", "official", "valid", "back", "if", "also", "any", "no", "call", "use", "give", "sms", "old:", "new:"})  # fmt: skip

_PEOPLES = frozenset({"turkish", "cyprus", "cypriot", "syrian", "lebanese", "jordanian", "iraqi", "kuwaiti", "qatari", "bahraini", "omani", "emirati", "emirates", "uae", "yemeni", "moroccan", "algerian", "tunisian", "libyan", "sudanese", "palestinian", "iranian", "pakistani", "bangladeshi", "filipino", "indonesian", "malaysian", "nigerian", "ghanaian", "ugandan", "african", "italian", "spanish", "portuguese", "french", "belgian", "dutch", "danish", "swedish", "norwegian", "finnish", "polish", "czech", "romanian", "bulgarian", "greek", "hungarian", "irish", "british", "swiss", "austrian", "american", "canadian", "mexican", "brazilian", "ukrainian", "russian", "chinese", "civil", "identity", "resident"})  # fmt: skip


def of_a_thing(cue: Cue, words: list[Word], cues: list[Cue], place: int) -> Cue:
    """ "Student number", "app id": the number of whatever stands before, unless that says it is somebody's."""
    if cue.first != cue.last or not cue.first or words[cue.first].low not in _NUMBER_OF:
        return cue
    before, word = words[cue.first - 1], words[cue.first]
    joined = before.line == word.line and word.start - before.end == 1
    if (
        not (joined and before.low.isascii() and before.low.isalpha())
        or before.low in _WHOSE
        or before.low in _PEOPLES
        or before.low.endswith("'s")
    ):
        return cue
    nearby = [
        other.concepts
        for other in cues[max(0, place - 4) : place]
        if cue.first - 4 <= other.last < cue.first and (other.last == cue.first - 1 or other.concepts & _NUMBERED)
    ]
    return Cue(cue.first, cue.last, nearby[-1] if nearby else THING)


_NUMBERED = frozenset({"passport", "national", "bank", "card", "iban"})
