"""Show a sealed value to one person for a purpose: the row is written first, then the value is opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or

from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.vault.keys import DataKey
from helpdesk.privacy.vault.values import ValueFace, open_values, opened_or_gone
from piccolo_conf import DB

ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who sees: staff id and the team they belong to at that moment."""

    staff: UUID
    team: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that is open to one person; `until` is None as long as the assignment lasts."""

    disclosure: UUID
    value: str
    until: datetime | None


async def disclose(
    face: ValueFace, *, to: Viewer, about: DataKey, purpose: str, reason: str, now: datetime, until: datetime
) -> Shown:
    """Open one sealed value for one person until a time.

    about    the ticket's key: its owner is the ticket, and the reason is sealed under it
    raises   ValueGone when the value was destroyed; then nothing was written either
    effects  one disclosure
    """
    async with DB.transaction():
        row = _row(face, to, about.owner, purpose, now)
        row.expires_at = until
        if reason:
            row.reason = about.seal(reason, row=row.id, kind="reason")
        await row.save()
        value = opened_or_gone(await open_values([face.id]), face.id)
    return Shown(row.id, value, until)


async def disclose_for_assignment(values: Iterable[ValueFace], *, to: Viewer, about: UUID, now: datetime) -> None:
    """Write down that a new assignee sees, from now on, the details that the case needs."""
    rows = [_row(face, to, about, ASSIGNED, now) for face in values]
    if rows:
        await Disclosure.insert(*rows)


async def end_disclosures(*, about: UUID, now: datetime, only: UUID | None = None) -> None:
    """End what is open about a ticket (all of it, or one disclosure): nobody sees those values from now on."""
    running = And(Disclosure.about == about, Disclosure.ended_at.is_null())
    where = And(running, Disclosure.id == only) if only else running
    await Disclosure.update({Disclosure.ended_at: now}).where(where)


async def shown_to(staff: UUID, *, about: UUID, now: datetime) -> Mapping[str, Shown]:
    """Open again what one person may see of a ticket right now: value name -> value. Each has its row already."""
    rows = await _running(staff, about, now)
    values = await open_values(row["value"] for row in rows)
    return {
        row["name"]: Shown(row["id"], values[row["value"]], row["expires_at"]) for row in rows if row["value"] in values
    }


async def _running(staff: UUID, about: UUID, now: datetime) -> Sequence[Mapping[str, Any]]:
    return (
        await Disclosure.select(Disclosure.id, Disclosure.name, Disclosure.value, Disclosure.expires_at)
        .where(
            Disclosure.about == about,
            Disclosure.staff == staff,
            Disclosure.ended_at.is_null(),
            Or(Disclosure.expires_at.is_null(), Disclosure.expires_at > now),
        )
        .order_by(Disclosure.id)
    )


def _row(face: ValueFace, to: Viewer, about: UUID, purpose: str, now: datetime) -> Disclosure:
    return Disclosure(
        id=new_id(),
        value=face.id,
        about=about,
        staff=to.staff,
        team=to.team,
        name=face.name,
        kind=face.kind,
        number=face.number,
        purpose=purpose,
        opened_at=now,
    )
