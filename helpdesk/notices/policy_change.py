"""Tell of a change of terms or privacy notice: a mail to whom it concerns, in batches, stoppable, without content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.errors import NotFound
from helpdesk.people.mail import Post, to_mail
from helpdesk.people.requesters import addresses_of, digits_of
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.tables import Change
from named_sql import statements
from notifications import outbox
from notifications.claim import Promise
from notifications.mail import Mail
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

KIND = "policy_changed"
BATCH = 500  # promises in one transaction
_SQL = statements(__file__)
_PAGES = {"terms": "/terms/history", "notice": "/privacy-notice/history", "both": "/terms/history"}


@dataclass(frozen=True, slots=True)
class Telling:
    """How far a change has been told; counts only."""

    id: UUID
    what: str
    since: datetime
    promised: int
    waiting: int
    sent: int
    is_finished: bool
    is_stopped: bool


async def tell_of_changes(*, now: datetime) -> None:
    """Promise the mails of every change that is being told."""
    while await tell_batch(now=now):
        pass


async def tell_batch(*, now: datetime, most: int = BATCH) -> bool:
    """Promise a mail to the next requesters whom a change concerns; says whether there was such a change.

    Whom it concerns: who opened a request before it that is open, or closed and still tied to them by the policy.

    effects  one promise a requester, never a second one; several workers share the changes, not a change
    """
    async with acting(SYSTEM):
        rows = await Change.raw(_SQL["change_to_tell"])
        if not rows:
            return False
        change: Mapping[str, Any] = rows[0]
        people = await _next_concerned(change, now=now, most=most)
        for person in people:
            await outbox.enqueue(KIND, about=change["id"], to=person["requester"], due_at=now)
        is_last = len(people) < most
        done: dict[Any, Any] = {
            Change.told_up_to: None if is_last else people[-1]["requester"],
            Change.promised: Change.promised + len(people),
            **({Change.finished_at: now} if is_last else {}),
        }
        await Change.update(done).where(Change.id == change["id"])
    return True


async def _next_concerned(change: Mapping[str, Any], *, now: datetime, most: int) -> Sequence[Mapping[str, Any]]:
    days = {slug: category.retention.pseudonym_days for slug, category in policy.in_use().categories.items()}
    after, since = change["told_up_to"], change["since"]
    rows: Sequence[Mapping[str, Any]] = await Change.raw(
        _SQL["next_concerned"], after, since, now, list(days), list(days.values()), most
    )
    return rows


async def stop_telling(change: UUID, *, by: StaffMember, now: datetime) -> int:
    """Take back the mails of a change that are not sent yet and give how many; raises NotFound when all is settled.

    effects  nothing more is promised, one audit entry; the published version stays published
    """
    async with acting(by.actor):
        row = await Change.select(Change.finished_at).where(
            Change.id == change, Change.stopped_at.is_null()
        ).first().lock_rows("UPDATE")  # fmt: skip
        if row is None:
            raise NotFound
        ended: dict[Any, Any] = {
            Change.stopped_at: now,
            Change.finished_at: row["finished_at"] or now,
            Change.told_up_to: None,
        }
        await Change.update(ended).where(Change.id == change)
        withdrawn = await outbox.withdraw(change, kind=KIND, now=now)
        await record("policy.telling_stopped", actor=by.id, about=change, at=now)
    return withdrawn


async def tellings(*, viewer: StaffMember, most: int = 20) -> Sequence[Telling]:
    """List how far the last changes have been told, newest first."""
    async with acting(viewer.actor):
        rows = await Change.select().order_by(Change.since, ascending=False).limit(most)
        tallies = {row["id"]: await outbox.tally(row["id"], kind=KIND) for row in rows}
    return [_telling(row, tallies[row["id"]]) for row in rows]


def _telling(row: Mapping[str, Any], tally: Mapping[str, int]) -> Telling:
    return Telling(
        id=row["id"],
        what=row["what"],
        since=row["since"],
        promised=row["promised"],
        waiting=tally.get("", 0),
        sent=tally.get("sent", 0),
        is_finished=row["finished_at"] is not None and not tally.get("", 0),
        is_stopped=row["stopped_at"] is not None,
    )


def policy_changed(post: Post) -> Renderer:
    """Give the renderer of the mail: in the language of a requester's last request; who was erased gets none."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            pairs = [(promise.about, promise.recipient) for promise in promises]
            rows = await Change.raw(_SQL["change_words"], *(list(column) for column in zip(*pairs, strict=True)))
            known = {(row["change"], row["requester"]): row for row in rows}
            addresses = await addresses_of({row["requester"]: row["requester"] for row in rows})
            digits = await digits_of(addresses)
        mails: dict[UUID, Mail | None] = {}
        for promise in promises:
            row = known.get((promise.about, promise.recipient))
            if row and promise.recipient in addresses:
                with i18n.reading(digits[promise.recipient]):
                    mails[promise.id] = _mail(row, addresses[promise.recipient], post)
        return mails

    return render


def _mail(row: Mapping[str, Any], address: str, post: Post) -> Mail:
    context = {
        "changed": row["what"],
        "url": f"{post.base_url}{_PAGES[row['what']]}",
        "since": i18n.day(row["since"], row["locale"]),
    }
    return replace(to_mail(KIND, row["locale"], address, context, post), is_bulk=True)
