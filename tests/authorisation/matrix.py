"""The table of who gets what, read from matrix.toml: cells with their expected answers."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text("utf-8"))
ACTORS: list[str] = TABLE["actors"]
TICKETS: list[str] = TABLE["tickets"]
AGENTS = ("team", "assignee", "outside")
STAFF = (*AGENTS, "manager", "officer", "admin")
ROWS: Mapping[str, Mapping[str, Any]] = {name: row for name, row in TABLE.items() if " /" in name}


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: a route, who asks, and for which ticket ("" where the route names none)."""

    route: str
    actor: str
    rule: str = ""
    ticket: str = ""


def names_a_ticket(route: str) -> bool:
    """Say whether a route is about one ticket: by its reference, or by its requester's link."""
    return "{reference:" in route or route.partition(" ")[2].startswith("/t/{token:")


def cells(route: str) -> Iterator[Cell]:
    """All questions about a route."""
    for actor in ACTORS:
        if names_a_ticket(route):
            yield from (Cell(route, actor, rule, ticket) for rule in TABLE["text_for"] for ticket in TICKETS)
        else:
            yield Cell(route, actor)


def is_hidden(cell: Cell) -> bool:
    """Say whether a question is about a ticket that the asking agent may not read."""
    return bool(cell.rule) and cell.actor in AGENTS and cell.ticket not in TABLE["sight"][cell.rule][cell.actor]


def must_not_tell(cell: Cell, said: str) -> bool:
    """Say whether an answer must be the same bytes for a ticket that is not there."""
    if cell.actor in AGENTS:
        return is_hidden(cell) or cell.actor in ROWS[cell.route].get("always", {})
    return said in ("401", "403", "404", "sign-in", "me")


def expected(cell: Cell) -> str:
    """Give what the table says to a question."""
    row = ROWS[cell.route]
    if cell.actor in row.get("always", {}):
        return str(row["always"][cell.actor])
    if is_hidden(cell):
        return str(TABLE["hidden"])
    answers = _answers(row, cell.actor).split()
    return answers[TICKETS.index(cell.ticket)] if len(answers) > 1 else answers[0]


def _answers(row: Mapping[str, Any], actor: str) -> str:
    """Find the answers to an actor: their own, their group's, in the row before its door."""
    door = TABLE["doors"][row["door"]] if "door" in row else {}
    groups = [actor, *(["agents"] if actor in AGENTS else []), *(["staff"] if actor in STAFF else [])]
    for name in groups:
        for place in (row, door):
            if name in place:
                return str(place[name])
    return str(row.get("everybody") or door["everybody"])
