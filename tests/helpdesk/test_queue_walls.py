"""The second wall round the queues' own tables, by raw SQL: what is one's own stays one's own."""

import asyncpg
import pytest

from helpdesk.ids import new_id
from helpdesk.tickets.tables import Ticket
from notifications.tables import Outbound
from piccolo_conf import NOBODY, SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket


async def ids(actor: Actor, table: str) -> set:
    async with acting(actor):
        return {row["id"] for row in await Outbound.raw(f"SELECT id FROM {table}")}


async def put(actor: Actor, statement: str, *values: object) -> None:
    async with acting(actor):
        await Outbound.raw(statement, *values)


async def test_steps_to_undo_and_what_was_seen_are_read_by_their_owner_only(agent, colleague, manager):
    await a_ticket()
    ticket = (await Ticket.select(Ticket.id))[0]["id"]
    step, seen = new_id(), new_id()
    await put(
        agent.actor,
        "INSERT INTO undo_step (id, staff, verb, changes, made_at, until) VALUES ({}, {}, 'tag', '[]', {}, {})",
        step, agent.id, NOON, NOON,
    )  # fmt: skip
    await put(
        agent.actor,
        "INSERT INTO ticket_seen (id, ticket, staff, seen_at) VALUES ({}, {}, {}, {})",
        seen, ticket, agent.id, NOON,
    )  # fmt: skip
    for actor, sees in (
        (agent.actor, True),
        (SYSTEM, True),
        (colleague.actor, False),
        (manager.actor, False),
        (NOBODY, False),
    ):
        assert (actor.kind, await ids(actor, "undo_step")) == (actor.kind, {step} if sees else set())
        assert (actor.kind, await ids(actor, "ticket_seen")) == (actor.kind, {seen} if sees else set())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await put(
            colleague.actor,
            "INSERT INTO undo_step (id, staff, verb, changes, made_at, until) VALUES ({}, {}, 'tag', '[]', {}, {})",
            new_id(), agent.id, NOON, NOON,
        )  # fmt: skip


async def test_filters_and_tags_are_written_by_whose_they_are(agent, colleague, manager):
    own, shared, tag = new_id(), new_id(), new_id()
    save = "INSERT INTO saved_filter (id, owner, name, choice, made_at) VALUES ({}, {}, 'x', 'null', {})"
    listing = "INSERT INTO tag (id, name, made_at) VALUES ({}, 'payout', {})"
    await put(agent.actor, save, own, agent.id, NOON)
    await put(manager.actor, save, shared, None, NOON)
    await put(manager.actor, listing, tag, NOON)
    assert [await ids(actor, "saved_filter") for actor in (agent.actor, colleague.actor, manager.actor, NOBODY)] == [
        {own, shared}, {shared}, {shared}, set(),
    ]  # fmt: skip
    assert [await ids(actor, "tag") for actor in (agent.actor, manager.actor, NOBODY)] == [{tag}, {tag}, set()]
    for actor, statement, values in (
        (agent.actor, save, (new_id(), None, NOON)),
        (agent.actor, save, (new_id(), colleague.id, NOON)),
        (agent.actor, listing, (new_id(), NOON)),
        (agent.actor, "DELETE FROM tag", ()),
        (agent.actor, "UPDATE ticket SET category = 'billing'", ()),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await put(actor, statement, *values)
    await put(colleague.actor, "DELETE FROM saved_filter")
    await put(agent.actor, "UPDATE tag SET name = 'mine'")
    assert await ids(agent.actor, "saved_filter") == {own, shared}
    assert [row["name"] for row in await Outbound.raw("SELECT name FROM tag")] == ["payout"]
