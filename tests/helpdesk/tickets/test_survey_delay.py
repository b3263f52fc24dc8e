"""When the survey is sent: the category's own delay, or else the policy's."""

from datetime import timedelta

import msgspec
import pytest

from helpdesk.privacy.policy import policy
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from surveys.tables import Invitation
from tests.builders import NOON, an_assigned_ticket


@pytest.mark.parametrize(("own", "minutes"), [(None, 60), (0, 0), (90, 90)])
async def test_the_survey_is_due_after_the_category_s_delay_or_the_policy_s(agent, own, minutes):
    rules = policy.in_use()
    technical = msgspec.structs.replace(rules.categories["technical"], survey_delay_minutes=own)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical}))
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)

    rows = await Invitation.select(Invitation.due_at)
    assert [row["due_at"] for row in rows] == [NOON + timedelta(minutes=minutes)]
