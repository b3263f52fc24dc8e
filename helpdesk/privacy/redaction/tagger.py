"""A learned tagger beside the rules: a linear-chain conditional random field over the words of a text.

It reads what the rules found as features of its words, so that it learns where to trust them, and adds what they miss: names,
addresses, secrets and dates in sentences that no rule foresaw. Trained by `training/train_tagger.py` from the project's own texts.
Source: Lafferty, McCallum, Pereira: Conditional Random Fields (ICML 2001); python-crfsuite.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import pycrfsuite

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.person import is_family, is_given, word_sorts
from helpdesk.privacy.redaction.detectors.secret import looks_chosen
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.readable import must_stay
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind

MODEL = Path(__file__).with_name("tagger.crfsuite")
OUTSIDE = "O"
LEARNED = "learned from texts like it"
# What each label means; a label covers the words of a detail.
LABELS = {
    "PERSON": Kind.NAME, "ADDRESS": Kind.ADDRESS, "SECRET": Kind.PASSWORD, "DOB": Kind.BIRTH_DATE, "PHONE": Kind.PHONE, "EMAIL": Kind.EMAIL, "CARD": Kind.CARD, "IBAN": Kind.IBAN,
    "BANK_ACCOUNT": Kind.BANK_ACCOUNT, "NATIONAL_ID": Kind.NATIONAL_ID, "PASSPORT": Kind.PASSPORT, "IP": Kind.IP, "MAC": Kind.MAC, "GPS": Kind.GPS, "PLATE": Kind.PLATE, "HEALTH": Kind.HEALTH,
}  # fmt: skip
_GROUPS = {kind: label for label, kind in LABELS.items()} | dict.fromkeys(
    (Kind.TOKEN, Kind.PRIVATE_KEY, Kind.JWT, Kind.CONNECTION_STRING, Kind.CODE), "SECRET"
)


def is_secret(kind: Kind) -> bool:
    """Say whether the tagger knows a kind as a secret: passwords, keys, tokens, codes are one to it."""
    return _GROUPS.get(kind) == "SECRET"


def judged(reading: Reading, found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Judge what the rules found and find more.

    found    what the rules found, in order, not overlapping
    returns  those of them that stand (an unsure one without the words at its ends that the tagger takes for ordinary),
             and what the tagger takes for private
    """
    if not reading.words:
        return list(found), []
    tagger = _tagger()
    tagger.set(features(reading, found))
    labels = tagger.tag()
    marginal = tagger.marginal
    ordinary = [marginal(OUTSIDE, place) for place in range(len(labels))]
    believed = [
        kept
        for candidate in found
        if (kept := candidate if candidate.sure else _believed(reading, candidate, ordinary))
        and (candidate.sure or not must_stay(reading.text[kept.start : kept.end], kept.kind))
    ]
    return believed, [*_learned(reading, labels, ordinary)]


DOUBT = 0.8  # an unsure finding falls where its words are ordinary with at least this probability
TRUST_AGAIN = 0.1  # the same in a text that was redacted before: only what is clear is new
TRUST = 0.5  # the tagger's own finding stands where a word of it is ordinary with less than this


def _believed(reading: Reading, candidate: Candidate, ordinary: list[float]) -> Candidate | None:
    first, words = max(0, reading.word_before(candidate.start)), reading.words
    last = first
    while last < len(words) and words[last].start < candidate.end:
        last += 1
    inside = [index for index in range(first, last) if words[index].end > candidate.start]
    private = [index for index in inside if ordinary[index] < DOUBT]
    if not inside or not private:
        return candidate if not inside else None
    start = max(candidate.start, reading.words[private[0]].start)
    end = min(candidate.end, reading.words[private[-1]].end)
    if (start, end) == (candidate.start, candidate.end) or not any(
        letter.isalnum() for letter in reading.text[start:end]
    ):
        return candidate
    return replace(candidate, start=start, end=end, same=fold_arabic(reading.text[start:end]))


