"""Past scores are counted as the ballot box counts; comments go with time."""

from datetime import date

import pytest

from helpdesk import wiring
from helpdesk.errors import HelpdeskError
from helpdesk.privacy.vault.tables import OwnerKey
from helpdesk.results.csat import csat
from helpdesk.results.retention import erase_old_comments
from helpdesk.results.scores import read_scores
from surveys.imports import import_votes
from surveys.release import release
from surveys.results import By
from surveys.tables import Answer, Comment, Count
from tests.builders import NOON, after
from tests.surveys.people import answers

HEAD = "date,category,team,agent,locale,rating,nps\n"


async def test_a_file_is_counted_in_groups_of_five_and_smaller_ones_are_merged(agent, manager):
    lines = [f"2025-06-0{day},technical,support,sara@desk.test,en,5,9\n" for day in (2, 3, 4, 5, 6)]
    lines += [f"2025-06-0{day},billing,billing,,ar,1,\n" for day in (2, 3)]
    lines += ["2025-06-09,technical,support,unknown@desk.test,en,2,\n"] * 3
    done = await import_votes(await read_scores([HEAD, *lines]), box=wiring.BOX)

    assert (done.counted, done.left_out) == (15, 0)
    report = await csat(since=date(2025, 6, 2), until=date(2025, 6, 9), by=By.CATEGORY, reader=manager)
    assert [(figures.group, figures.answers) for figures in report.groups] == [("", 5), ("technical", 5)]
    by_agent = await csat(since=date(2025, 6, 2), until=date(2025, 6, 9), by=By.AGENT, reader=manager)
    assert {figures.group: figures.answers for figures in by_agent.groups} == {"": 5, str(agent.id): 5}


async def test_what_finds_no_company_is_left_out():
    done = await import_votes(await read_scores([HEAD, *["2025-06-02,,,,,3,\n"] * 4]), box=wiring.BOX)

    assert (done.counted, done.left_out, await Answer.count()) == (0, 4, 0)


@pytest.mark.parametrize(
    "line",
    ["yesterday,,,,,3,", "2025-06-02,nothing,,,,3,", "2025-06-02,,,,,6,", "2025-06-02,,,,,,", "2025-06-02,,,,,3,11"],
)
async def test_a_wrong_line_is_named_and_nothing_is_counted(line):
    with pytest.raises(HelpdeskError, match=r"Line 3: .* Nothing was counted\."):
        await read_scores([HEAD, "2025-06-02,,,,,3,\n", line + "\n"])
    assert await Count.count() == 0


async def test_comments_go_after_their_category_s_time_and_counts_stay():
    await answers([1, 2, 3, 4, 5], comment="words")
    await release(wiring.BOX, now=NOON)
    keys = await OwnerKey.count()
    assert await erase_old_comments(now=after(days=30)) == 0
    assert await erase_old_comments(now=after(days=5000)) == 5

    assert await Comment.count() == 0
    assert await OwnerKey.count() == keys - 1  # the month's key is destroyed with its last comment
    assert await Answer.count() == 5
