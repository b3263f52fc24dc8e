"""Resolve overlaps: of what the rules found, and of that with what the tagger adds."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

from helpdesk.privacy.redaction.detectors.candidate import Candidate, moved
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.spans import SECRETS, Kind
from helpdesk.privacy.redaction.tagger import LEARNED

_start = attrgetter("start")


def without_overlaps(ranked: Iterable[tuple[int, Candidate]], text: str) -> list[Candidate]:
    """Resolve overlaps: what is sure stays before what is not, then the higher rank, then the longer; a loser is dropped whole."""
    kept: list[Candidate] = []
    taken = bytearray(len(text))
    for _, candidate in sorted(ranked, key=_precedence):
        start, end = _free(taken, candidate)
        if end > start:
            taken[start:end] = b"\1" * (end - start)
            kept.append(
                candidate
                if end - start == candidate.end - candidate.start
                else moved(candidate, start, end, fold_arabic(text[start:end]))
            )
    return sorted(kept, key=lambda candidate: candidate.start)


def _free(taken: bytearray, candidate: Candidate) -> tuple[int, int]:
    """Give what nobody has taken of a span: all of it, nothing, or for names and addresses the longest rest of five letters."""
    span = taken[candidate.start : candidate.end]
    if not any(span):
        return candidate.start, candidate.end
    rests = [(match.end() - match.start(), match.start()) for match in _RUN_OF_FREE.finditer(bytes(span))]
    length, start = max(rests, default=(0, 0))
    if candidate.kind not in (Kind.NAME, Kind.ADDRESS) or length < 5:
        return 0, 0
    return candidate.start + start, candidate.start + start + length


_RUN_OF_FREE = re.compile(rb"\0+")


def _precedence(entry: tuple[int, Candidate]) -> tuple[bool, int, int, int]:
    rank, candidate = entry
    return not candidate.sure, rank, candidate.start - candidate.end, candidate.start


def joined(candidates: list[Candidate], text: str) -> list[Candidate]:
    """Join what overlaps: what is sure keeps its place, the rest of the other stays beside it; of two unsure ones that
    are of a kind, or one within the other, the later takes the earlier in."""
    kept: list[Candidate] = []
    if _are_apart(candidates):
        return [found for found in candidates if found.end - found.start > (found.rule == LEARNED)]
    for candidate in sorted(candidates, key=lambda found: (not found.sure, found.rule == LEARNED, found.start)):
        others = _overlapping(kept, candidate.start, candidate.end)
        candidate, start, end = _taking_in(candidate, others, kept)
        for piece in _pieces(candidate, start, end, others, text):
            insort(kept, piece, key=_start)
    return kept


def with_letters(found: list[Candidate], text: str) -> list[Candidate]:
    """Let names and numbers of documents take in the letters beside them, unless something else has them: "F. Haldane", "BE 602 917"."""
    behind = 0
    for place, one in enumerate(found):
        if one.kind in _LETTERED:
            until = found[place + 1].start if place + 1 < len(found) else len(text)
            before = _LETTERED[one.kind].search(text, max(behind, one.start - 9), one.start)
            after = _INITIAL_BEHIND.match(text, one.end, until) if one.kind is Kind.NAME else None
            if before or after:
                start, end = before.start() if before else one.start, after.end() if after else one.end
                found[place] = moved(one, start, end, fold_arabic(text[start:end]))
        behind = found[place].end
    return found


_OF_DOCUMENTS = re.compile(r"(?<![\w/-])(?!ID|NO|NR|PP|CIN|NIE|DNI|CPR|SSN|TIN|CNI)[A-Z]{1,3} $")
_LETTERED = {
    Kind.NAME: re.compile(r"(?<![\w.])(?:[A-Z]\. ?){1,3}$"),
    Kind.NATIONAL_ID: _OF_DOCUMENTS,
    Kind.PASSPORT: _OF_DOCUMENTS,
}
_INITIAL_BEHIND = re.compile(r" [A-Z\u0621-\u064a]\.(?=[\s,;)]|$)")


def _taking_in(candidate: Candidate, others: list[Candidate], kept: list[Candidate]) -> tuple[Candidate, int, int]:
    """Let a candidate take unsure others in, which leave `others` and `kept`; gives it and where it reaches now."""
    start, end = candidate.start, candidate.end
    for other in [other for other in others if not other.sure]:
        if other.kind is candidate.kind or (start <= other.start and other.end <= end):
            del kept[bisect_left(kept, other.start, key=_start)]
            others.remove(other)
            start, end = min(start, other.start), max(end, other.end)
            if candidate.kind in SECRETS and other.kind in SECRETS:
                candidate = moved(other, candidate.start, candidate.end, candidate.same)
    return candidate, start, end


def _pieces(candidate: Candidate, start: int, end: int, others: list[Candidate], text: str) -> Iterator[Candidate]:
    """Give what is left of a candidate beside others, where it is worth to be kept."""
    is_learned = candidate.rule == LEARNED
    sure = [other for other in others if other.sure] if is_learned and candidate.kind in SECRETS else []
    for left, right in _gaps(start, end, others) if others else ((start, end),):
        if any(_touches(text, left, right, other) for other in sure):
            continue  # the rest of an address or a setting around a secret
        rest = text[left:right].strip()
        if sum(map(str.isalnum, rest)) > is_learned:
            left += len(text[left:right]) - len(text[left:right].lstrip())
            yield _piece(candidate, left, rest)


def _touches(text: str, start: int, end: int, other: Candidate) -> bool:
    """Say whether nothing blank is between a span and a finding beside it."""
    return (end == other.start and not text[end - 1].isspace()) or (start == other.end and not text[start].isspace())


def _are_apart(candidates: list[Candidate]) -> bool:
    """Put candidates in order; say whether none touches another."""
    candidates.sort(key=_start)
    return all(one.end <= other.start for one, other in pairwise(candidates))


def _gaps(start: int, end: int, taken: list[Candidate]) -> Iterator[tuple[int, int]]:
    """Give what is left of a span between those that are taken."""
    for other in taken:
        if start < other.start:
            yield start, other.start
        start = max(start, other.end)
    if start < end:
        yield start, end


def _overlapping(kept: list[Candidate], start: int, end: int) -> list[Candidate]:
    """Give those of the kept (in order, not overlapping) that touch a span."""
    first = last = max(0, bisect_left(kept, start, key=_start) - 1)
    while last < len(kept) and kept[last].start < end:
        last += 1
    return [other for other in kept[first:last] if start < other.end]


def _piece(candidate: Candidate, start: int, rest: str) -> Candidate:
    """Give what is left of a candidate."""
    if start == candidate.start and len(rest) == candidate.end - candidate.start:
        return candidate
    return moved(candidate, start, start + len(rest), fold_arabic(rest))
