"""What a macro does to a ticket besides its text: each thing a code of ids and words of lists, chosen or left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.move import move_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.tables import Priority, Status
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.wake import wake_ticket

LONGEST = 366  # days that a macro lets a ticket wait


@dataclass(frozen=True, slots=True)
class Effects:
    """What becomes of a ticket; "" and nothing where it stays as it is.

    status     "open", or "pending" for `wake_days` days
    """

    status: str = ""
    wake_days: int = 0
    priority: str = ""
    team: str = ""
    tags: tuple[UUID, ...] = ()

    @property
    def codes(self) -> Sequence[str]:
        """Give each as a code that a form carries: "status:open", "status:pending:3", "tag:…"."""
        waits = f":{self.wake_days}" if self.status == Status.PENDING else ""
        found = [f"status:{self.status}{waits}"] if self.status else []
        found += [f"priority:{self.priority}"] if self.priority else []
        found += [f"team:{self.team}"] if self.team else []
        return found + [f"tag:{tag}" for tag in self.tags]


NOTHING: Final = Effects()


def read_effects(codes: Iterable[str]) -> Effects:
    """Read what was chosen of the codes; of two that contradict each other the later counts. Raises Invalid."""
    found: dict[str, str] = {}
    tags: list[UUID] = []
    for kind, _, value in (code.partition(":") for code in codes):
        if kind == "tag":
            tags.append(_id(value))
        else:
            found[kind] = value
    status, _, days = found.pop("status", "").partition(":")
    effects = Effects(
        status=status,
        wake_days=int(days) if days.isdecimal() and len(days) < 4 else 0,
        priority=found.pop("priority", ""),
        team=found.pop("team", ""),
        tags=tuple(dict.fromkeys(tags)),
    )
    if found or mistakes_of(effects):
        raise Invalid({"effects": "error-field"})
    return effects


def mistakes_of(effects: Effects) -> dict[str, str]:
    """Say what no list has; field -> mistake. Whether a tag is there is said when it is put on."""
    waits = effects.status == Status.PENDING
    mistakes = {
        "status": "" if effects.status in ("", Status.OPEN, Status.PENDING) else "error-field",
        "wake_days": ""
        if (1 <= effects.wake_days <= LONGEST if waits else not effects.wake_days)
        else "error-wake-days",
        "priority": "" if effects.priority in ("", *Priority) else "error-field",
        "team": "" if effects.team in ("", *policy.in_use().teams) else "error-unknown-team",
    }
    return {field: code for field, code in mistakes.items() if code}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"effects": "error-field"}) from None


async def have_effects(reference: str, effects: Effects, *, closing: bool, agent: StaffMember, now: datetime) -> None:
    """Do to a ticket what was chosen; joins the caller's transaction.

    closing  it is closed right after: how long it waits is no matter then
    raises   as the operations on tags, priority, status and team
    effects  theirs; the team last, since with it the ticket may leave the agent's sight
    """
    for tag in effects.tags:
        await tag_ticket(reference, tag, agent=agent, now=now)
    if effects.priority:
        await prioritise_ticket(reference, Priority(effects.priority), agent=agent, now=now)
    if effects.status == Status.PENDING and not closing:
        until = (now + timedelta(days=effects.wake_days)).date()
        await postpone_ticket(reference, until=until, agent=agent, now=now)
    if effects.status == Status.OPEN and (await access.ticket_to_work(reference, agent=agent)).is_pending:
        await wake_ticket(reference, agent=agent, now=now)
    if effects.team and not closing:
        await move_ticket(reference, effects.team, agent=agent, now=now)
