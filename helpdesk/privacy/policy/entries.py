"""Finds what is wrong with single entries of a policy: names that nothing has, doubles, numbers out of range."""

from collections import Counter
from collections.abc import Iterator, Sequence

from helpdesk.privacy.policy.form import Mistake, shown, suggest
from helpdesk.privacy.policy.places import Path


def unknown(
    path: Path, entries: Sequence[str], known: Sequence[str], why: str, *, numbered: bool = True
) -> Iterator[Mistake]:
    """Find the entries of a list that nothing has; `path` ends in the list's name."""
    for number, entry in enumerate(entries):
        if entry not in known:
            place = (*path, number) if numbered else (*path, entry)
            yield Mistake(place, f'{path[-1]} names "{shown(entry)}", {why}.', suggest(entry, known))


def twice(path: Path, entries: Sequence[str]) -> Iterator[Mistake]:
    """Find the entries that stand twice in a list."""
    for entry, times in Counter(entries).items():
        if times > 1:
            yield Mistake(path, f'"{shown(entry)}" stands here {times} times.', "Once is enough.")


def out_of_range(path: Path, value: int, least: int, most: int) -> Iterator[Mistake]:
    """Find a number that is too small or too large."""
    if value < least == 0:
        yield Mistake(path, f"{path[-1]} must not be negative.", f"Write a number from 0 to {most}.")
    elif not least <= value <= most:
        yield Mistake(path, f"{path[-1]} must lie between {least} and {most}.", "Write such a number.")
