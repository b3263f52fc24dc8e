"""Passwords that are said in a sentence: behind a word for a password or before it."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.value import ORDINARY, chunk, is_reference, is_void
from helpdesk.privacy.redaction.reading import Cue, Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_COPULAS = frozenset(
    {"is", "was", "=", ":", "are", "be", "it's", "its", "->", "→", "became", "called", "to", "as", "equals", "set", "reads", "hereby", "هو", "هي", "كان", "كانت", "انه", "انها", "يعني", "خليته",
     "خليتها", "حطيته", "حطيتها", "عملته", "عملتها", "غيرته", "غيرتها", "بقي", "بقت", "صار", "صارت", "اهو", "اهي", "وهو", "وهي", "التالي", "kan", "kanet", "howa", "heya", "aho", "el", "le", ">", "كالتالي", "الي", "ل"}
)  # fmt: skip
_HARD = frozenset(
    {
        "is",
        "=",
        ":",
        "->",
        "→",
        "was",
        "هو",
        "هي",
        "كان",
        "كانت",
        "وهو",
        "وهي",
        "it's",
        "اهو",
        "اهي",
        "انها",
        "انه",
        "equals",
        "called",
        ">",
    }
)
_STEPS_AFTER = 20
_NEGATIVE = frozenset(
    {
        "not",
        "isn't",
        "doesn't",
        "wrong",
        "incorrect",
        "expired",
        "policy",
        "reset",
        "manager",
        "hash",
        "hashing",
        "field",
        "protected",
        "prompt",
        "strength",
        "length",
    }
)


def after(reading: Reading, cue: Cue) -> Iterator[Candidate]:
    """Go on from a cue word by word: to what looks chosen, to what is stated, to the end of the sentence."""
    words = reading.words
    stated, found, until, others = False, 0, -1, 0
    for steps, place in enumerate(range(cue.last + 1, min(len(words), cue.last + 1 + _STEPS_AFTER))):
        word = words[place]
        if word.line != words[place - 1].line:
            if found or word.line > words[cue.last].line + 1 or not _may_go_on(words[place - 1], stated, steps):
                return
            stated = True
        if word.start < until:
            continue
        others += place in reading.cue_at and "password" in reading.cue_at[place].concepts
        if others > (not found):  # the other word for a password goes on from here by itself
            return
        if word.low[0] == "\u25a1" or (stated and _refers(reading, word)):  # where the value was, or what stands for it
            found, until = found + 1, chunk(reading, word.start)[1]
            continue
        value = _secret_at(reading, place, steps, stated, found)
        if value:
            yield value
            found, until = found + 1, value.end + 1
        if word.low in (".", "?", "؟") and steps > 1 and (found or not stated):
            return
        stated = (stated or word.low in _COPULAS) and (found > 0 or word.low not in _NEGATIVE)


def _refers(reading: Reading, word: Word) -> bool:
    start, end = chunk(reading, word.start)
    return start == word.start and is_reference(reading.text[start:end])


def _may_go_on(last: Word, stated: bool, steps: int) -> bool:
    """A value may stand on the line below when its cue ends the line or the line ends in "is", ":" …"""
    return stated or last.low in (":", "-", "=") or steps <= 3


_OTHERS = frozenset({"or", "and", "then", "not", "او", "و", "مش", "ثم", "وبعدين"})


def _secret_at(reading: Reading, place: int, steps: int, stated: bool, found: int) -> Candidate | None:
    """Judge a word behind a cue: quoted, chosen, stated in a plain word, or a number."""
    text, word, before = reading.text, reading.words[place], reading.words[place - 1].low
    quoted = _quoted(text, word.start)
    if quoted:
        rule = "in quotes after a word for a password"
        inner = text[quoted[0] : quoted[1]]
        near = (not found or before in _OTHERS) and (stated or steps <= 8) and not is_void(inner)
        return Candidate(*quoted, Kind.PASSWORD, rule, inner, sure=False) if near else None
    start, end = chunk(reading, word.start)
    value = text[start:end]
    if start != word.start:
        return None
    rule = ""
    if looks_chosen(value) and not is_void(value) and (stated or found or steps <= 10):
        rule = "what looks chosen after a word for a password"
    elif found or place in reading.cue_at:
        return None
    elif (
        stated and before in _HARD and _is_plain_password(reading, place, value, strong=before in (":", "=", "->", ">"))
    ):
        rule = "a word stated as a password"
    elif (
        value.isdigit()
        and (4 if before not in _HARD else 3) <= len(value) <= 12
        and _is_whole_number(reading, start, end)
        and (stated or steps <= 3)
        and "thing" not in reading.concepts(start, end)
    ):
        rule = "digits after a word for a password"
    elif (stated and before in _HARD and steps <= 4) or (before == ":" and not found):
        return _several_words(reading, place)
    owned = steps <= 4 and reading.words[place - steps].low in _OF  # "the password for the wifi is sunshine"
    sure = "digits" in rule or ("stated" in rule and (steps <= 2 or owned))
    return Candidate(start, end, Kind.PASSWORD, rule, value, sure) if rule else None


_OF = frozenset({"for", "of", "on", "بتاع", "بتاعه", "بتاعت", "حق", "حقت", "تبع", "تاع", "ديال"})


def _is_whole_number(reading: Reading, start: int, end: int) -> bool:
    """Say whether digits are a number of their own, not a group of a longer one."""
    ends = reading.number_ends
    place = bisect_right(reading.numerals, start, key=attrgetter("start")) - 1
    while place >= 0 and ends[place] >= end:  # none of those before goes as far as here
        numeral = reading.numerals[place]
        if end <= numeral.end and numeral.end - numeral.start > end - start:
            return False
        place -= 1
    return True


def _is_plain_password(reading: Reading, place: int, value: str, *, strong: bool) -> bool:
    """A plain word counts when it ends its clause and is none of the words that usually follow."""
    low = value.casefold()
    if len(value) < 4 or is_void(value) or low in _COPULAS or not any(letter.isalpha() for letter in value):
        return False
    if place in reading.cue_at:
        return False
    following = reading.words[place + 1] if place + 1 < len(reading.words) else None
    ends = (
        following is None
        or following.line != reading.words[place].line
        or following.low in (",", ".", ";", ")", "-", "(", "and", "و", "but", "؛", "so", "which", "لكن", "بس")
    )
    return ends or (strong and value.isascii())


_QUOTES = {'"': '"', "'": "'", "«": "»", "`": "`"}


def _quoted(text: str, place: int) -> tuple[int, int] | None:
    """Give what stands in quotes from a place on, up to 60 characters of the same line."""
    mark = text[place]
    if mark not in _QUOTES:
        return None
    end = text.find(_QUOTES[mark], place + 1, place + 62)
    if end < 0 or "\n" in text[place:end] or end - place < 4:
        return None
    return place + 1, end


_CLAUSE_ENDS = frozenset({'"', "»", ",", ".", ";", "?", "!", "(", ")", "-", "--", "–", "—", "؛", "؟", "/", "|", "and", "but", "so", "or", "which", "then", "not", "because", "please", "pls", "لكن", "بس", "لان", "او"})  # fmt: skip


def _several_words(reading: Reading, place: int) -> Candidate | None:
    """Propose two to five words from "is" or a colon to the end of the clause, as answers and pass phrases are; never sure."""
    words, last = reading.words, place
    if not words[place].low[0].isalnum() or words[place].low in ORDINARY:
        return None
    while (
        last + 1 < len(words) and words[last + 1].line == words[place].line and words[last + 1].low not in _CLAUSE_ENDS
    ):
        last += 1
        if last - place > 4 or words[last].low in ORDINARY or last in reading.cue_at:
            return None
    start, end = words[place].start, words[last].end
    rule = "words stated as a secret"
    return Candidate(start, end, Kind.PASSWORD, rule, reading.low[start:end], sure=False) if last > place else None
