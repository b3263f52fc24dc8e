"""The survey's fixtures: a box sealed by a key of the tests, and answers given through it."""

import pytest

from helpdesk import clock
from tests.surveys.people import an_invitation


@pytest.fixture
async def live() -> str:
    return (await an_invitation(now=clock.now()))[1]
