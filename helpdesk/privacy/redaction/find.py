"""Find private details: plain view, every detector, one rule for overlaps, offsets into the original."""

from collections.abc import Iterable, Iterator, Sequence

import re2

from helpdesk.privacy.redaction.detectors import (
    bank,
    email_address,
    identity,
    network,
    payment_card,
    person,
    phone_number,
    secret,
)
from helpdesk.privacy.redaction.detectors.candidate import Candidate, Detector
from helpdesk.privacy.redaction.normalise import View, fold_arabic, view
from helpdesk.privacy.redaction.spans import Choice, Finding, Kind, Known, OwnRules, TextNotScanned

# In the order of their rank: where two findings overlap, the earlier one in this list stays.
DETECTORS: tuple[Detector, ...] = (
    secret.private_key,
    secret.jwt,
    secret.connection_string,
    secret.access_token,
    secret.password,
    payment_card.payment_card,
    bank.iban,
    secret.one_time_code,
    identity.national_id,
    identity.passport,
    bank.bank_account,
    email_address.email_address,
    network.ip_address,
    network.mac_address,
    identity.birth_date,
    phone_number.phone_number,
    person.introduced_name,
)

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
        plain = view(text)
        ranked = [*_ranked(plain.text, known, own)]
        kept = _without_overlaps(ranked, plain.text)
        findings = [_finding(candidate, plain) for candidate in kept if not _is_allowed(candidate, plain, own)]
        return _with_choices(findings, choices, text)
    except Exception:
        raise TextNotScanned from None  # the cause may quote the text


def _ranked(text: str, known: Known, own: OwnRules) -> Iterator[tuple[int, Candidate]]:
    for rank, detector in enumerate(DETECTORS):
        yield from ((rank, candidate) for candidate in detector(text))
    yield from ((len(DETECTORS), candidate) for candidate in person.known_person(text, known))
    for kind, pattern in own.patterns:
        for match in re2.compile(pattern).finditer(text):
            if match.end() > match.start():
                found = Candidate(
                    match.start(), match.end(), Kind(kind), "the operator's own rule", match[0].casefold()
                )
                yield len(DETECTORS) + 1, found


def _without_overlaps(ranked: Iterable[tuple[int, Candidate]], text: str) -> list[Candidate]:
    """Resolve overlaps: the higher rank stays; within a rank the longer; a loser is dropped whole.

    What was a placeholder before it was folded (`[email 1]`) is taken already: redacting twice finds nothing more.
    """
    kept: list[Candidate] = []
    taken = bytearray(len(text))
    for folded in _FOLDED.finditer(text):
        taken[folded.start() : folded.end()] = b"\1" * (folded.end() - folded.start())
    for _, candidate in sorted(ranked, key=lambda entry: (entry[0], entry[1].start - entry[1].end, entry[1].start)):
        if candidate.end > candidate.start and not any(taken[candidate.start : candidate.end]):
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: candidate.start)


def _finding(candidate: Candidate, plain: View) -> Finding:
    start, end = plain.original(candidate.start, candidate.end)
    return Finding(start, end, candidate.kind, candidate.rule, candidate.same)


def _is_allowed(candidate: Candidate, plain: View, own: OwnRules) -> bool:
    word = fold_arabic(plain.text[candidate.start : candidate.end])
    return any(word == fold_arabic(allowed) for allowed in own.allowed)


def _with_choices(findings: list[Finding], choices: Sequence[Choice], text: str) -> list[Finding]:
    """Honour what the requester chose: show what they call public, hide what they mark."""
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
