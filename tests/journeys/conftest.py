"""A journey that a page's story is told by has looked at that page, or it fails."""

from collections.abc import Generator

import pytest

from tests.browser import LOOKS
from tests.journeys.pages import STORIES, TOLD, seen_whole


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Hold each run of a journey to the pages that are written beside its name; one that failed has failed already."""
    LOOKS.clear()
    answer = yield
    journey = f"{pyfuncitem.path.stem}::{pyfuncitem.originalname}"
    if journey in STORIES:
        assert seen_whole(LOOKS, pyfuncitem.callspec.params["language"]) & TOLD == STORIES[journey]
    return answer
