"""Word lists, one file each: words in any order, lines that begin with # explain."""

import re
import tomllib
from functools import cache
from pathlib import Path

from helpdesk.privacy.redaction.normalise import fold_arabic

_SPLIT = re.compile(r"/|[^\s_/-]+")
_HERE = Path(__file__).parent


@cache
def word_list(name: str) -> frozenset[str]:
    """Read the list `name`.txt, folded so that spellings of the same word are one."""
    lines = (_HERE / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(fold_arabic(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def name_list(name: str) -> dict[str, bool]:
    """Read a list of names, folded already; each says whether it is an ordinary word, too (a "?" behind it)."""
    words = (_HERE / f"{name}.txt").read_text("utf-8").split()
    return {word.rstrip("?"): word[-1] == "?" for word in words}


@cache
def common_words() -> dict[str, int]:
    """Read the common words of both languages, folded already, each with how common: 1 the most, 4 the least."""
    lists = [(_HERE / f"{name}.txt").read_text("utf-8").split("\n") for name in ("common_arabic", "common_english")]
    return {word: rank for lines in lists for rank, line in enumerate(lines, 1) for word in line.split()}


@cache
def phrases(name: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Read the phrases of `name`.toml: pairs of a phrase's words and its concept; those of two parts are put together."""
    tables = tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))
    listed = [(phrase, concept) for concept, several in tables[name].items() for phrase in _apart(several)]
    for concept, lists in tables.get("composed", {}).items():
        for one, other in zip(lists[::2], lists[1::2], strict=True):
            listed += [(f"{first} {second}", concept) for first in _apart(one) for second in _apart(other)]
    return tuple((tuple(_SPLIT.findall(fold_arabic(phrase))), concept) for phrase, concept in listed)


def _apart(listed: str) -> list[str]:
    return [phrase for phrase in listed.replace("\n", "").split("|") if phrase.strip()]
