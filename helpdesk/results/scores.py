"""Reads past scores from a CSV file, such as an export of the system that was used before."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time

from helpdesk import i18n
from helpdesk.errors import HelpdeskError
from helpdesk.people.staff import find_by_address
from helpdesk.privacy.policy import policy
from surveys.group import Group
from surveys.plan import Vote
from surveys.questions import STANDARD

COLUMNS = ("date", "category", "team", "agent", "locale", "rating", "nps", "effort", "thumbs")
_RANGES = {"rating": (1, 5), "nps": (0, 10), "effort": (1, 7), "thumbs": (0, 1)}


async def read_scores(lines: Iterable[str]) -> list[Vote]:
    """Read a CSV file with a line of heads: date (2026-03-02) and rating (1..5) at least.

    lines   category and team are names of the policy, agent an address of the staff, locale en or ar; each may be empty
    raises  HelpdeskError with the first line that is wrong; it never repeats what stands there
    """
    table = csv.DictReader(lines)
    heads = set(table.fieldnames or ())
    if not {"date", "rating"} <= heads <= set(COLUMNS):
        raise HelpdeskError(f"The first line must name columns among {', '.join(COLUMNS)}; date and rating are needed.")
    agents: dict[str, str] = {"": ""}
    votes = []
    for number, row in enumerate(table, 2):
        address = (row.get("agent") or "").strip()
        if address not in agents:
            member = await find_by_address(address)
            agents[address] = str(member.id) if member else ""
        votes.append(_vote(row, agents[address], number))
    return votes


def _vote(row: Mapping[str, str], agent: str, number: int) -> Vote:
    try:
        put_at = datetime.combine(date.fromisoformat(row["date"].strip()), time(12), UTC)
    except ValueError:
        raise HelpdeskError(f"Line {number}: the date must look like 2026-03-02. Nothing was counted.") from None
    rules = policy.in_use()
    known = {"category": set(rules.categories), "team": set(rules.teams), "locale": set(i18n.LOCALES)}
    labels = {name: (row.get(name) or "").strip() for name in known}
    for name, value in labels.items():
        if value and value not in known[name]:
            raise HelpdeskError(f"Line {number}: the policy has no such {name}. Nothing was counted.")
    return Vote(Group(**labels, agent=agent, asked=STANDARD), put_at, dict(_values(row, number)))


def _values(row: Mapping[str, str], number: int) -> Iterator[tuple[str, int]]:
    for question, (low, high) in _RANGES.items():
        text = (row.get(question) or "").strip()
        if not text and question != "rating":
            continue
        if not (text.isdecimal() and len(text) <= 2 and low <= int(text) <= high):
            raise HelpdeskError(f"Line {number}: {question} must be {low} to {high}. Nothing was counted.")
        yield question, int(text)
