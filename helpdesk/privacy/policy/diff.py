"""The words that differ between two texts, paragraph by paragraph, for people to read."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_PARAGRAPHS = re.compile(r"\n\s*\n|\n")
_WORDS = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.5  # paragraphs less alike than this are shown as one gone and one new


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: "same", "gone" or "new"."""

    what: str
    text: str


def compare(before: str, after: str) -> Sequence[Sequence[Piece]]:
    """Give the paragraphs of both texts in their order, each as pieces; an empty text has none."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Sequence[Piece]] = []
    for how, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if how == "equal":
            found += [[Piece("same", text)] for text in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPHS.split(text) if part.strip()]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Sequence[Piece]]:
    """Compare the paragraphs of a changed stretch: each with the one that took its place, if they are alike."""
    rest = list(old)
    for text in new:
        twin = next((other for other in rest if _likeness(other, text) >= _ALIKE), None)
        while twin is not None and rest[0] != twin:
            yield [Piece("gone", rest.pop(0))]
        if twin is None:
            yield [Piece("new", text)]
        else:
            yield _words(rest.pop(0), text)
    yield from ([Piece("gone", text)] for text in rest)


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(a=_WORDS.findall(old), b=_WORDS.findall(new), autojunk=False).ratio()


def _words(old: str, new: str) -> Sequence[Piece]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for how, i, j, k, m in difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(a[i:j])))
            continue
        pieces += [Piece("gone", "".join(a[i:j]))] if i < j else []
        pieces += [Piece("new", "".join(b[k:m]))] if k < m else []
    return pieces
