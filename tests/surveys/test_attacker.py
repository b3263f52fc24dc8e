"""An attacker with the whole database, at every moment, tries to join released answers to the people who gave them."""

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from helpdesk import wiring
from piccolo_conf import SYSTEM, acting
from surveys.answers import token_hash
from surveys.group import monday
from surveys.release import release
from surveys.tables import Answer, Ballot, Invitation, Link
from tests.builders import NOON, after
from tests.surveys.people import GROUP, an_invitation, answer

BATCHES, CROWD = 40, 5
# Of guesses by chance one in five is right: 40 of 200. Fixed points of a random order have mean 1 and variance 1 a
# batch, so 40 batches give 40 with a standard deviation of 6.3; 72 is five of them, for 64 probes at once.
LUCK = 72

Row = Mapping[str, Any]
# What lies in the database about who answered, and what about the answers: an order each.
PEOPLE: Mapping[str, Callable[[Row], Any]] = {
    "invitation id": lambda row: row["id"].int,
    "invitation xmin": lambda row: row["xmin"],
    "invitation ctid": lambda row: row["ctid"],
    "answered week, then due": lambda row: (row["answered_week"], row["due_at"]),
    "ballot xmin": lambda row: row["ballot"]["xmin"],
    "ballot ctid": lambda row: row["ballot"]["ctid"],
    "ballot slot": lambda row: row["ballot"]["slot"],
    "ballot size": lambda row: (row["ballot"]["size"], row["ballot"]["slot"]),
}
ANSWERS: Mapping[str, Callable[[Row], Any]] = {
    "answer id": lambda row: row["id"].int,
    "answer xmin": lambda row: (row["xmin"], row["ctid"]),
    "answer ctid": lambda row: row["ctid"],
    "answer backwards": lambda row: tuple(-part for part in row["ctid"]),
}
_PEOPLE = """
    SELECT id, xmin::text::bigint AS xmin, ctid::text AS ctid, answered_week, due_at FROM survey_invitation
    WHERE answered_week IS NOT NULL
"""
_BALLOTS = (
    "SELECT slot, xmin::text::bigint AS xmin, ctid::text AS ctid, octet_length(sealed) AS size FROM survey_ballot"
)
_ANSWERS = "SELECT id, value, xmin::text::bigint AS xmin, ctid::text AS ctid FROM survey_answer"
_COMMENTS = "SELECT id, octet_length(words) AS size, xmin::text::bigint AS xmin, ctid::text AS ctid FROM survey_comment"


async def rows_of(statement: str) -> list[dict[str, Any]]:
    rows = [dict(row) for row in await Ballot.raw(statement)]
    for row in rows:
        row["ctid"] = tuple(int(part) for part in row["ctid"].strip("()").split(","))
    return rows


def hits(people: Sequence[Row], answers: Sequence[Row], truth: Mapping[UUID, int]) -> dict[str, int]:
    """How often each pair of orders puts the right answer beside a person of one batch."""
    found = {}
    for (who, person), (what, key) in product(PEOPLE.items(), ANSWERS.items()):
        pairs = zip(sorted(people, key=person), sorted(answers, key=key), strict=True)
        found[f"{who} / {what}"] = sum(truth[human["id"]] == given["value"] for human, given in pairs)
    return found


async def a_crowd(luck: random.Random) -> dict[UUID, tuple[str, int]]:
    """Five people who are invited in one order, answer in another, and give each another rating."""
    invited = [await an_invitation() for _ in range(CROWD)]
    ratings = luck.sample(range(1, 6), CROWD)
    ids = {}
    for (_, token), rating in zip(invited, ratings, strict=True):
        row = await Link.select(Link.invitation).where(Link.token_hash == token_hash(token)).first()
        ids[row["invitation"]] = (token, rating)
    order = list(ids.items())
    luck.shuffle(order)
    return dict(order)


async def old_direct_write(invitation: UUID, rating: int) -> None:
    """What answering did before there was a box: one transaction for the mark and the answer."""
    async with acting(SYSTEM):
        await Invitation.update({Invitation.answered_week: monday(NOON)}).where(Invitation.id == invitation)
        labels = {"category": GROUP.category, "team": GROUP.team, "agent": GROUP.agent, "locale": GROUP.locale}
        await Answer.insert(Answer(id=uuid4(), value=rating, week=monday(NOON), **labels))


async def attack(luck: random.Random, *, is_direct: bool) -> dict[str, int]:
    """Let a crowd answer, and compare every order of people with every order of answers."""
    known = {row["id"] for row in await rows_of(_PEOPLE)}
    seen = {row["id"] for row in await rows_of(_ANSWERS)}
    crowd = await a_crowd(luck)
    for invitation, (token, rating) in crowd.items():
        if is_direct:
            await old_direct_write(invitation, rating)
        else:
            await answer(token, rating=rating, comment="x" * 37 * rating)
    ballots = {row["slot"]: row for row in await rows_of(_BALLOTS)}  # a copy of the box, taken in time
    await release(wiring.BOX, now=NOON)
    people = [row for row in await rows_of(_PEOPLE) if row["id"] not in known]
    for place, row in enumerate(people):
        # the strongest attacker: told whose slot is whose, though only the keyring knows
        nothing = {"slot": bytes([place]), "xmin": row["xmin"], "ctid": row["ctid"], "size": 0}
        row["ballot"] = ballots.get(wiring.BOX.slot(row["id"]), nothing)
    answers = [row for row in await rows_of(_ANSWERS) if row["id"] not in seen]
    return hits(people, answers, {invitation: rating for invitation, (_, rating) in crowd.items()})


