"""A learned tagger beside the rules: a linear-chain conditional random field over the words of a text.

It reads what the rules found as features of its words, so that it learns where to trust them, and adds what they miss: names,
addresses, secrets and dates in sentences that no rule foresaw. Trained by `training/train_tagger.py` from the project's own texts.
Most words are ordinary beyond doubt by their own weights; only the runs of the others are reckoned through.
Source: Lafferty, McCallum, Pereira: Conditional Random Fields (ICML 2001).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction import features, weights
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.features import GROUPS
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.readable import must_stay
from helpdesk.privacy.redaction.reading import Lexeme, Reading, Word
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.weights import BITS, OUTSIDE, Weights

MODEL = Path(__file__).with_name("tagger.weights")
LEARNED = "learned from texts like it"
# A label covers the words of a detail; numbers of every kind are one label, what they are is seen from the words around.
LABEL_OF = {
    "PERSON": "PERSON", "ADDRESS": "ADDRESS", "SECRET": "SECRET", "DOB": "DATE", "EMAIL": "EMAIL", "IP": "SPOT", "MAC": "SPOT", "GPS": "SPOT",
    **dict.fromkeys(("PHONE", "CARD", "IBAN", "BANK_ACCOUNT", "NATIONAL_ID", "PASSPORT", "PLATE"), "NUMBER"),
}  # fmt: skip
_KINDS = {
    "PERSON": Kind.NAME,
    "ADDRESS": Kind.ADDRESS,
    "SECRET": Kind.PASSWORD,
    "DATE": Kind.BIRTH_DATE,
    "EMAIL": Kind.EMAIL,
}
_NUMBERS = {
    "card": Kind.CARD, "iban": Kind.IBAN, "bank": Kind.BANK_ACCOUNT, "passport": Kind.PASSPORT, "national": Kind.NATIONAL_ID, "plate": Kind.PLATE, "phone": Kind.PHONE,
}  # fmt: skip
_NOTHING: frozenset[str] = frozenset()


def _kind(reading: Reading, label: str, start: int, end: int) -> Kind:
    """Say what a label means here; of a number the words around it say what it is, else its length."""
    if label in _KINDS:
        return _KINDS[label]
    text, concepts = reading.text[start:end], reading.concepts(start, end)
    digits = sum(letter.isdigit() for letter in text)
    if label == "SPOT":
        return Kind.GPS if "gps" in concepts else Kind.MAC if "mac" in concepts or digits > 12 else Kind.IP
    named = next((kind for concept, kind in _NUMBERS.items() if concept in concepts), None)
    return named or (Kind.PASSPORT if text[0].isalpha() and digits else Kind.PHONE)


def is_secret(kind: Kind) -> bool:
    """Say whether the tagger knows a kind as a secret: passwords, keys, tokens, codes are one to it."""
    return GROUPS.get(kind) == "SECRET"


def judged(reading: Reading, found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Judge what the rules found and find more.

    found    what the rules found, in order, not overlapping
    returns  those of them that stand (an unsure one without the words at its ends that the tagger takes for ordinary),
             and what the tagger takes for private
    """
    if not reading.words:
        return list(found), []
    private = tagged(reading, found)
    believed = [
        kept
        for candidate in found
        if (kept := candidate if candidate.sure else _believed(reading, candidate, private))
        and (candidate.sure or not must_stay(reading.text[kept.start : kept.end], kept.kind))
    ]
    return believed, [*_learned(reading, private)]


# How ordinary at most, for rules that propose more than they find.
_DOUBTS = {"a long number that nothing explains": 0.2}
DOUBT = 0.8  # an unsure finding falls where its words are ordinary with at least this probability
TRUST_AGAIN = 0.1  # the same in a text that was redacted before: only what is clear is new
TRUST = 0.5  # the tagger's own finding stands where a word of it is ordinary with less than this


def _believed(reading: Reading, candidate: Candidate, private: "dict[int, _Verdict]") -> Candidate | None:
    first, words = max(0, reading.word_before(candidate.start)), reading.words
    last = first
    while last < len(words) and words[last].start < candidate.end:
        last += 1
    inside = [index for index in range(first, last) if words[index].end > candidate.start]
    doubt = _DOUBTS.get(candidate.rule, DOUBT)
    stay = [index for index in inside if index in private and private[index][1] < doubt]
    if not inside or not stay:
        return candidate if not inside else None
    start = max(candidate.start, reading.words[stay[0]].start)
    end = min(candidate.end, reading.words[stay[-1]].end)
    if (start, end) == (candidate.start, candidate.end) or not any(
        letter.isalnum() for letter in reading.text[start:end]
    ):
        return candidate
    return replace(candidate, start=start, end=end, same=fold_arabic(reading.text[start:end]))


