"""From a text to what may be stored of it: every finding becomes `⟦kind n⟧`, its value goes to be sealed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from helpdesk.privacy.redaction.find import find
from helpdesk.privacy.redaction.spans import Choice, Finding, Kind, Known, OwnRules

PLACEHOLDER: Final = re.compile(r"⟦(?P<kind>[a-z-]{1,20}) (?P<number>[0-9]{1,5})⟧")
# Never stored: NUL, lone surrogates, embeddings and overrides that disguise names and addresses; brackets are ours.
_CLEANED = {
    0: None,
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys(range(0xD800, 0xE000)),
    ord("⟦"): "[",
    ord("⟧"): "]",
}


@dataclass(frozen=True, slots=True)
class Sealed:
    """One value that was taken out of a text, under the number of its placeholder."""

    kind: Kind
    number: int
    value: str

    def __repr__(self) -> str:
        return f"Sealed({self.kind} {self.number})"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its private details, the details, and what was found where in the cleaned text."""

    text: str
    sealed: tuple[Sealed, ...]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"Redacted({len(self.findings)} findings)"


def clean(text: str) -> str:
    """Give what is kept of what somebody typed: no NUL, no lone surrogate, no bidi override, line ends as \\n, and
    ⟦⟧ folded to [] so that nobody can forge a placeholder."""
    return text.translate(_CLEANED).replace("\r\n", "\n").replace("\r", "\n")


def redact(
    text: str,
    *,
    number: Callable[[Kind, str], int],
    lang: str = "auto",
    known: Known = Known(),
    own: OwnRules = OwnRules(),
    choices: Sequence[Choice] = (),
) -> Redacted:
    """Take the private details out of a text.

    number   gives the placeholder's number for a kind and a canonical value: equal values get equal numbers
    choices  offsets into `clean(text)`
    raises   TextNotScanned
    """
    cleaned = clean(text)
    findings = find(cleaned, lang=lang, known=known, own=own, choices=choices)
    parts, place = [], 0
    sealed: dict[tuple[Kind, int], Sealed] = {}
    for finding in findings:
        n = number(finding.kind, finding.same)
        sealed.setdefault((finding.kind, n), Sealed(finding.kind, n, cleaned[finding.start : finding.end]))
        parts += [cleaned[place : finding.start], f"⟦{finding.kind} {n}⟧"]
        place = finding.end
    return Redacted("".join([*parts, cleaned[place:]]), tuple(sealed.values()), tuple(findings))


def first_come() -> Callable[[Kind, str], int]:
    """Give a fresh counter for a text on its own: the first value of a kind is 1."""
    numbers: dict[Kind, dict[str, int]] = {}

    def number(kind: Kind, same: str) -> int:
        of_kind = numbers.setdefault(kind, {})
        return of_kind.setdefault(same, len(of_kind) + 1)

    return number
