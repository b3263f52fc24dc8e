"""Find private details: plain view, every detector, one rule for overlaps, offsets into the original."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
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
from helpdesk.privacy.redaction.reading import SECRET_CUES, Reading
from helpdesk.privacy.redaction.repeated import repeated
from helpdesk.privacy.redaction.resolve import joined, with_letters, without_overlaps
from helpdesk.privacy.redaction.spans import Choice, Finding, Kind, Known, OwnRules, TextNotScanned
from helpdesk.privacy.redaction.structure import fields
from helpdesk.privacy.redaction.tagger import judged

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
    reading.secret_cues = [cue.last for cue in reading.cues if not cue.concepts.isdisjoint(SECRET_CUES)]
    reading.says = frozenset().union(*[cue.concepts for cue in reading.cues])
    reading.speaks = reading.says.union(*[entry.concepts for entry in reading.fields])
    return reading


def _opaque(placeholder: "re2._Match[str]") -> str:
    """The words of a placeholder are no words of the text: "[password 1]" is no cue."""
    return OPAQUE * len(placeholder[0])


def by_rules(reading: Reading, known: Known, own: OwnRules) -> list[Candidate]:
    """Give what the rules find, in order, not overlapping."""
    return without_overlaps(_ranked(reading, known, own), reading.text)


def _with_learned(reading: Reading, ruled: list[Candidate]) -> list[Candidate]:
    """Take back what the tagger does not believe of the unsure rules; add what it finds beyond them."""
    believed, learned = judged(reading, ruled)
    found = joined([*believed, *learned], reading.text)
    again = [
        other
        for other in (*repeated(found, reading), *alike(found, reading))
        if other.sure or not must_stay(reading.text[other.start : other.end], other.kind)
    ]
    return with_letters(joined([*found, *again], reading.text) if again else found, reading.text)


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