# What stands this near a placeholder was judged with the value still there; judging it again would differ.
_BESIDE = 4  # words
_ONE_LINE = frozenset({"SECRET", "PERSON", "EMAIL", "SPOT", "DATE"})


def _learned(reading: Reading, private: "dict[int, _Verdict]") -> Iterator[Candidate]:
    words, behind = reading.words, -1
    placeholders = reading.places.get("placeholder", ())
    trust = TRUST_AGAIN if placeholders else TRUST
    for place, (kind, _) in private.items():
        if place <= behind or kind == OUTSIDE or _is_placeholder(words[place]):
            continue
        last = place
        while (
            private.get(last + 1, _ORDINARY)[0] == kind
            and not _is_placeholder(words[last + 1])
            and not (kind in _ONE_LINE and words[last + 1].line != words[last].line)
        ):
            last += 1
        behind = last
        beside = any(place - _BESIDE <= other <= last + _BESIDE for other in placeholders)
        if beside or min(private[index][1] for index in range(place, last + 1)) >= trust:
            continue
        start, end = words[place].start, words[last].end
        text = reading.text[start:end]
        meant = _kind(reading, kind, start, end)
        if any(letter.isalnum() for letter in text) and not must_stay(text, meant):
            yield Candidate(start, end, meant, LEARNED, fold_arabic(text), sure=False)


def _is_placeholder(word: Word) -> bool:
    return word.low[0] == "\u25a1"


_Verdict = tuple[str, float]  # a word's label, and how likely it is that the word is ordinary
_ORDINARY: _Verdict = (OUTSIDE, 1.0)


def tagged(reading: Reading, found: Sequence[Candidate]) -> dict[int, _Verdict]:
    """Label the words that may be private: by their place, in order; the others are ordinary."""
    model = _model()
    totals = _totals(reading, found, model)
    alive = _alive(totals, model)
    verdicts: dict[int, _Verdict] = {}
    run: list[int] = []
    places = sorted(alive)
    for place, following in zip(places, [*places[1:], -1], strict=False):
        run.append(place)
        if following != place + 1:
            verdicts.update(_reckoned(alive, run, model, opens=run[0] == 0, closes=place + 1 == len(totals)))
            run = []
    return verdicts


def _alive(totals: list[int], model: "_Model") -> dict[int, dict[str, float]]:
    """Give the words that may be private and the labels they may have, each with its likelihood against the ordinary one.

    A run of a label begins where a word speaks for it by itself, and goes on as long as no more is lost over the words
    around than leaving the label and coming back to it costs; it is reckoned with if it may be as likely as `POSSIBLE`.
    """
    alarm, limit, values = model.alarm, model.limit, _Values(totals, model)
    alive: dict[int, dict[str, float]] = {}
    reached = [-1] * len(model.labels)
    for place, total in enumerate(totals):
        seeds = (total + limit) & alarm
        if not seeds:
            continue
        mine = values[place]
        floor = max(mine) - HOPELESS
        for index, label in enumerate(model.labels):
            if place <= reached[index] or mine[index] < floor or not seeds >> (BITS * index + BITS - 1) & 1:
                continue
            left, gained = _stretched(values, index, model.stay[index], range(place - 1, reached[index], -1))
            right, more = _stretched(values, index, model.stay[index], range(place + 1, len(totals)))
            reached[index] = place + right
            if mine[index] + gained + more + model.around[index] > POSSIBLE:
                for other in range(place - left, place + right + 1):
                    alive.setdefault(other, {OUTSIDE: 1.0})[label] = exp(values[other][index])
    return alive


def _stretched(values: "_Values", label: int, stay: float, places: range) -> tuple[int, float]:
    """Say how many words on a label may go, and what it gains on the best part of them."""
    gained = best = 0.0
    for count, place in enumerate(places):
        gained += values[place][label] + stay
        if gained < best - DETOUR:
            return count, best
        best = max(best, gained)
    return len(places), best


class _Values(dict[int, list[float]]):
    """The weight of every label for the words that are asked for."""

    def __init__(self, totals: list[int], model: "_Model") -> None:
        self._totals, self._unpacked = totals, model.unpacked

    def __missing__(self, place: int) -> list[float]:
        value = self[place] = self._unpacked(self._totals[place])
        return value


