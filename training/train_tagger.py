"""Train the redaction's tagger from the hand-marked texts.

    python training/train_tagger.py [--hold-out]     (in an environment with training/requirements.txt and the project)

`--hold-out` learns from the development texts alone and writes the model elsewhere, to measure on texts it never saw. Every text
is also learned in variants with other names, digits, dates and passwords (`values.py`), drawn with a fixed seed, so that the tagger leans on the words
around a detail rather than on the detail. Two runs give the same model.
"""

import argparse
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pycrfsuite

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from helpdesk.privacy.redaction import features, tagger, weights
from helpdesk.privacy.redaction import find as finding
from helpdesk.privacy.redaction.normalise import view
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Known, OwnRules
from tests.helpdesk.privacy.redaction.cases import Case, load
from training.values import other

SEED = 20261124
MEMBERS = 3  # models that are averaged
VARIANTS = 2
FORGET = (0.0, 0.15, 0.3)  # of the rules' findings withheld in variants: strangers write what no rule foresaw
LEAST = 0.02  # a weight that says something


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold-out", action="store_true", help="leave cases/unseen out")
    parser.add_argument("--leave-out", default="", help="leave out the texts of these voices, with commas between")
    parser.add_argument("--model", type=Path, default=tagger.MODEL)
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--variants", type=int, default=VARIANTS)
    parser.add_argument("--c2", type=float, default=0.3)
    parser.add_argument("--c1", type=float, default=0.2)
    options = parser.parse_args()
    cases = load("development") + ([] if options.hold_out else load("unseen"))
    left_out = tuple(options.leave_out.split(",")) if options.leave_out else ()
    cases = [case for case in cases if not case.id.startswith(left_out)]
    with ProcessPoolExecutor() as pool:
        weights.save(options.model, *averaged([*pool.map(partial(member, cases, options), range(options.members))]))
    print(f"{len(cases)} texts, model of {options.model.stat().st_size / 1e6:.1f} MB")


Learned = tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]  # weights of features, of steps


def member(cases: list[Case], options: argparse.Namespace, number: int) -> Learned:
    """Train one of the models that are averaged: each with variants of its own, some with fewer findings of the rules."""
    chance, forget = random.Random(SEED + number), FORGET[number % len(FORGET)]
    trainer = pycrfsuite.Trainer(verbose=False)
    for case in cases:
        trainer.append(*example(case))
        for _ in range(options.variants):
            trainer.append(*example(changed(case, chance), chance, forget))
    trainer.set_params({"c1": options.c1, "c2": options.c2, "max_iterations": 100, "feature.minfreq": 2})
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        opened = pycrfsuite.Tagger()
        opened.open(f"{folder}/model")
        return opened.info().state_features, opened.info().transitions


def averaged(members: list[Learned]) -> Learned:
    """Average models, so that what one of them learned by accident weighs little."""
    state: dict[tuple[str, str], float] = {}
    steps: dict[tuple[str, str], float] = {}
    for features_of_one, steps_of_one in members:
        for total, one in ((state, features_of_one), (steps, steps_of_one)):
            for place, weight in one.items():
                total[place] = total.get(place, 0.0) + weight / len(members)
    return {place: weight for place, weight in state.items() if abs(weight) >= LEAST}, steps


def example(case: Case, chance: random.Random | None = None, forget: float = 0.0) -> tuple[list[list[str]], list[str]]:
    """Give the features of a text's words and their labels; by chance some of what the rules found is withheld."""
    plain = view(case.text)
    reading = finding.read_whole(plain.text)
    known = Known(**{name: value for name, value in case.known.items() if name in Known.__dataclass_fields__})
    found = finding.by_rules(reading, known, OwnRules())
    if chance:
        found = [candidate for candidate in found if chance.random() >= forget]
    return features.names(reading, found), labels(reading, plain.starts, plain.ends, case)


def labels(reading: Reading, starts: "list[int]", ends: "list[int]", case: Case) -> list[str]:
    """Give each word the kind of the detail that covers most of it."""
    result = []
    for word in reading.words:
        start, end = starts[word.start], ends[word.end - 1]
        span = next((s for s in case.spans if min(end, s[1]) - max(start, s[0]) > (end - start) / 2), None)
        result.append(tagger.LABEL_OF.get(span[2], weights.OUTSIDE) if span else weights.OUTSIDE)
    return result


def changed(case: Case, chance: random.Random) -> Case:
    """Write the same text with other details of the same kinds; equal words of names stay equal."""
    text, spans, place = "", [], 0
    names: dict[str, str] = {}
    for start, end, kind in sorted(case.spans):
        text += case.text[place:start]
        value = case.text[start:end]
        new = other(value, kind, names, chance)
        spans.append((len(text), len(text) + len(new), kind))
        text += new
        place = end
    known = case.known if chance.random() < 0.3 else {}
    return Case(case.id, case.lang, _written(text + case.text[place:], chance), known, tuple(spans))


def _written(text: str, chance: random.Random) -> str:
    """Some people write everything small, some everything large, some digits of the other script."""
    way = chance.random()
    written = (
        text.lower()
        if way < 0.12
        else text.upper()
        if way < 0.16
        else text.translate(_OTHER_DIGITS)
        if way < 0.24
        else text
    )
    return written if len(written) == len(text) else text


_OTHER_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "٠١٢٣٤٥٦٧٨٩0123456789")


if __name__ == "__main__":
    main()
