"""The demo's samples go through the real operations, as nobody in particular, like everything a process starts itself."""

import re
from pathlib import Path

from helpdesk import clock
from helpdesk.demo import play
from helpdesk.demo.people import add_accounts
from helpdesk.tickets.tables import Ticket
from piccolo_conf import DB, NOBODY, OWNER
from surveys.tables import Ballot

README = Path(__file__).parents[2] / "README.md"
ENOUGH = 42  # every sample with a story of its own, and a few of the short ones that are rated


async def test_the_samples_play_within_the_second_wall():
    DB.fallback = NOBODY
    assert await add_accounts(now=clock.now())
    async for done in play.play(now=clock.now()):
        if done == ENOUGH:
            break
    DB.fallback = OWNER

    assert await Ticket.count() == ENOUGH
    assert await Ballot.count() > 3  # they are counted when all samples are played


def test_the_readme_counts_the_samples_as_the_demo_plays_them():
    assert re.findall(r"(\d+) sample tickets", README.read_text("utf-8")) == [str(play.count())]
