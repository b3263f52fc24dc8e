"""A second person's consent to one opening: asked for, decided by somebody else, used once (walls.sql uses it up)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Where

from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.disclose import Viewer
from helpdesk.privacy.disclosure.tables import Request
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.privacy.vault.values import ValueFace
from piccolo_conf import SYSTEM, acting

APPROVED, DECLINED = "approved", "declined"


@dataclass(frozen=True, slots=True)
class Question:
    """May this person open this value? `decision` is None while nobody said; approved, it opens until `expires_at`."""

    id: UUID
    value: UUID
    about: UUID
    name: str
    kind: str
    number: int
    purpose: str
    reason: str
    asked_by: UUID
    team: str
    asked_at: datetime
    expires_at: datetime
    decision: str | None
    decided_by: UUID | None


async def ask(
    face: ValueFace, *, by: Viewer, about: DataKey, purpose: str, reason: str, now: datetime, until: datetime
) -> UUID:
    """Ask whether somebody may open a value; the question waits until a time. Gives its id."""
    question = new_id()
    await Request.insert(
        Request(
            id=question,
            value=face.id,
            about=about.owner,
            name=face.name,
            kind=face.kind,
            number=face.number,
            purpose=purpose,
            reason=about.seal(reason, row=question, kind="reason") if reason else None,
            asked_by=by.staff,
            team=by.team,
            asked_at=now,
            expires_at=until,
        )
    )
    return question


async def questions_about(about: UUID, *, now: datetime) -> Sequence[Question]:
    """List a ticket's questions that wait, and the answers that still count, oldest first."""
    return await _questions(Request.about == about, Request.disclosure.is_null(), Request.expires_at > now)


async def waiting(*, not_by: UUID, now: datetime) -> Sequence[Question]:
    """List the questions that wait for somebody else than the asker, of what whoever acts may see, oldest first."""
    return await _questions(Request.decision.is_null(), Request.asked_by != not_by, Request.expires_at > now)


async def count_waiting(*, not_by: UUID) -> int:
    """Count the questions that wait for somebody else than the asker, of what whoever acts may see."""
    rows = await Request.raw(
        "SELECT count(*) AS n FROM disclosure_request WHERE decision IS NULL AND asked_by <> {} AND expires_at > now()",
        not_by,
    )
    return int(rows[0]["n"])


async def question(question: UUID) -> Question | None:
    """Give one question that whoever acts may see."""
    found = await _questions(Request.id == question)
    return found[0] if found else None


async def decide(question: UUID, decision: str, *, by: UUID, now: datetime, until: datetime) -> bool:
    """Say yes or no, if nobody did yet; gives whether this was the decision that counts."""
    decided = (
        await Request.update(
            {
                Request.decision: decision,
                Request.decided_by: by,
                Request.decided_at: now,
                Request.expires_at: until,
            }
        )
        .where(Request.id == question, Request.decision.is_null(), Request.expires_at > now)
        .returning(Request.id)
    )
    return bool(decided)


async def withdraw(about: UUID, *, now: datetime) -> None:
    """End a ticket's questions and unused consents: it changes hands or closes."""
    async with acting(SYSTEM):
        await Request.update({Request.expires_at: now}).where(
            Request.about == about, Request.disclosure.is_null(), Request.expires_at > now
        )


async def _questions(*conditions: Where) -> Sequence[Question]:
    rows = await Request.select().where(*conditions).order_by(Request.asked_at, Request.id)
    keys = await keys_of(row["about"] for row in rows)
    return [_question(row, keys[row["about"]]) for row in rows if row["about"] in keys]


def _question(row: Mapping[str, Any], key: DataKey) -> Question:
    plain = {name: row[name] for name in Question.__dataclass_fields__ if name != "reason"}
    return Question(**plain, reason=key.open_text(row["reason"], row=row["id"], kind="reason") if row["reason"] else "")