# What stands this near a placeholder was judged with the value still there; judging it again would differ.
_BESIDE = 4  # words
_ONE_LINE = frozenset({"SECRET", "PERSON", "EMAIL", "IP", "MAC", "GPS", "DOB", "PLATE", "HEALTH"})


def _learned(reading: Reading, labels: list[str], ordinary: list[float]) -> Iterator[Candidate]:
    words, place = reading.words, 0
    again = any(_is_placeholder(word) for word in words)
    while place < len(labels):
        if labels[place] == OUTSIDE or _is_placeholder(words[place]):
            place += 1
            continue
        kind, last = labels[place], place
        while (
            last + 1 < len(labels)
            and labels[last + 1] == kind
            and not _is_placeholder(words[last + 1])
            and not (kind in _ONE_LINE and words[last + 1].line != words[last].line)
        ):
            last += 1
        beside = any(_is_placeholder(word) for word in words[max(0, place - _BESIDE) : last + 1 + _BESIDE])
        if min(ordinary[place : last + 1]) < (TRUST_AGAIN if again else TRUST) and not beside:
            start, end = reading.words[place].start, reading.words[last].end
            text = reading.text[start:end]
            if any(letter.isalnum() for letter in text) and not must_stay(text, LABELS[kind]):
                yield Candidate(start, end, LABELS[kind], LEARNED, fold_arabic(text), sure=False)
        place = last + 1


def _is_placeholder(word: Word) -> bool:
    return word.low[0] == "\u25a1"


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    return tagger


def features(reading: Reading, found: Iterable[Candidate], *, all_of_them: bool = False) -> list[list[str]]:
    """Describe each word for the tagger: itself, its neighbours, what it is near, what the rules say, where it stands.

    all_of_them  also the features that have no weight, for training
    """
    words = reading.words
    ruled = ["^", *_ruled(words, found), "$"]
    none = _static("", "", all_of_them)
    statics = [
        none,
        none,
        *(_static(reading.text[word.start : word.end], word.low, all_of_them) for word in words),
        none,
        none,
    ]
    near = _near(reading, all_of_them)
    return [
        [
            *statics[place + 2][2],
            *statics[place + 1][1],
            *statics[place + 3][3],
            *statics[place][0],
            *statics[place + 4][4],
            *_by_rules(ruled[place], ruled[place + 1], ruled[place + 2], all_of_them),
            *near[place],
        ]
        for place in range(len(words))
    ]


@cache
def weighed_features() -> dict[str, str]:
    """Read which features the model has a weight for, each under itself; the others need not be described."""
    return {name: name for name in MODEL.with_suffix(".features").read_text("utf-8").split("\n")}


def _kept(given: Iterable[str], all_of_them: bool) -> tuple[str, ...]:
    """Keep what has a weight, as the one object that all words share."""
    if all_of_them:
        return tuple(given)
    weighed = weighed_features()
    return tuple([weighed[name] for name in given if name in weighed])


def _ruled(words: Sequence[Word], found: Iterable[Candidate]) -> list[str]:
    ruled = ["-"] * len(words)
    place = 0
    for candidate in sorted(found, key=lambda candidate: candidate.start):
        while place < len(words) and words[place].end <= candidate.start:
            place += 1
        index = place
        while index < len(words) and words[index].start < candidate.end:
            ruled[index] = (
                ("B" if index == place else "I") + _GROUPS.get(candidate.kind, "X") + "?" * (not candidate.sure)
            )
            index += 1
    return ruled


@lru_cache(maxsize=10_000)
def _by_rules(before: str, here: str, behind: str, all_of_them: bool) -> tuple[str, ...]:
    return _kept((f"r:{here}", f"r-:{before}", f"r+:{behind}"), all_of_them)


