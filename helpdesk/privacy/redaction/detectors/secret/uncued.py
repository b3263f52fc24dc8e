"""Passwords that no word announces: by what they are made of, or behind the name of an account."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.chosen import CODE_LIKE, HOST, TECHNICAL, looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.detectors.secret.value import is_void, sorts_of_letters
from helpdesk.privacy.redaction.reading import THING, Reading
from helpdesk.privacy.redaction.spans import Kind

_PAIRED = re2.compile(
    r"(?i)\b(?:admin|administrator|root|user|login|ftp|demo|deploy|postgres|mysql|webmaster|ubuntu|sa|manager|test|[a-z][a-z0-9._-]{2,30})\s{0,2}(?:/{1,2}|:|\||->|→)\s{0,2}([^\s/|\"'<>,]{5,40})"
)
# Log-ins that are hardly ever written before a colon for another reason.
_ROOTED = re2.compile(r"\b(?:root|ftp|wp|sftp|postgres|mysql|cpanel|whm|webmail):([^\s/|\"'<>,:]{6,40})")
_SIGN = re.compile(r"[!@#$%^&*+~?]")
_LONGEST = 80  # letters before and behind a sign that are looked at
_OBJECT = re.compile(r"[A-Z]\w+@[0-9a-f]{5,8}")  # as Java prints an object
_STRONG = re.compile(r"(?=\S*[A-Za-z\u0600-\u06ff])(?=\S*\d)(?=\S*[!@#$%^&*+~?])\S{6,60}")


def uncued(reading: Reading) -> Iterator[Candidate]:
    """Runs with letters, digits and signs that stand in no code; pairs of log-in and password."""
    text = reading.text
    for first, last in _runs_with_a_sign(text) if "digit and sign" in reading.shapes else ():
        start, end = trimmed(text, first, last, "\"'`«»([<{:=>→,.;)]}")
        if end < last and text[end] in "!?" and end + 1 < last:
            end += 1
        value = text[start:end]
        if _STRONG.fullmatch(value) and _is_typed_secret(value):
            yield Candidate(start, end, Kind.PASSWORD, "a run of letters, digits and signs", value, sure=False)
    speaks = not reading.says.isdisjoint(("password", "user"))
    for match in (_PAIRED if speaks else _ROOTED).finditer(text) if speaks or "root" in reading.shapes else ():
        value = match[1].rstrip(".,;:)]\"'")
        pair = text[match.start() : match.start(1)]
        if text[match.start() - 1 : match.start()] == "/":
            continue  # a part of a path
        if (
            looks_chosen(value)
            and not is_void(value)
            and "//" not in pair.replace(" ", "")[-2:].replace("//", "", pair.count("admin//"))
            and _mixes(value)
            and reading.concepts(match.start(1), match.start(1) + len(value)) != THING
        ):
            yield Candidate(
                match.start(1), match.start(1) + len(value), Kind.PASSWORD, "behind a log-in name", value, sure=False
            )


def _runs_with_a_sign(text: str) -> Iterator[tuple[int, int]]:
    """Give the runs without blanks that hold one of the signs people put into passwords."""
    behind = 0
    for sign in _SIGN.finditer(text):
        if sign.start() < behind:
            continue
        start, end = sign.start(), sign.end()
        while start > behind and not text[start - 1].isspace() and sign.start() - start < _LONGEST:
            start -= 1
        while end < len(text) and not text[end].isspace() and end - sign.start() < _LONGEST:
            end += 1
        behind = end
        yield start, end


def _mixes(value: str) -> bool:
    sorts = sorts_of_letters(value)
    return sorts >= 3 or (sorts == 2 and len(value) >= 8 and any(c.isdigit() for c in value))


def _is_typed_secret(value: str) -> bool:
    """Tell a typed password from code, addresses, paths, sums and greetings."""
    if "'@'" in value or _OBJECT.fullmatch(value):
        return False
    if HOST.fullmatch(value) or CODE_LIKE.fullmatch(value) or TECHNICAL.fullmatch(value):
        return False
    if re.search(
        r"[(){}<>;=\"\\|,/:]|\]|\[|::|->|&&|^[@#$%&+~^*-]|@\w[\w-]*\.\w|%[0-9A-F]{2}|^\d+[%$+*?!]+$|\+\d{4}$|^\w+[?!*+~]+$",
        value,
    ):
        return bool(
            re.fullmatch(r"[\w@.-]+[!@#$%^&*]+", value)
            and re.search(r"[a-z]", value)
            and re.search(r"\d", value)
            and re.search(r"[A-Z]", value)
            and len(value) >= 7
        )
    return True
