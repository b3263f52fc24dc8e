"""What is around a text's words for the tagger: what rules, cues, fields and numbers say of which word, and how far they are."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import SECRETS, Kind

# How a rule's finding is called in a feature.
GROUPS = {
    Kind.NAME: "PERSON", Kind.ADDRESS: "ADDRESS", Kind.BIRTH_DATE: "DOB", Kind.PHONE: "PHONE", Kind.EMAIL: "EMAIL", Kind.CARD: "CARD", Kind.IBAN: "IBAN",
    Kind.BANK_ACCOUNT: "BANK_ACCOUNT", Kind.NATIONAL_ID: "NATIONAL_ID", Kind.PASSPORT: "PASSPORT", Kind.IP: "IP", Kind.MAC: "MAC", Kind.GPS: "GPS", Kind.PLATE: "PLATE", Kind.HEALTH: "HEALTH",
    **dict.fromkeys(SECRETS, "SECRET"),
}  # fmt: skip
FAR = 12  # words from a cue, past which it says nothing
HALFWAY = 6  # words from a cue, past which all are alike
COMING = 4  # words before a cue that see it come


def ruled(reading: Reading, found: Iterable[Candidate]) -> list[tuple[int, tuple[str, str, str, str]]]:
    """Give where rules speak of a word or a neighbour of it, with what they say before, here, behind ("-" for nothing)."""
    size = len(reading.words)
    said = {-1: "^", size: "$"}  # the first and the last word have an edge of the text beside them
    rules: dict[int, str] = {}
    for candidate in found:
        first = reading.word_before(candidate.start) + 1
        mark = GROUPS.get(candidate.kind, "X") + "?" * (not candidate.sure)
        for index in range(first, reading.word_from(candidate.end)):
            said[index] = ("B" if index == first else "I") + mark
            rules[index] = candidate.rule
    beside = said.get
    near = {index + step for index in said for step in (-1, 0, 1)}
    near -= {-2, -1, size, size + 1}
    return [(i, (beside(i - 1, "-"), beside(i, "-"), beside(i + 1, "-"), rules.get(i, ""))) for i in near]


def numbered(reading: Reading) -> Iterator[tuple[int, tuple[int, frozenset[str], str, str]]]:
    """Give the words that are part of a number, with what `of_number` takes."""
    words, text = reading.words, reading.text
    for numeral in reading.numerals:
        start, end = numeral.start, numeral.end
        meant, beside = reading.concepts(start, end), _beside(text, start, end)
        size = min(len(numeral.digits), 20)
        first = index = max(reading.word_before(start) + 1, 0)
        while index < len(words) and words[index].start < end:
            if words[index].end - words[index].start > 2 * (end - start):
                break  # a string with a number in it
            yield index, (size, meant, beside, f"{'B' if index == first else 'I'}{numeral.spelled}")
            index += 1


def chosen(reading: Reading) -> Iterator[tuple[int, tuple[Lexeme, str, str, frozenset[str], bool]]]:
    """Give the words that look chosen, with what `of_chosen` takes."""
    places = reading.places.get("chosen")
    if not places:
        return
    words, text = reading.words, reading.text
    users = "user" in reading.speaks
    for place in places:
        word = words[place]
        beside, meant = _beside(text, word.start, word.end), reading.concepts(word.start, word.end)
        yield place, (word.about, how_far(words, place, reading.secret_cues), beside, meant, users)


def _beside(text: str, start: int, end: int) -> str:
    """Give the letters that touch a span, no blanks or line ends."""
    return (text[max(0, start - 1) : start] + "0" + text[end : end + 1]).strip()


def how_far(words: Sequence[Word], place: int, cues: Sequence[int]) -> str:
    """Say how far the last of some cues before a word is, else whether one comes behind it."""
    before = bisect_left(cues, place)
    if not before:
        return "later" if cues else "never"
    last = cues[before - 1]
    steps, lines = place - last, words[place].line - words[last].line
    if not lines:
        return f"{steps}" if steps < 4 else "6" if steps <= 6 else "12" if steps <= 12 else "line"
    return "next" if lines == 1 else "near" if lines < 5 else "far"


def cued(reading: Reading) -> Iterator[tuple[frozenset[str], list[tuple[int, int]]]]:
    """Give what each cue speaks of, and the words behind it with how far they are: less than FAR words, a new line counts
    two more; all past HALFWAY are alike."""
    words = reading.words
    for place, following in pairwise([*reading.cue_places, len(words)]):
        behind, distance, line = [], 0, words[place].line
        for index in range(place, min(following, place + FAR)):
            if words[index].line != line:
                distance += 2
                line = words[index].line
            if distance >= FAR:
                break
            behind.append((index, distance if distance < HALFWAY else HALFWAY))
            distance += 1
        yield reading.cue_at[place].concepts, behind


def comings(reading: Reading) -> list[tuple[int, frozenset[str]]]:
    """Give the words that a cue comes behind, on their line, with what it speaks of."""
    words, result = reading.words, []
    places = reading.cue_places
    for before, place in pairwise([-1, *places]):
        concepts = reading.cue_at[place].concepts
        for index in range(place - 1, max(before, place - COMING - 1, 0) - 1, -1):
            if words[index].line != words[place].line or index < 0:
                break
            result.append((index, concepts))
    return result


def labelled(reading: Reading) -> list[tuple[int, frozenset[str]]]:
    """Give the words that stand in a field, with what its label speaks of; the first field that holds a word."""
    words, result = reading.words, []
    taken: set[int] = set()
    for entry in reading.fields:
        index = reading.word_from(entry.start)
        while index < len(words) and words[index].end <= entry.end:
            if index not in taken:
                taken.add(index)
                result.append((index, entry.concepts))
            index += 1
    return result


def lengths_of_lines(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Give how many words each line with words has, and how many lines follow it in the text, at most three."""
    counts: dict[int, int] = {}
    for word in words:
        counts[word.line] = counts.get(word.line, 0) + 1
    last = words[-1].line
    return [(count, min(last - line, 3)) for line, count in counts.items()]