def _near(reading: Reading, all_of_them: bool) -> list[tuple[str, ...]]:
    """For each word: the last cue before it, how far; the label of its field; its place in line and text."""
    words = reading.words
    lines = words[-1].line if words else 0
    fields: dict[int, frozenset[str]] = {}
    for entry in reading.fields:
        index = reading.word_from(entry.start)
        while index < len(words) and words[index].end <= entry.end:
            fields.setdefault(index, entry.concepts)
            index += 1
    coming, ahead, left = [_NOTHING] * len(words), _NOTHING, 0
    for place in range(len(words) - 1, -1, -1):
        coming[place] = ahead
        at = reading.cue_at.get(place)
        if at:
            ahead, left = at.concepts, 5
        elif ahead:
            left -= 1
            ahead = ahead if left and place and words[place - 1].line == words[place].line else _NOTHING
    result: list[tuple[str, ...]] = []
    cue, distance, line, in_line = _NOTHING, 99, -1, 0
    for place, word in enumerate(words):
        if word.line != line:
            in_line = 0
            distance += 2
            line = word.line
        at = reading.cue_at.get(place)
        if at:
            cue, distance = at.concepts, 0
        last = place + 1 == len(words) or words[place + 1].line != line
        result.append(
            _around(
                cue if distance < 12 else _NOTHING,
                min(distance, 12),
                fields.get(place, _NOTHING),
                coming[place],
                min(in_line, 3),
                last,
                min(lines - line, 3),
                all_of_them,
            )
        )
        in_line += 1
        distance += 1
    return result


_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=8_000)
def _around(
    cue: frozenset[str],
    distance: int,
    entry: frozenset[str],
    coming: frozenset[str],
    in_line: int,
    last: bool,
    lines_left: int,
    all_of_them: bool,
) -> tuple[str, ...]:
    short = distance if distance < 6 else 6 if distance < 12 else 9
    named, end = "/".join(sorted(cue)) or "-", "e" if last else ""
    return _kept(
        (
            f"c:{named}:{short}",
            f"c:{named}",
            f"f:{'/'.join(sorted(entry)) or '-'}",
            f"k:{'/'.join(sorted(coming)) or '-'}",
            f"l:{in_line}{end}",
            f"z:{lines_left}:{min(in_line, 1)}{end}",
        ),
        all_of_them,
    )


@lru_cache(maxsize=20_000)
def _static(written: str, low: str, all_of_them: bool) -> tuple[tuple[str, ...], ...]:
    """Give the features of a word as it stands at -2, -1, 0, +1, +2 from the one described."""
    shape = _shape(written)
    listed = _listed(low) if written[:1].isalpha() else ""
    about = (f"w={low}", f"s={shape}", f"n={listed}", *(f"t={sort}" for sort in word_sorts(low)))
    own = (
        *about,
        f"p3={low[:3]}",
        f"e3={low[-3:]}",
        f"p2={low[:2]}",
        f"e2={low[-2:]}",
        f"len={min(len(written), 12)}",
        f"x={looks_chosen(written)}",
        f"n.s={listed}.{shape}",
    )
    return (
        _kept((f"aw={low}",), all_of_them),
        _kept(("b" + feature for feature in about), all_of_them),
        _kept(own, all_of_them),
        _kept(("d" + feature for feature in about), all_of_them),
        _kept((f"ew={low}",), all_of_them),
    )


def _listed(low: str) -> str:
    """Say whether the lists know a word as a given (g) or a family name (f); a capital where it is no ordinary word."""
    given = "G" if is_given(low) else "g" if is_given(low, sure=False) else ""
    return given + ("F" if is_family(low) else "f" if is_family(low, sure=False) else "")


def _shape(written: str) -> str:
    """Xxx-dd and the like, runs of one sort shortened to two; Arabic letters are `a`."""
    shape = ""
    for letter in written[:24]:
        sort = "d" if letter.isdigit() else "a" if letter >= "\u0600" else "X" if letter.isupper() else "x"
        sort = sort if letter.isalnum() else letter
        if not shape.endswith(sort * 2):
            shape += sort
    return shape
