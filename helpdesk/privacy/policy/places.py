"""Finds the lines on which the keys, tables and list entries of a TOML file stand; the parser itself forgets them."""

import contextlib
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]  # ("categories", "technical", "purposes", 2)

_DEPTH = 8  # no policy goes deeper
_PIECES = re.compile(
    r"""(?P<blank>[ \t\r]+|\#[^\n]*) | (?P<newline>\n)
    | (?P<text>\"\"\"(?:\\.|[^\\])*?\"{3,5} | '''.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[\[\]{}=,.]) | (?P<bare>[^\s\[\]{}=,.#"']+) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Places:
    """The lines of a TOML text that the parser has accepted."""

    def __init__(self, lines: Mapping[Path, int]) -> None:
        self._lines = lines

    def line_of(self, path: Path) -> int:
        """Give the line of a path, or of the nearest thing around it that stands in the file."""
        for end in range(min(len(path), _DEPTH), 0, -1):
            if path[:end] in self._lines:
                return self._lines[path[:end]]
        return 1


def find_places(text: str) -> Places:
    """Read the lines of everything in a text that `tomllib` has accepted; of another text nothing sure can be said."""
    reader = _Reader(text)
    with contextlib.suppress(StopIteration, RecursionError):  # the end; or deeper than we follow: the rest is right
        reader.read_all()
    return Places(reader.lines)


class _Reader:
    """Walks over the pieces of a text and keeps where each path begins."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._pieces = _pieces(text)
        self._kind, self._piece, self._line = "newline", "\n", 1
        self._counts: dict[Path, int] = {}

    def _next(self) -> None:
        self._kind, self._piece, self._line = next(self._pieces)

    def _skip_lines(self) -> None:
        while self._kind == "newline":
            self._next()

    def read_all(self) -> None:
        """Read statements to the end; a header changes the table that the following keys are in."""
        table: Path = ()
        while True:
            self._skip_lines()
            if self._piece == "[" and self._kind == "mark":
                table = self._header()
            else:
                self._assignment(table)

    def _header(self) -> Path:
        line, depth = self._line, 0
        while self._piece == "[":
            depth += 1
            self._next()
        table = self._with_numbers(self._key())
        if depth == 2:
            table = (*table, self._counts.setdefault(table, 0))
            self._counts[table[:-1]] += 1
        self._mark(table, line)
        while self._piece == "]":
            self._next()
        return table

    def _with_numbers(self, key: Path) -> Path:
        """A header below a list of tables means its newest one."""
        table: Path = ()
        for part in key[:-1]:
            table = (*table, part)
            if table in self._counts:
                table = (*table, self._counts[table] - 1)
        return (*table, *key[-1:])

    def _assignment(self, table: Path) -> None:
        line = self._line
        path = (*table, *self._key())
        self._mark(path, line)
        self._next()  # the equals sign
        self._value(path)

    def _key(self) -> Path:
        parts: list[str] = []
        while self._kind in ("bare", "text", "other") or self._piece == ".":
            if self._piece != ".":
                parts.append(_unquoted(self._piece) if self._kind == "text" else self._piece)
            self._next()
        return tuple(parts)

    def _value(self, path: Path) -> None:
        if self._kind == "mark" and self._piece == "[":
            self._list(path)
        elif self._kind == "mark" and self._piece == "{":
            self._inline_table(path)
        else:
            while self._kind != "newline" and not (self._kind == "mark" and self._piece in ",]}"):
                self._next()

    def _list(self, path: Path) -> None:
        self._next()
        number = 0
        while True:
            self._skip_lines()
            if self._piece == "]" and self._kind == "mark":
                return self._next()
            if self._piece == "," and self._kind == "mark":
                number += 1
                self._next()
                continue
            self._mark((*path, number), self._line)
            self._value((*path, number))

    def _inline_table(self, path: Path) -> None:
        self._next()
        while not (self._kind == "mark" and self._piece == "}"):
            if self._kind == "newline" or (self._kind == "mark" and self._piece == ","):
                self._next()
            else:
                self._assignment(path)
        self._next()

    def _mark(self, path: Path, line: int) -> None:
        for end in range(1, min(len(path), _DEPTH)):
            self.lines.setdefault(path[:end], line)
        self.lines[path[:_DEPTH]] = line


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in _PIECES.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "blank":
            yield kind, match[0], line
        line += match[0].count("\n")
    yield "newline", "\n", line


@functools.lru_cache(1024)  # of the names of a policy there are few
def _unquoted(text: str) -> str:
    return str(tomllib.loads(f"key = {text}")["key"])
