"""What the lists show an agent: every queue, open and closed, as a page and by the API, and the numbers beside them."""

import re
from dataclasses import dataclass

import httpx

from helpdesk.tickets.queries import View
from helpdesk.tickets.tables import Status
from tests.authorisation.matrix import AGENTS
from tests.authorisation.world import World

Names = frozenset[tuple[str, str]]  # tickets of the matrix: rule of their category, name
_COUNT = re.compile(r'class="count(?: count--hot)?" id="n-(\w+)">(\d+)<')


@dataclass(frozen=True, slots=True)
class Lists:
    """Which tickets stood in which list of whom, and which number each queue bore."""

    shown: dict[tuple[str, str], Names]  # (agent, status, "api" or "found") -> tickets of all queues
    counts: dict[str, dict[str, int]]


async def read_lists(client: httpx.AsyncClient, world: World) -> Lists:
    """Read every list as every agent."""
    shown, counts = {}, {}
    for actor in AGENTS:
        who = world.people[actor]
        cookie, bearer = {"cookie": f"session={who.session}"}, {"authorization": who.bearer}
        for status in Status:
            pages = [
                await client.get("/desk/tickets", params={"view": view, "status": status}, headers=cookie)
                for view in View
            ]
            shown[actor, str(status)] = _names(world, pages)
        counts[actor] = {view: int(n) for view, n in _COUNT.findall(pages[0].text)}
        pages = [await client.get("/api/v1/tickets", params={"view": view}, headers=bearer) for view in View]
        shown[actor, "api"] = _names(world, pages)
        questions = [
            q for one in world.objects.values() for q in (one.word, one.reference, one.values[0], one.values[3])
        ]
        pages = [await client.post("/api/v1/search", json={"q": q, "limit": 100}, headers=bearer) for q in questions]
        shown[actor, "found"] = _names(world, pages)
    return Lists(shown, counts)


def _names(world: World, pages: list[httpx.Response]) -> Names:
    text = "".join(page.text for page in pages)
    return frozenset(
        (one.rule, one.name)
        for one in world.objects.values()
        if {one.word, one.reference} & set(re.findall(r"zebrawood\w+|SR-\w{4}-\w{4}", text))
    )
