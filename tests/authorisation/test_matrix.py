"""Every route x every actor x every ticket, asked for real; the lists; and what is hidden, through one wall alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx
import pytest

from helpdesk.app import Front, create_app
from helpdesk.privacy.policy import policy
from helpdesk.settings import Settings
from helpdesk.web.limits import Bucket, SignInBrakes
from piccolo_conf import DB, NOBODY, OWNER, Actor, SafeTransaction
from tests.authorisation.ask import Answer, ask
from tests.authorisation.lists import Lists, read_lists
from tests.authorisation.matrix import (
    ACTORS,
    AGENTS,
    ROWS,
    TABLE,
    TICKETS,
    Cell,
    cells,
    expected,
    is_hidden,
    must_not_tell,
    names_a_ticket,
)
from tests.authorisation.world import World, make_world, strict_policy, use_policy

Answers = Mapping[Cell, Answer]


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that was asked of one small world, before the tests look at it."""

    routes: list[str]
    world: World
    answers: Answers
    others: Answers  # of HEAD and OPTIONS
    lists: Lists
    first_wall: Answers  # what is hidden, asked without the database's wall
    first_wall_lists: Lists


def make_client(schema: Settings) -> tuple[httpx.AsyncClient, list[str]]:
    """Make a client of the application, without rate limits, and list its routes."""
    app = create_app(schema)
    for name in [name for name in app.state if name.endswith("_limit")]:
        app.state[name] = Bucket(burst=100_000, per_minute=100_000)
    app.state.feed.close()  # its stream ends at once, as when the process stops
    app.state["sign_in_brakes"] = SignInBrakes(free=100_000)
    routes = [f"{method} {route.path}" for route in app.routes for method in sorted(route.methods)]
    transport = httpx.ASGITransport(Front(app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://desk.test"), routes


@pytest.fixture(scope="module")
async def asked(schema: Settings) -> Asked:
    """Ask every question once, as nobody in particular until a route says who acts."""
    DB.fallback = OWNER
    await use_policy(strict_policy())
    world = await make_world()
    client, routes = make_client(schema)
    questions = [cell for route in ROWS if route in routes for cell in cells(route)]
    nowhere = [Cell(route, actor, "", "nowhere") for route in ROWS if names_a_ticket(route) for actor in ACTORS]
    others = [Cell(route, actor, "desk", "own") for route in _others(routes) for actor in ("nobody", "assignee")]
    DB.fallback = NOBODY
    async with client:
        answers = {cell: await ask(client, world, cell) for cell in questions + nowhere}
        found = {cell: await ask(client, world, cell) for cell in others}
        lists = await read_lists(client, world)
        with pytest.MonkeyPatch.context() as without:
            take_down_the_second_wall(without)
            alone = {cell: await ask(client, world, cell) for cell in questions if is_hidden(cell)}
            alone_lists = await read_lists(client, world)
    DB.fallback = OWNER
    await use_policy(policy.read_policy())
    return Asked(routes, world, answers, found, lists, alone, alone_lists)


def _others(routes: list[str]) -> list[str]:
    heads = [f"HEAD {route[4:]}" for route in ROWS if route in routes and route.startswith("GET ")]
    return heads + [route for route in routes if route.startswith("OPTIONS ")]


def take_down_the_second_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything run as the login that owns the tables: no row-level security holds for it."""
    become = SafeTransaction.become

    async def as_owner(self: SafeTransaction, actor: Actor) -> None:
        await become(self, actor)
        await self.connection.execute("SET LOCAL role none")

    monkeypatch.setattr(SafeTransaction, "become", as_owner)
    monkeypatch.setattr(type(DB), "pool_of", lambda self, _: self.owner_pool)


def differences(answers: Answers) -> list[str]:
    """One line for each answer that the table does not say."""
    return [
        f"{cell.route} | {cell.actor} | {cell.rule} {cell.ticket}: {answer.said}, not {expected(cell)}"
        for cell, answer in answers.items()
        if cell.ticket != "nowhere" and answer.said != expected(cell)
    ]


def test_every_route_has_its_row_and_every_row_its_route(asked):
    assert set(ROWS) == {route for route in asked.routes if not route.startswith("OPTIONS ")}


def test_every_answer_is_what_the_table_says(asked, request):
    wrong = differences(asked.answers)
    request.config.stash["matrix"] = (asked.answers, wrong)
    assert wrong == []


def test_not_yours_and_not_there_are_the_same_bytes(asked):
    compared = [
        cell
        for cell, answer in asked.answers.items()
        if names_a_ticket(cell.route) and cell.ticket != "nowhere" and must_not_tell(cell, answer.said)
    ]
    different = [
        f"{cell.route} | {cell.actor} | {cell.rule} {cell.ticket}"
        for cell in compared
        if asked.answers[cell].digest != asked.answers[Cell(cell.route, cell.actor, "", "nowhere")].digest
    ]
    assert different == []
    assert len(compared) > 1500


def test_nobody_reads_a_word_of_a_ticket_that_is_hidden_from_them(asked):
    found = {
        (cell.route, cell.actor, thing.rule, thing.name)
        for cell, answer in asked.answers.items()
        for thing in asked.world.objects.values()
        if thing.word in answer.words and not _may_see(cell, thing.rule, thing.name)
    }
    assert found == set()
    assert sum(bool(answer.words) for answer in asked.answers.values()) > 150  # the probe sees words


def _may_see(cell: Cell, rule: str, ticket: str) -> bool:
    if cell.actor in ("own link", "signed in"):
        return (rule, ticket) == (cell.rule or "desk", cell.ticket or "own")  # a list is asked for as the first of them
    return cell.actor in AGENTS and ticket in TABLE["sight"][rule][cell.actor] and ticket != "erased"


def test_a_detail_is_in_no_answer_but_to_its_assignee(asked):
    holders = {
        (cell.actor, thing.name)
        for cell, answer in asked.answers.items()
        for thing in asked.world.objects.values()
        if answer.values & set(thing.values)
    }
    secrets = {thing.values[2] for thing in asked.world.objects.values()}
    own = {
        ("signed in", name) for name in ("own", "other", "waiting", "closed")
    }  # their own words, shown to themselves
    assert holders == {("assignee", "own"), *own}
    shown = {cell.route for cell, answer in asked.answers.items() if answer.values & secrets}
    assert shown == {"POST /me/requests/{reference:str}/own-words"}


def test_head_says_what_get_says_without_a_word_and_options_tell_nothing(asked):
    for cell, answer in asked.others.items():
        method, path = cell.route.split(" ", 1)
        get = Cell(f"GET {path}", cell.actor, *((cell.rule, cell.ticket) if names_a_ticket(f"GET {path}") else ()))
        said = asked.answers[get].said.rstrip("+") if method == "HEAD" else TABLE["options"]
        assert (cell.route, answer.said, answer.size) == (cell.route, said, 0)


def _in_sight(actor: str, *, but: tuple[str, ...]) -> set[tuple[str, str]]:
    sight = {rule: TABLE["sight"][rule][actor] for rule in TABLE["text_for"]}
    return {(rule, ticket) for rule, tickets in sight.items() for ticket in tickets if ticket not in but}


@pytest.mark.parametrize("walls", ["lists", "first_wall_lists"])
def test_lists_and_counts_show_what_the_tickets_themselves_show(asked, walls):
    lists = getattr(asked, walls)
    for actor in AGENTS:
        assert lists.shown[actor, "open"] == _in_sight(actor, but=("closed",))  # an erased one without a word
        assert lists.shown[actor, "api"] == _in_sight(actor, but=())  # it has a queue of closed ones, too
        assert lists.shown[actor, "found"] == _in_sight(actor, but=())  # an erased one by its number
        assert lists.shown[actor, "closed"] == _in_sight(actor, but=tuple({*TICKETS} - {"closed"}))
        # an erased ticket is still somebody's until it is closed; so is the stranger's
        assert lists.counts[actor]["all"] == len(_in_sight(actor, but=("closed",))) + 1


def test_what_is_hidden_stays_so_without_the_second_wall(asked):
    assert differences(asked.first_wall) == []
    assert len(asked.first_wall) > 200
