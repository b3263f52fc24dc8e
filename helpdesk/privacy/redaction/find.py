"""Find private details: plain view, every detector, one rule for overlaps, offsets into the original."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from time import thread_time

import re2

from helpdesk.privacy.redaction.alike import alike
from helpdesk.privacy.redaction.detectors import (
    bank,
    birth_date,
    email_address,
    health,
    identity,
    known_person,
    location,
    map_place,
    network,
    passport,
    payment_card,
    phone_number,
    plate,
)
from helpdesk.privacy.redaction.detectors.address import postal_address
from helpdesk.privacy.redaction.detectors.candidate import ENDS, Candidate, Detector, moved, tidied
from helpdesk.privacy.redaction.detectors.person import introduced_name, kunya, listed_name
from helpdesk.privacy.redaction.detectors.secret import (
    access_token,
    connection_string,
    jwt,
    one_time_code,
    password,
    private_key,
)
from helpdesk.privacy.redaction.lexeme import OPAQUE
from helpdesk.privacy.redaction.normalise import View, fold_arabic, view
from helpdesk.privacy.redaction.numerals import numerals
from helpdesk.privacy.redaction.read import read
from helpdesk.privacy.redaction.readable import must_stay
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.repeated import repeated
from helpdesk.privacy.redaction.spans import SECRETS, Choice, Finding, Kind, Known, OwnRules, TextNotScanned
from helpdesk.privacy.redaction.structure import fields
from helpdesk.privacy.redaction.tagger import LEARNED, judged

# In the order of their rank: where two findings overlap, the earlier one in this list stays.
DETECTORS: tuple[Detector, ...] = (
    private_key.private_key,
    jwt.jwt,
    connection_string.connection_string,
    email_address.email_address,
    bank.iban,
    payment_card.payment_card,
    access_token.access_token,
    password.password,
    passport.passport,
    identity.national_id,
    bank.bank_account,
    one_time_code.one_time_code,
    birth_date.date_in_words,
    birth_date.birth_date,
    location.coordinates,
    location.spoken_coordinates,
    map_place.map_place,
    birth_date.spoken_birth_date,
    network.ip_address,
    network.mac_address,
    phone_number.phone_number,
    plate.plate,
    postal_address.postal_address,
    introduced_name.introduced_name,
    listed_name.listed_name,
    kunya.kunya,
    health.health,
    identity.unexplained_number,
    birth_date.old_date,
)

_NOBODY = Known()
_start = attrgetter("start")
WINDOW = 4_000  # letters read at once
CONTEXT = 300  # letters before and behind that are read along
# Seconds of processor time for a text, past which it is not scanned; the tagger alone takes 0.2 s for 100 000 letters.
BUDGET = 0.25
BUDGET_PER_LETTER = 2e-5
_FOLDED = re2.compile(r"\[(?:" + "|".join(Kind) + r") \d{1,5}\]")


def find(
    text: str,
    *,
    lang: str = "auto",  # noqa: ARG001 - part of the interface: a learned tagger will want it
    known: Known = Known(),
    own: OwnRules = OwnRules(),
    choices: Sequence[Choice] = (),
) -> list[Finding]:
    """Find the private details of a text.

    returns  findings in order, not overlapping; offsets are code points of `text`
    raises   TextNotScanned when anything inside fails: a text that was not scanned must not pass
    """
    try:
        findings = _in_window(text, known, own) if len(text) <= WINDOW else _in_windows(text, known, own)
        return _with_choices(findings, choices, text)
    except Exception:
        raise TextNotScanned from None  # the cause may quote the text


def _in_windows(text: str, known: Known, own: OwnRules) -> list[Finding]:
    """Find in a long text, window by window; what one window costs is bounded, what many cost is counted."""
    started, findings = thread_time(), list[Finding]()
    for start, end in _windows(text):
        place = max(0, start - CONTEXT)
        for found in _in_window(text[place : end + CONTEXT], known, own):
            begin = found.start + place
            if start <= begin < end and (not findings or findings[-1].end <= begin):
                findings.append(Finding(begin, found.end + place, found.kind, found.rule, found.same))
        _keep_to_budget(thread_time() - started, len(text))
    return findings


def _keep_to_budget(spent: float, length: int) -> None:
    if spent > BUDGET + BUDGET_PER_LETTER * length:
        raise TextNotScanned


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Cut a long text at line ends (or blanks), so that the time and what one step holds stay bounded."""
    start = 0
    while start < len(text):
        end = len(text)
        if end - start > WINDOW:
            cut = max(
                text.rfind("\n", start + WINDOW // 2, start + WINDOW),
                text.rfind(" ", start + WINDOW - 80, start + WINDOW),
            )
            end = cut + 1 if cut > 0 else start + WINDOW
        yield start, end
        start = end


def _in_window(text: str, known: Known, own: OwnRules) -> list[Finding]:
    plain = view(text)
    if not plain.text:
        return []
    reading = read_whole(plain.text)
    kept = _with_learned(reading, by_rules(reading, known, own))
    kept = [found for found in kept if OPAQUE not in reading.text[found.start : found.end]]
    return [
        _finding(_tidied(candidate, plain.text), plain) for candidate in kept if not _is_allowed(candidate, plain, own)
    ]


def _tidied(found: Candidate, text: str) -> Candidate:
    if text[found.start] != "(" and text[found.end - 1] not in ENDS:
        return found
    start, end = tidied(text, found.start, found.end, found.kind)
    return moved(found, start, end, found.same)


def read_whole(text: str) -> Reading:
    """Read a plain text with its fields and numbers."""
    reading = read(_FOLDED.sub(_opaque, text) if "[" in text else text)
    reading.fields = [*fields(reading)]
    reading.numerals = numerals(reading)
    reading.number_ends = [*accumulate([numeral.end for numeral in reading.numerals], max)]
    reading.says = frozenset().union(*[cue.concepts for cue in reading.cues])
    reading.speaks = reading.says.union(*[entry.concepts for entry in reading.fields])
    return reading


def _opaque(placeholder: "re2._Match[str]") -> str:
    """The words of a placeholder are no words of the text: "[password 1]" is no cue."""
    return OPAQUE * len(placeholder[0])


def by_rules(reading: Reading, known: Known, own: OwnRules) -> list[Candidate]:
    """Give what the rules find, in order, not overlapping."""
    return _without_overlaps(_ranked(reading, known, own), reading.text)


def _with_learned(reading: Reading, ruled: list[Candidate]) -> list[Candidate]:
    """Take back what the tagger does not believe of the unsure rules; add what it finds beyond them."""
    believed, learned = judged(reading, ruled)
    found = _joined([*believed, *learned], reading.text)
    again = [
        other
        for other in (*repeated(found, reading), *alike(found, reading))
        if other.sure or not must_stay(reading.text[other.start : other.end], other.kind)
    ]
    return _joined([*found, *again], reading.text) if again else found


def _joined(candidates: list[Candidate], text: str) -> list[Candidate]:
    """Join what overlaps: what is sure keeps its place, the rest of the other stays beside it; of two unsure ones that
    are of a kind, or one within the other, the later takes the earlier in."""
    kept: list[Candidate] = []
    if _are_apart(candidates):
        return [found for found in candidates if found.end - found.start > (found.rule == LEARNED)]
    order = sorted(candidates, key=lambda found: (not found.sure, found.rule == LEARNED, found.start))
    for candidate in order:
        start, end = candidate.start, candidate.end
        others = _overlapping(kept, start, end)
        for other in [other for other in others if not other.sure]:
            if other.kind is candidate.kind or (start <= other.start and other.end <= end):
                del kept[bisect_left(kept, other.start, key=_start)]
                others.remove(other)
                start, end = min(start, other.start), max(end, other.end)
                if candidate.kind in SECRETS and other.kind in SECRETS:
                    candidate = moved(other, candidate.start, candidate.end, candidate.same)
        sure = (
            [other for other in others if other.sure] if candidate.rule == LEARNED and candidate.kind in SECRETS else []
        )
        for left, right in _gaps(start, end, others) if others else ((start, end),):
            if any(_touches(text, left, right, other) for other in sure):
                continue  # the rest of an address or a setting around a secret
            rest = text[left:right].strip()
            if sum(map(str.isalnum, rest)) > (candidate.rule == LEARNED):
                left += len(text[left:right]) - len(text[left:right].lstrip())
                insort(kept, _piece(candidate, left, rest), key=_start)
    return kept


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


def _ranked(reading: Reading, known: Known, own: OwnRules) -> list[tuple[int, Candidate]]:
    found = [(rank, candidate) for rank, detector in enumerate(DETECTORS) for candidate in detector(reading)]
    if known != _NOBODY:
        found += [(len(DETECTORS), candidate) for candidate in known_person.known_person(reading, known)]
    for kind, pattern in own.patterns:
        for match in re2.compile(pattern).finditer(reading.text):
            if match.end() > match.start():
                rule, same = "the operator's own rule", match[0].casefold()
                found.append((len(DETECTORS) + 1, Candidate(match.start(), match.end(), Kind(kind), rule, same)))
    return found


def _without_overlaps(ranked: Iterable[tuple[int, Candidate]], text: str) -> list[Candidate]:
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


def _finding(candidate: Candidate, plain: View) -> Finding:
    start, end = plain.original(candidate.start, candidate.end)
    return Finding(start, end, candidate.kind, candidate.rule, candidate.same)


def _is_allowed(candidate: Candidate, plain: View, own: OwnRules) -> bool:
    if not own.allowed:
        return False
    word = fold_arabic(plain.text[candidate.start : candidate.end])
    return any(word == fold_arabic(allowed) for allowed in own.allowed)


def _with_choices(findings: list[Finding], choices: Sequence[Choice], text: str) -> list[Finding]:
    """Honour what the requester chose: show what they call public, hide what they mark."""
    if not choices:
        return findings
    shown = [choice for choice in choices if not choice.hide]
    kept = [
        finding
        for finding in findings
        if not any(choice.start <= finding.start and finding.end <= choice.end for choice in shown)
    ]
    for choice in choices:
        inside = 0 <= choice.start < choice.end <= len(text)
        if choice.hide and inside and not any(f.start < choice.end and choice.start < f.end for f in kept):
            value = text[choice.start : choice.end].casefold()
            kept.append(Finding(choice.start, choice.end, Kind.TEXT, "hidden by the requester", value))
    return sorted(kept, key=lambda finding: finding.start)
