"""What the value of a secret may be: its extent, what it is made of, whether it is one at all."""

import re

from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.words import word_list

ORDINARY = word_list("not_passwords")


def is_void(value: str) -> bool:
    """Say whether a value is empty, masked, a placeholder or a variable."""
    low = value.casefold().strip("\"'.,;:!?()")
    return low in ORDINARY or not any(map(str.isalnum, value)) or is_reference(low)


def is_reference(value: str) -> bool:
    """Say whether a value stands for another: masked, a placeholder, a variable, the path of a file, an address, a public key."""
    return _VOID.fullmatch(value.casefold()) is not None


_VOID = re.compile(
    r"[x*•.#]{3,}\d{0,4}|<[^>]*>|\$\{?\w+\}?|%\w+%|\{\{?.*\}?\}|\[.*\]|\$2[aby]\$.*|\$argon2.*|\$[156]\$.*|your[_-].*|process\.env.*|os\.environ.*|getenv.*|env\(.*"
    r"|(?:put|enter|insert|ضع|اكتب)[_-].*|.*[_-](?:here|هنا)|//[^@]*|https?://[^@]*|(?:/[\w.-]+){2,}/?|ssh-(?:rsa|ed25519).*|ecdsa-sha2.*"
)


def chunk(reading: Reading, place: int) -> tuple[int, int]:
    """Give the run without blanks around a place, without the marks of the sentence at its ends."""
    known = reading.chunks.get(place)
    if known is None:
        known = reading.chunks[place] = _run_around(reading.text, place)
    return known


_BEFORE = 100
_RUN = re.compile(r"\S{1,200}")


def _run_around(text: str, place: int) -> tuple[int, int]:
    start, behind = place, _RUN.match(text, place)
    if place and not text[place - 1].isspace():
        start -= len(text[max(0, place - _BEFORE) : place].split()[-1])
    end = behind.end() if behind else place
    while start < place and text[start] in "\"'`«»([<{:=>→*،,":
        start += 1
    run = text[start:end]
    if ":" in run[: place - start] or "=" in run[: place - start]:
        start = place
    while end > start + 1 and (
        text[end - 1] in ".,;:?)]}>\"'`«»،؛؟"
        and not (text[end - 1] in ")]}" and text[start:end].count({")": "(", "]": "[", "}": "{"}[text[end - 1]]))
    ):
        end -= 1
    return start, end


def sorts_of_letters(value: str) -> int:
    """Count the sorts of letters: small, capital, digit, sign."""
    return sum(
        (
            any(c.islower() for c in value),
            any(c.isupper() for c in value),
            any(c.isdigit() for c in value),
            any(not c.isalnum() for c in value),
        )
    )
