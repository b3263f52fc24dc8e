"""A report as a table for other programs: what the page shows and nothing else, as CSV or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from helpdesk.privacy.policy.spreadsheet import spreadsheet
from helpdesk.results.csat import Report
from helpdesk.results.figures import Figures

_HEADS = (
    "part", "group", "answers", "satisfied_percent", "from_percent", "to_percent", "mean", "one", "two", "three",
    "four", "five", "response_percent", "nps", "effort", "thumbs_percent", "hidden",
)  # fmt: skip


def as_csv(report: Report, names: Mapping[str, str]) -> bytes:
    """Give a report as CSV.

    names  of the groups, in the reader's language
    """
    figures = [
        [part, names.get(one.group, one.group) if part == "group" else one.group, *_cells(one)]
        for part, one in _parts(report)
    ]
    return spreadsheet([*filters(report).items(), _HEADS, *figures])


def as_json(report: Report, names: Mapping[str, str]) -> bytes:
    """Give a report as JSON, with the same rounding as the page."""
    parts = [
        {"part": part, "name": names.get(figures.group, figures.group), **_rounded(figures)}
        for part, figures in _parts(report)
    ]
    return json.dumps({"filters": filters(report), "figures": parts}, ensure_ascii=False, indent=1).encode()


def as_data(report: Report) -> dict[str, Any]:
    """Give a report for programs without the words of any language; only the questions that the page shows."""
    parts = [{"part": part, **_rounded(figures)} for part, figures in _parts(report)]
    return {"filters": filters(report), "figures": [_without_others(part) for part in parts]}


def _without_others(part: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out how often each value was given: what managers ask of their own is nobody else's."""
    return {name: value for name, value in part.items() if name != "others"}


def filters(report: Report) -> dict[str, str]:
    """Give what the report was asked for, for the first lines of an export."""
    asked = {name: str(value) for name, value in asdict(report.window).items() if value}
    return {**asked, "by": str(report.by), "hidden_below": "5"}


def _parts(report: Report) -> Iterator[tuple[str, Figures]]:
    if report.total:
        yield "total", report.total
    if report.before:
        yield "before", report.before
    for group in report.groups:
        yield "group", group


def _rounded(figures: Figures) -> dict[str, Any]:
    if figures.hidden or figures.ratings is None:
        return {"group": figures.group, "hidden": figures.hidden}
    low, high = figures.interval or (0.0, 1.0)
    return {
        "group": figures.group,
        "answers": figures.answers,
        "satisfied_percent": _percent(figures.satisfied),
        "interval_percent": [_percent(low), _percent(high)],
        "mean": None if figures.mean is None else round(figures.mean, 2),
        "ratings": list(figures.ratings),
        "response_percent": _percent(figures.response),
        "nps": None if figures.nps is None else round(figures.nps),
        "effort": None if figures.effort is None else round(figures.effort, 2),
        "thumbs_percent": _percent(figures.thumbs),
        "others": {question: dict(values) for question, values in (figures.others or {}).items()},
        "hidden": None,
    }


def _cells(figures: Figures) -> list[object]:
    shown = _rounded(figures)
    if figures.hidden:
        return [*[""] * (len(_HEADS) - 3), figures.hidden]
    return [
        shown["answers"], shown["satisfied_percent"], *shown["interval_percent"], shown["mean"], *shown["ratings"],
        shown["response_percent"], shown["nps"], shown["effort"], shown["thumbs_percent"], "",
    ]  # fmt: skip


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
