"""Results: right numbers, and no small group to be read or worked out from them."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.results import shown
from helpdesk.results.chart import line_svg, meter_svg
from helpdesk.results.csat import csat
from helpdesk.results.figures import figures_of, wilson
from helpdesk.results.small_cells import SMALLEST, suppress
from surveys.release import INVITED, add_counts
from surveys.results import By, GroupCount, Window

WEEK = date(2026, 3, 2)
counts = st.lists(st.tuples(*[st.integers(0, 6)] * 5), max_size=7).map(
    lambda rows: [GroupCount(f"g{place}", row) for place, row in enumerate(rows)]
)


async def answers(
    values: Sequence[int], *, category: str = "technical", week: date = WEEK, question: str = "rating"
) -> None:
    """Answers as a release counts them."""
    labels = (category, "support", "", "en", "standard")
    await add_counts({(week, labels, question, value): values.count(value) for value in set(values)})


async def invitations(number: int, *, category: str = "technical", week: date = WEEK) -> None:
    await add_counts({(week, (category, "support", "", "en", ""), INVITED, 0): number})


async def test_numbers_are_right(manager):
    await answers([5, 4, 4, 2, 1])
    await answers([10, 9, 8, 6, 0], question="nps")
    await answers([7, 6, 5, 4, 3], question="effort")
    await answers([1, 1, 1, 0, 0], question="thumbs")
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
    assert (figures.nps, figures.effort, figures.thumbs) == (0, 5, 0.6)


def test_wilson_s_interval_is_the_published_one():
    # Brown, Cai, DasGupta 2001, and statsmodels' proportion_confint(method="wilson")
    assert [round(edge, 4) for edge in wilson(3, 5)] == [0.2307, 0.8824]
    assert [round(edge, 4) for edge in wilson(0, 10)] == [0.0, 0.2775]
    assert [round(edge, 4) for edge in wilson(10, 10)] == [0.7225, 1.0]


async def test_a_question_that_fewer_than_five_answered_has_no_figure():
    figures = figures_of(GroupCount("g", (0, 0, 0, 0, 9), {"nps": {10: 4}, "effort": {7: 5}}))

    assert (figures.nps, figures.effort, figures.others) == (None, 7, {"effort": {7: 5}})


async def test_the_weeks_before_are_compared(manager):
    await answers([5] * 5, week=WEEK - timedelta(weeks=2))
    await answers([1] * 5, week=WEEK)
    report = await csat(since=WEEK - timedelta(weeks=1), until=WEEK, by=By.PERIOD, reader=manager)

    assert (report.total.satisfied, report.before.satisfied, report.before.answers) == (0, 1, 5)


async def test_filters_and_question_versions(manager):
    await answers([5] * 5)
    await answers([1] * 6, category="billing")
    only = Window(WEEK, WEEK, category="billing")
    report = await csat(since=WEEK, until=WEEK, by=By.VERSION, reader=manager, only=only)

    assert [(figures.group, figures.answers) for figures in report.groups] == [("standard", 6)]
    assert report.total.answers == 6


async def test_only_managers_read_counts(manager, agent):
    await answers([5] * 5)

    assert (await csat(since=WEEK, until=WEEK, by=By.CATEGORY, reader=manager)).total is not None
    assert (await csat(since=WEEK, until=WEEK, by=By.CATEGORY, reader=agent)).total is None


async def test_a_small_group_is_hidden_and_the_next_smallest_with_it(manager):
    await answers([5] * 20)
    await answers([4] * 9, category="domain")
    await answers([1], category="billing")  # the ballot box never lets it out; the second fence holds all the same
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


async def test_an_export_holds_what_the_page_shows_and_no_formula(manager):
    await answers([5, 4, 4, 2, 1], category="=cmd()")
    await answers([5] * 3, category="billing")
    report = await csat(since=WEEK, until=WEEK, by=By.CATEGORY, reader=manager)
    names = {group.group: group.group for group in report.groups}
    table, tree = shown.as_csv(report, names).decode(), json.loads(shown.as_json(report, names))

    assert "\r\ngroup,'=cmd(),,,,,,,,,,,,,,,secondary\r\n" in table
    assert table.startswith("\ufeffsince,2026-03-02\r\nuntil,2026-03-02\r\nby,category\r\nhidden_below,5\r\n")
    assert [(part["name"], part["hidden"]) for part in tree["figures"] if part["part"] == "group"] == [
        ("=cmd()", "secondary"),
        ("billing", "small"),
    ]
    assert tree["figures"][0]["answers"] == 8


@settings(max_examples=500)
@given(counts)
def test_nothing_below_five_can_be_read_or_worked_out(groups):
    cells = suppress(groups)
    open_groups = [cell.count.answers for cell in cells.cells if not cell.hidden]
    hidden = [cell.count.answers for cell in cells.cells if cell.hidden]

    assert all(answers >= SMALLEST for answers in open_groups)
    if hidden and cells.has_total:  # the attacker subtracts what is shown from the total
        assert len(hidden) >= 2
        assert sum(hidden) >= SMALLEST
    if not hidden and groups:
        assert all(cell.count.answers >= SMALLEST for cell in cells.cells)


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
