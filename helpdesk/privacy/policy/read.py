"""Reads a policy file, or refuses it with every mistake in it, each with its line and what to do."""

import re
import tomllib
from pathlib import Path

import msgspec

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.policy.form import Mistake, compare
from helpdesk.privacy.policy.mistakes import mistakes_in
from helpdesk.privacy.policy.places import find_places
from helpdesk.privacy.policy.shapes import Policy

SHIPPED = Path(__file__).with_name("default.toml")
LARGEST = 256 * 1024  # bytes

_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_REMEDIES = (
    (("Cannot declare", "Cannot overwrite", "Cannot mutate", "Duplicate"), "Each table and key may stand once."),
    (
        ("Expected '='", "Invalid initial", "Invalid statement"),
        "Write NAME = VALUE; names are letters, digits, dashes.",
    ),
    (("Expected newline",), "Write one NAME = VALUE a line, text in quotation marks."),
    (("Invalid value",), "Put text in quotation marks; only numbers, true and false stand without."),
    (
        ("Unterminated", "Illegal character", 'Expected "', "Expected '\"'"),
        "Close the quotation mark on the same line.",
    ),
    (("Unescaped",), "Write the backslash twice, or put the text between single quotation marks."),
    (("Unclosed", "Expected ']'"), "Close the bracket."),
)


class PolicyRefused(HelpdeskError):
    """The policy file is wrong; the start is refused with a sentence that says where and what to do."""

    status = 503
    code = "error-policy"


def read_policy(path: Path | None = None) -> Policy:
    """Read and check a policy file (the shipped one without a path); raises PolicyRefused with what to do."""
    path = path or SHIPPED
    policy, mistakes = check(read_bytes(path))
    if policy is None or mistakes:
        raise PolicyRefused(f"{path}: " + " ".join(f"Line {mistake.line}: {mistake}" for mistake in mistakes))
    return policy


def read_bytes(path: Path) -> bytes:
    """Read a policy file; raises PolicyRefused when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError):
        raise PolicyRefused(f"The policy file {path} cannot be read. Set HELPDESK_POLICY to one that can.") from None


def check(content: bytes) -> tuple[Policy | None, list[Mistake]]:
    """Check what a policy file holds; gives the policy when there is one, and every mistake in the order of lines."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [_unreadable(content, error)]
    if len(content) > LARGEST:
        return None, [Mistake((), f"The file is larger than {LARGEST} bytes.", "Shorten it.", 1)]
    policy, wrong = compare(data)
    told = {mistake.path for mistake in wrong}
    found = [*wrong, *(mistake for mistake in mistakes_in(policy) if not _is_told(mistake, told))]
    places = find_places(text)
    with_lines = [msgspec.structs.replace(mistake, line=places.line_of(mistake.path)) for mistake in found]
    return policy, sorted(with_lines, key=lambda mistake: mistake.line)


def _is_told(mistake: Mistake, told: set[tuple[str | int, ...]]) -> bool:
    """What stands in for a wrong part is no mistake of the file's, nor is what only follows from it."""
    return mistake.beside in told or any(
        mistake.path[: len(path)] == path or path[: len(mistake.path)] == mistake.path for path in told
    )


def _unreadable(content: bytes, error: Exception) -> Mistake:
    if isinstance(error, UnicodeDecodeError):
        line = content[: error.start].count(b"\n") + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return Mistake((), "Here stands a byte that is no UTF-8.", "Save the file as UTF-8.", line, column)
    if isinstance(error, RecursionError):
        return Mistake((), "Lists or tables stand too deep in one another.", "A policy needs three levels.", 1)
    return _of_syntax(str(error), content)


def _of_syntax(said: str, content: bytes) -> Mistake:
    """Explain what the parser said; it stops at the first mistake."""
    place = _PLACE.search(said)
    line, column = (int(place[name] or 0) for name in ("line", "column")) if place else (0, 0)
    what = _PLACE.sub("", said)
    remedy = next((remedy for starts, remedy in _REMEDIES if what.startswith(starts)), "Correct it as toml.io says.")
    return Mistake((), f"This is no TOML: {what}.", remedy, line or content.count(b"\n") + 1, column)
