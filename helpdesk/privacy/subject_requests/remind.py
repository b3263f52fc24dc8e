"""Reminds officers before a request's time is over, and once more when it is: a mail without a word about whom."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.subject_requests.ask import OPEN
from helpdesk.privacy.subject_requests.deadlines import LAWS, remind_on
from helpdesk.privacy.subject_requests.tables import State, SubjectRequest
from notifications import outbox
from piccolo_conf import SYSTEM, acting

KIND = "subject_request_due"


async def remind(officers: Sequence[UUID], *, now: datetime) -> int:
    """Promise each officer one mail about each request that comes due or has become late; gives how many requests.

    effects  a request is reminded of once before its last day, and once after it
    """
    today = now.date()
    async with acting(SYSTEM):
        rows = (
            await SubjectRequest.select(
                SubjectRequest.id, SubjectRequest.law, SubjectRequest.due_on, SubjectRequest.reminded_on
            )
            .where(SubjectRequest.state.is_in([state for state in OPEN if state is not State.UNPROVED]))
            .lock_rows("UPDATE", skip_locked=True)
        )
        due = [
            row
            for row in rows
            if (row["reminded_on"] is None and today >= remind_on(row["due_on"], LAWS[row["law"]]))
            or (row["reminded_on"] and row["reminded_on"] <= row["due_on"] < today)
        ]
        for row in due:
            for officer in officers:
                await outbox.enqueue(KIND, about=row["id"], to=officer, due_at=now)
            await SubjectRequest.update({SubjectRequest.reminded_on: today}).where(SubjectRequest.id == row["id"])
    return len(due)