async def total(*, batches: int, is_direct: bool) -> dict[str, int]:
    luck = random.Random(20260302)
    found: dict[str, int] = {}
    for _ in range(batches):
        for probe, number in (await attack(luck, is_direct=is_direct)).items():
            found[probe] = found.get(probe, 0) + number
    return found


async def test_the_probe_sees_through_the_old_direct_write():
    found = await total(batches=8, is_direct=True)

    assert found["invitation xmin / answer xmin"] == 8 * CROWD  # every single one
    assert found["invitation xmin / answer ctid"] == 8 * CROWD
    assert found["invitation xmin / answer id"] < 8 * CROWD  # and it does tell orders apart


async def test_no_order_in_the_database_joins_better_than_chance(capsys):
    found = await total(batches=BATCHES, is_direct=False)

    assert len(found) == len(PEOPLE) * len(ANSWERS)
    with capsys.disabled():
        print(f"\nright joins of {BATCHES * CROWD}, by chance {BATCHES}: {min(found.values())}..{max(found.values())}")
    assert {probe: number for probe, number in found.items() if number > LUCK} == {}


async def test_a_comment_is_joined_to_no_answer_and_to_no_ballot():
    luck, right, longest = random.Random(1), 0, 0
    for _ in range(20):
        before = {row["id"] for row in await rows_of(_ANSWERS)}, {row["id"] for row in await rows_of(_COMMENTS)}
        for _, (token, rating) in (await a_crowd(luck)).items():
            await answer(token, rating=rating, comment="x" * 37 * rating)
        sizes = {row["size"] for row in await rows_of(_BALLOTS)}
        await release(wiring.BOX, now=NOON)
        answers = sorted((r for r in await rows_of(_ANSWERS) if r["id"] not in before[0]), key=lambda row: row["ctid"])
        comments = sorted((r for r in await rows_of(_COMMENTS) if r["id"] not in before[1]), key=lambda r: r["ctid"])
        by_size = sorted(row["size"] for row in comments)
        right += sum(by_size.index(c["size"]) + 1 == a["value"] for a, c in zip(answers, comments, strict=True))
        longest = max(longest, len(sizes))

    assert longest == 1  # all ballots are of one size, whatever they say
    assert right < 20 + 5 * 20**0.5


async def test_a_release_and_whatever_names_a_ticket_are_two_transactions():
    for _ in range(CROWD):
        _, token = await an_invitation()
        await answer(token)
    await release(wiring.BOX, now=after(hours=1))
    released = {row["xmin"] for row in await rows_of(_ANSWERS)}
    others = {row["xmin"] for row in await rows_of(_PEOPLE)}

    assert len(released) == 1
    assert released & others == set()


@pytest.mark.parametrize("table", ["survey_answer", "survey_comment", "survey_count"])
async def test_what_is_released_has_no_column_that_refers_to_anything(table):
    rows = await Ballot.raw("SELECT column_name FROM information_schema.columns WHERE table_name = {}", table)
    columns = {row["column_name"] for row in rows}

    assert {column for column in columns if not column.startswith("value_")} <= {
        "id", "question", "value", "week", "month", "words", "category", "team", "agent", "locale", "asked",
    }  # fmt: skip
    keys = await Ballot.raw(
        "SELECT 1 FROM information_schema.table_constraints WHERE table_name = {} AND constraint_type = 'FOREIGN KEY'",
        table,
    )
    assert keys == []


async def test_the_log_of_writes_tells_no_more():
    """The order in which ballots are struck out of the box beside the order in which answers are written."""
    await Ballot.raw("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
    luck, right, batches = random.Random(2), 0, 30
    for _ in range(batches):
        crowd = await a_crowd(luck)
        for _, (token, rating) in crowd.items():
            await answer(token, rating=rating)
        truth = {wiring.BOX.slot(invitation): rating for invitation, (_, rating) in crowd.items()}
        ballots = {row["ctid"]: row["slot"] for row in await rows_of(_BALLOTS)}
        seen = {row["id"] for row in await rows_of(_ANSWERS)}
        await Ballot.raw("CHECKPOINT")  # whatever was written before is out: what follows is this release's
        start = (await Ballot.raw("SELECT pg_current_wal_flush_lsn()::text AS at"))[0]["at"]
        await release(wiring.BOX, now=NOON)
        await Ballot.raw("CHECKPOINT")
        answers = {row["ctid"]: row["value"] for row in await rows_of(_ANSWERS) if row["id"] not in seen}
        struck = [ballots[place] for place in await written("DELETE", "survey_ballot", start) if place in ballots]
        stored = [answers[place] for place in await written("INSERT", "survey_answer", start) if place in answers]
        assert (len(struck), len(stored)) == (CROWD, CROWD)  # the probe sees both
        right += sum(truth[slot] == value for slot, value in zip(struck, stored, strict=True))

    await Ballot.raw("DROP EXTENSION pg_walinspect")
    assert right < batches + 5 * batches**0.5


async def written(kind: str, table: str, start: str) -> list[tuple[int, int]]:
    """Where rows of a table were written since a place in the log, in the log's order."""
    rows = await Ballot.raw(
        "SELECT substring(block_ref FROM 'blk (\\d+)')::int AS block,"
        " substring(description FROM 'off: (\\d+)')::int AS place"
        " FROM pg_get_wal_records_info({}::text::pg_lsn, pg_current_wal_flush_lsn())"
        " WHERE resource_manager = 'Heap' AND record_type LIKE {} || '%'"
        " AND block_ref LIKE '%/' || pg_relation_filenode({}::regclass) || ' %' ORDER BY start_lsn",
        start,
        kind,
        table,
    )
    return [(row["block"], row["place"]) for row in rows]