def _totals(reading: Reading, found: Sequence[Candidate], model: "_Model") -> list[int]:
    """Weigh every word of a text."""
    words = reading.words
    of_word = model.of_word
    edge = of_word(features.EDGE)
    seen = [edge, edge, *[of_word(word.about) for word in words], edge, edge]
    lines: list[int] = []
    for count, below in features.lengths_of_lines(words):
        lines += model.of_line(count, below)
    totals = [
        a[0] + b[1] + c[2] + d[3] + e[4] + line
        for a, b, c, d, e, line in zip(seen, seen[1:], seen[2:], seen[3:], seen[4:], lines, strict=False)
    ]
    for place, said in features.ruled(words, found):
        totals[place] += model.of_rules(*said)
    for place, concepts, distance in features.cued(reading):
        totals[place] += model.of_cue(concepts, distance)
    for place, concepts in features.labelled(reading):
        totals[place] += model.of_field(concepts)
    for place, concepts in features.comings(reading):
        totals[place] += model.of_coming(concepts)
    for place, names in features.specials(reading):
        totals[place] += model.of_special(names)
    return totals


def _reckoned(
    alive: dict[int, dict[str, float]], run: list[int], model: "_Model", *, opens: bool, closes: bool
) -> list[tuple[int, _Verdict]]:
    """Reckon a run of words through between two ordinary ones, forwards and backwards; give each its likeliest label."""
    steps, scores = model.steps, [alive[place] for place in run]
    forward: list[dict[str, float]] = []
    before = {OUTSIDE: 1.0}
    for index, mine in enumerate(scores):
        if opens and not index:
            row = mine
        else:
            row = {}
            for label, score in mine.items():
                into = steps[label]
                row[label] = score * sum([so_far * into[a] for a, so_far in before.items()])
        if row[OUTSIDE] > 1e90 or row[OUTSIDE] < 1e-90:  # only what they are to each other counts
            row = {label: value / row[OUTSIDE] for label, value in row.items()}
        before = row
        forward.append(row)
    verdicts: list[tuple[int, _Verdict]] = []
    behind = {label: 1.0 if closes else steps[OUTSIDE][label] for label in scores[-1]}
    for index in range(len(run) - 1, -1, -1):
        likely = {label: value * behind[label] for label, value in forward[index].items()}
        total = sum(likely.values())
        best = max(likely, key=likely.__getitem__)
        verdicts.append((run[index], (best, likely[OUTSIDE] / total)))
        if index:
            weighed = [(b, score * behind[b]) for b, score in scores[index].items()]
            behind = {a: sum([steps[b][a] * value for b, value in weighed]) for a in scores[index - 1]}
            if behind[OUTSIDE] > 1e90 or behind[OUTSIDE] < 1e-90:
                behind = {label: value / behind[OUTSIDE] for label, value in behind.items()}
    return verdicts[::-1]


# All as powers of e:
SEED = 1.0  # how much a word must speak for a label, beyond what half a step inside a detail gives, for a run to begin there
DETOUR = 6.0  # what may be lost over words that do not speak for a label
HOPELESS = 7.0  # a label this far below the best one of a word is not reckoned with
POSSIBLE = -3.0  # how likely the best part of a run must be against the ordinary


class _Model:
    """The weights, and what was weighed with them before."""

    def __init__(self, loaded: Weights) -> None:
        self.labels = loaded.labels
        everyone = (OUTSIDE, *self.labels)
        # by the label that is entered, then the one that is left
        self.steps = {b: {a: exp(loaded.steps[a, b]) for a in everyone} for b in everyone}
        self.stay = [loaded.steps[label, label] for label in self.labels]
        self.alarm = loaded.halves
        self.limit = loaded.halves + weights.packed(stay / 2 - SEED for stay in self.stay)
        self.around = [
            loaded.steps[OUTSIDE, label] + loaded.steps[label, OUTSIDE] for label in self.labels
        ]  # coming into a label and out of it
        self.unpacked = loaded.unpacked
        every = self._weigh = loaded.of
        none = every(features.of_rules("-", "-", "-")), every(features.of_cue(_NOTHING, features.FAR))
        no_field, no_coming = every(features.of_field(_NOTHING)), every(features.of_coming(_NOTHING))
        usual = sum(none) + no_field + no_coming
        # All but the words' own weights are given as what they change against a word that nothing is near.
        self.of_line = lru_cache(2_000)(
            lambda count, below: [every(names) + usual for names in features.of_line(count, below)]
        )
        self.of_rules = lru_cache(10_000)(lambda *said: every(features.of_rules(*said)) - none[0])
        self.of_cue = lru_cache(5_000)(lambda cue, distance: every(features.of_cue(cue, distance)) - none[1])
        self.of_field = lru_cache(500)(lambda concepts: every(features.of_field(concepts)) - no_field)
        self.of_coming = lru_cache(500)(lambda concepts: every(features.of_coming(concepts)) - no_coming)
        self.of_special = lru_cache(10_000)(every)
        self.of_word = lru_cache(20_000)(self._of_word)

    def _of_word(self, about: Lexeme) -> tuple[int, ...]:
        return tuple(map(self._weigh, features.of_word(about)))


@cache
def _model() -> _Model:
    return _Model(weights.load(MODEL))
