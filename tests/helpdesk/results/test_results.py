"""Results: right numbers, and no small group to be read or worked out from them."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.results.chart import line_svg, meter_svg
from helpdesk.results.csat import csat
from helpdesk.results.small_cells import SMALLEST, suppress
from surveys.results import By, GroupCount
from surveys.tables import Answer, Invitation
from tests.builders import NOON, after

WEEK = date(2026, 3, 2)
counts = st.lists(st.tuples(*[st.integers(0, 6)] * 5), max_size=7).map(
    lambda rows: [GroupCount(f"g{place}", row) for place, row in enumerate(rows)]
)


async def answers(ratings: Sequence[int], *, category: str = "technical", week: date = WEEK) -> None:
    await Answer.insert(
        *(
            Answer(id=uuid4(), rating=rating, week=week, category=category, team="support", agent="", locale="en")
            for rating in ratings
        )
    )


async def invitations(number: int, *, category: str = "technical") -> None:
    await Invitation.insert(
        *(
            Invitation(
                id=uuid4(),
                about=uuid4(),
                recipient=uuid4(),
                category=category,
                team="support",
                agent="",
                locale="en",
                due_at=NOON,
                expires_at=after(days=14),
            )
            for _ in range(number)
        )
    )


async def test_numbers_are_right(manager):
    await answers([5, 4, 4, 2, 1])
    await invitations(10)
    report = await csat(since=WEEK, until=WEEK, by=By.CATEGORY, reader=manager)

    assert report.total is not None
    figures = report.groups[0]
    assert (figures.answers, figures.satisfied, figures.mean, figures.ratings, figures.response) == (
        5,
        0.6,
        3.2,
        (1, 1, 0, 2, 1),
        0.5,
    )


async def test_a_small_group_is_hidden_and_the_next_smallest_with_it(manager):
    await answers([5] * 20)
    await answers([4] * 9, category="domain")
    await answers([1], category="billing")
    report = await csat(since=WEEK, until=WEEK, by=By.CATEGORY, reader=manager)

    assert {figures.group: figures.hidden for figures in report.groups} == {
        "billing": "small",
        "domain": "secondary",
        "technical": None,
    }
    hidden = [figures for figures in report.groups if figures.hidden]
    assert {(figures.answers, figures.mean, figures.ratings, figures.response) for figures in hidden} == {(None,) * 4}


async def test_fewer_than_five_answers_give_no_total(manager):
    await answers([5] * 4)
    report = await csat(since=WEEK, until=WEEK, by=By.PERIOD, reader=manager)

    assert (report.total, [figures.hidden for figures in report.groups]) == (None, ["small"])


async def test_a_window_counts_whole_weeks(manager):
    for weeks in range(3):
        await answers([5] * 5, week=WEEK + timedelta(weeks=weeks))
    report = await csat(since=WEEK + timedelta(days=9), until=WEEK + timedelta(days=15), by=By.PERIOD, reader=manager)

    assert [figures.group for figures in report.groups] == ["2026-03-09", "2026-03-16"]


@settings(max_examples=500)
@given(counts)
def test_nothing_below_five_can_be_read_or_worked_out(groups):
    shown = suppress(groups)
    open_groups = [cell.count.answers for cell in shown.cells if not cell.hidden]
    hidden = [cell.count.answers for cell in shown.cells if cell.hidden]

    assert all(answers >= SMALLEST for answers in open_groups)
    if hidden and shown.has_total:  # the attacker subtracts what is shown from the total
        assert len(hidden) >= 2
        assert sum(hidden) >= SMALLEST
    if not hidden and groups:
        assert all(cell.count.answers >= SMALLEST for cell in shown.cells)


@settings(max_examples=200)
@given(counts)
def test_no_more_is_hidden_than_needed(groups):
    cells = suppress(groups).cells
    small = [cell for cell in cells if cell.hidden == "small"]
    secondary = [cell for cell in cells if cell.hidden == "secondary"]

    assert len(secondary) <= (2 if small else 0)
    assert all(cell.count.answers < SMALLEST for cell in small)


def test_a_chart_has_gaps_a_title_and_neither_script_nor_style():
    chart = line_svg(
        [("2 Mar", 0.8), ("9 Mar", None), ("16 Mar", 1.0)], is_rtl=False, title="By <week>", description="d"
    )

    assert chart.count('class="gap"') == 1
    assert chart.count('class="pt"') == 2
    assert '<title id="ct">By &lt;week&gt;</title>' in chart
    assert "<script" not in chart
    assert "style=" not in chart


def test_time_runs_from_right_to_left_in_arabic():
    points = [("أ", 0.5), ("ب", 0.5)]
    ltr, rtl = (line_svg(points, is_rtl=direction, title="t", description="d") for direction in (False, True))

    assert ltr.index('cx="46.0"') < ltr.index('cx="844.0"')
    assert rtl.index('cx="814.0"') < rtl.index('cx="16.0"')
    assert 'x="0.0"' in meter_svg((1, 1, 1, 1, 1), is_rtl=False)
