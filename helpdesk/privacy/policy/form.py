"""Compares what a file holds with the shapes: every unknown, missing or mistyped key at once, not only the first."""

import difflib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import inspect

from helpdesk.privacy.policy.places import Path
from helpdesk.privacy.policy.shapes import Both, Policy

_WORDS: tuple[tuple[type[inspect.Type], str, str, Any], ...] = (
    # shape, what it is called, how it is written, what stands in for a wrong one
    (inspect.StrType, "text in quotation marks", '"…"', ""),
    (inspect.BoolType, "true or false", "true", False),
    (inspect.IntType, "a whole number", "1", 1),
    (inspect.DateType, "a date such as 2027-12-31", "2027-12-31", date(2027, 12, 31)),
    (inspect.ListType, 'a list such as ["…", "…"]', "[]", []),
    (inspect.DictType, "a table", "{}", {}),
)
_LARGEST = 10**9


class Mistake(msgspec.Struct, frozen=True):
    """One mistake: where it stands, what is wrong, what to do. Line and column are filled in when there is a file.

    beside  the part that it was compared with; when that is wrong itself, this is only a consequence
    """

    path: Path
    what: str
    remedy: str
    line: int = 0
    column: int = 0
    beside: Path = ()

    @property
    def where(self) -> str:
        """Give the path as it reads in a file: categories.technical.purposes[2]."""
        return "".join(f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in self.path).lstrip(".")

    def __str__(self) -> str:
        return " ".join(part for part in (self.where and f"{self.where}:", self.what, self.remedy) if part)


def compare(data: dict[str, Any]) -> tuple[Policy, list[Mistake]]:
    """Read what a file holds; wrong parts are told and stand-ins take their place, so that the rest can be checked."""
    mistakes: list[Mistake] = []
    repaired = _read(data, inspect.type_info(Policy), (), mistakes)
    return msgspec.convert(repaired, Policy), mistakes


def _read(value: Any, shape: inspect.Type, path: Path, mistakes: list[Mistake]) -> Any:
    if isinstance(shape, inspect.UnionType):  # "or nothing", which TOML cannot write
        shape = next(choice for choice in shape.types if not isinstance(choice, inspect.NoneType))
    if isinstance(shape, inspect.StructType) and isinstance(value, dict):
        return _read_struct(value, shape, path, mistakes)
    if isinstance(shape, inspect.DictType) and isinstance(value, dict):
        return {key: _read(entry, shape.value_type, (*path, key), mistakes) for key, entry in value.items()}
    if isinstance(shape, inspect.ListType) and isinstance(value, list):
        return [_read(entry, shape.item_type, (*path, n), mistakes) for n, entry in enumerate(value)]
    if isinstance(shape, inspect.LiteralType):
        return _read_choice(value, shape, path, mistakes)
    if _is(value, shape):
        return value
    mistakes.append(Mistake(path, f"Here stands {_name(value)}.", f"It must be {_called(shape)}."))
    return _stand_in(shape)


def _read_struct(value: dict[str, Any], shape: inspect.StructType, path: Path, mistakes: list[Mistake]) -> Any:
    known = {field.encode_name: field for field in shape.fields}
    for key in value:
        if key not in known:
            mistakes.append(
                Mistake((*path, key), "This key is not known.", suggest(key, known, "Take it out; known are"))
            )
    read = {}
    for name, field in known.items():
        if name in value:
            read[name] = _read(value[name], field.type, (*path, name), mistakes)
        elif field.required:
            mistakes.append(Mistake((*path, name), "This is missing.", _how_to_add(name, field.type, path)))
            read[name] = _stand_in(field.type)
    return read


def _read_choice(value: Any, shape: inspect.LiteralType, path: Path, mistakes: list[Mistake]) -> Any:
    if isinstance(value, str) and value in shape.values:
        return value
    what = f'"{shown(value)}" is not possible here.' if isinstance(value, str) else f"Here stands {_name(value)}."
    mistakes.append(Mistake(path, what, suggest(str(value), map(str, shape.values))))
    return shape.values[0]


def _is(value: Any, shape: inspect.Type) -> bool:
    match shape:
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType():
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
        case inspect.DateType():
            return isinstance(value, date) and not isinstance(value, datetime)
    return False


def _stand_in(shape: inspect.Type) -> Any:
    match shape:
        case inspect.StructType():
            return {field.encode_name: _stand_in(field.type) for field in shape.fields if field.required}
        case inspect.LiteralType():
            return shape.values[0]
    return next((stand_in for of, _, _, stand_in in _WORDS if isinstance(shape, of)), None)


def _called(shape: inspect.Type) -> str:
    if isinstance(shape, inspect.StructType):
        return _written(shape) if shape.cls is Both else "a table"
    return next((called for of, called, _, _ in _WORDS if isinstance(shape, of)), "another type")


def _written(shape: inspect.Type) -> str:
    if isinstance(shape, inspect.StructType):
        return '{ en = "…", ar = "…" }' if shape.cls is Both else "{ … }"
    if isinstance(shape, inspect.LiteralType):
        return f'"{shape.values[0]}"'
    return next((written for of, _, written, _ in _WORDS if isinstance(shape, of)), "…")


def _how_to_add(name: str, shape: inspect.Type, path: Path) -> str:
    place = ".".join(shown(part) for part in (*path, name))
    if isinstance(shape, inspect.StructType) and shape.cls is not Both:
        return f"Add a table [{place}]."
    if isinstance(shape, inspect.DictType):
        return f"Add a table [{place}.NAME]."
    return f"Add {name} = {_written(shape)}."


def _name(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number with a point", str: "text", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")


def shown(text: object) -> str:
    """Give a word from the file as it may be printed: short, and without letters that move a terminal's cursor."""
    words = str(text)
    words = words if words.isprintable() else ascii(words)[1:-1]
    return words if len(words) <= 60 else f"{words[:60]}…"


def suggest(word: str, known: Iterable[str], otherwise: str = "Take one of") -> str:
    """Say which known word was meant, or which ones there are."""
    words = [shown(name) for name in known]
    if near := difflib.get_close_matches(word[:100], words, n=1, cutoff=0.6):
        return f'Did you mean "{near[0]}"?'
    return f"{otherwise} {', '.join(words)}."
