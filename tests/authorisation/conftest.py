"""Says at the end how large the matrix is and what came of it; the table itself with -vv (`make matrix`)."""

from collections import Counter

import pytest

from tests.authorisation.matrix import ROWS, TABLE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    answers, wrong = config.stash.get("matrix", ({}, []))
    if not answers:
        return
    size = sum(cell.ticket != "nowhere" for cell in answers)
    terminalreporter.write_line(
        f"Authorisation matrix: {size} cells ({len(ROWS)} routes x {len(TABLE['actors'])} actors x "
        f"{len(TABLE['text_for']) * len(TABLE['tickets'])} tickets where a route is about one), "
        f"{size - len(wrong)} as the table says, {len(wrong)} not."
    )
    if config.option.verbose > 0:
        _table(terminalreporter, answers)


def _table(out: pytest.TerminalReporter, answers: dict) -> None:
    for route in ROWS:
        out.write_line("")
        out.write_line(route)
        for actor in TABLE["actors"]:
            said = Counter(a.said for cell, a in answers.items() if (cell.route, cell.actor) == (route, actor))
            out.write_line(f"  {actor:14}" + "  ".join(f"{answer} x{n}" for answer, n in sorted(said.items())))
