"""The sweep: canaries through every door, every place searched, a table of what was found where it must not be."""

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.canaries.desk import running
from tests.canaries.doors import DOORS, TYPIST, Sweep, close_browsers, open_browsers, work
from tests.canaries.erasure import opened_after_erasure
from tests.canaries.places import Found, crawl, search

# What proves that a place was read at all: a control, or a value that is meant to be there.
CONTROLS = {
    "database": "control",
    "write-ahead log": "control",
    "pg_dump": "control",
    "logs": "control",
    "metrics": "control, metric",
    "mail": "form: e-mail",
    "folders": "control",
    "processes": "control",
    "requester": "reply: word",
    "other requester": "form: public",
    "team": "note: word",
    "assignee": "note: word",
    "outside": "note: word",
    "manager": "control, manager",
    "officer": "control, officer",
    "admin": "control, admin",
    "nobody": "control, portal",
    TYPIST: "preview: subject",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What was put in, what was found where, what may be where."""

    values: dict[str, str]
    may: dict[str, frozenset[str]]
    found: Found
    erased: tuple[int, int, int] = (0, 0, 0)  # tickets; how many opened before and after they were erased

    @property
    def leaks(self) -> set[tuple[str, str]]:
        """Place and label of everything that was found where it may not be."""
        return {
            (place, label)
            for place, labels in self.found.items()
            for label in labels
            if label in self.values and place not in self.may[label]
        }

    @property
    def blind(self) -> set[str]:
        """The places in which what must be found was not: there a zero proves nothing."""
        blind = {place for place, label in CONTROLS.items() if label not in self.found.get(place, ())}
        words = {label for label, places in self.may.items() if "requester" in places}
        return blind | {f"requester, {label}" for label in words - self.found["requester"]}

    def table(self) -> str:
        """A line for each door, a column for each place: how many values leaked; in brackets, are where they may be."""
        doors = list(dict.fromkeys(label.partition(":")[0] for label in self.values))
        width = max(len(door) for door in doors) + 6
        lines = [" " * width + " ".join(f"{place[:9]:>9}" for place in self.found)]
        for door in doors:
            labels = {label for label in self.values if label.startswith(f"{door}:")}
            lines.append(f"{door:{width - 4}}{len(labels):3} " + " ".join(self._cells(labels)))
        return "\n".join(lines)

    def _cells(self, labels: set[str]) -> Iterable[str]:
        for place, inside in self.found.items():
            meant = sum(place in self.may[label] for label in labels & inside)
            yield f"{len(labels & inside) - meant}{f' ({meant})' if meant else ''}".rjust(9)


async def sweep(folder: Path, *, whole: bool) -> Result:
    """Run a desk in a folder, go through every door, look everywhere.

    whole  look at every page in both languages, and again when everything is closed; then erase it all, and try to read
    """
    async with running(folder) as desk:
        run = Sweep(desk)
        await open_browsers(run)
        for door in DOORS:
            await door(run)
            if door is work:  # details are open
                await crawl(run, languages=("en", "ar") if whole else ("en",))
        if whole:
            await crawl(run)
        found = await search(run)
        await close_browsers(run)
        return Result(run.values, run.may, found, await opened_after_erasure(desk) if whole else (0, 0, 0))


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="canaries") as folder:
        result = asyncio.run(sweep(Path(folder), whole=True))
    print(result.table())
    for place, label in sorted(result.leaks):
        print(f"LEAK: {label} in {place}")
    for place in sorted(result.blind):
        print(f"BLIND: {place}: what must be found there was not")
    print(f"{len(result.values)} canaries, {len(result.found)} places, {len(result.leaks)} leaks.")
    tickets, before, after = result.erased
    print(f"Erasure: of {tickets} tickets {before} opened with what is on the disk before, {after} after it.")
    return 1 if result.leaks or result.blind or (before, after) != (tickets, 0) else 0


if __name__ == "__main__":
    sys.exit(main())
