"""What a detector yields: a span of the plain view with its kind, the rule that found it, and its canonical form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import SECRETS, Kind


@dataclass(slots=True)
class Candidate:
    """A span that may be private; one that is not `sure` stands only where the tagger agrees."""

    start: int
    end: int
    kind: Kind
    rule: str
    same: str
    sure: bool = True


def moved(candidate: Candidate, start: int, end: int, same: str) -> Candidate:
    """Give a candidate for another span; `dataclasses.replace` takes five times as long."""
    return Candidate(start, end, candidate.kind, candidate.rule, same, candidate.sure)


Detector: TypeAlias = Callable[[Reading], Iterator[Candidate]]


def stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether no letter or digit touches the span."""
    return not (start and (text[start - 1].isalnum() or text[start - 1] == "_")) and not (
        end < len(text) and (text[end].isalnum() or text[end] == "_")
    )


def trimmed(text: str, start: int, end: int, edges: str = " \t\"'`,;.()[]<>*") -> tuple[int, int]:
    """Move the ends of a span inwards past blanks and marks."""
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end


def tidied(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """Leave out of a span a bracket whose partner is outside, the mark behind a value, the 's behind a name."""
    while end - start > 1:
        span = text[start:end]
        if span[0] == "(" and ")" not in span:
            start += 1
        elif (span[-1] == ")" and "(" not in span) or (kind not in SECRETS and _ends_clause(text, end)):
            end -= 1
        elif kind is Kind.NAME and span.endswith(("'s", "\u2019s")):
            end -= 2
        else:
            break
    return start, end


ENDS = frozenset("s).,;،؛")  # what a span ends in that may be tidied


def _ends_clause(text: str, end: int) -> bool:
    return text[end - 1] in ".,;،؛" and (end == len(text) or text[end].isspace())
