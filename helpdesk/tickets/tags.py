"""The managers' list of tags: words to sort tickets by, about no person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound, TagHoldsDetails
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.scan import scan
from helpdesk.privacy.redaction.spans import TextNotScanned
from helpdesk.tickets.desk_tables import Tag
from piccolo_conf import acting

LONGEST = 40  # characters


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag; a retired one stays on the tickets that have it."""

    id: UUID
    name: str
    is_retired: bool


async def all_tags() -> Sequence[TagRow]:
    """List the tags by name, retired ones too; the caller reads as a staff member."""
    rows = await Tag.select(Tag.id, Tag.name, Tag.retired_at).order_by(Tag.name)
    return [TagRow(row["id"], row["name"], row["retired_at"] is not None) for row in rows]


async def names_of_tags() -> Mapping[UUID, str]:
    """Give every tag's name, retired ones too."""
    return {tag.id: tag.name for tag in await all_tags()}


async def list_tag(name: str, *, by: StaffMember, now: datetime) -> UUID:
    """Put a tag on the list; gives its id.

    raises   Invalid (missing, too long, there already), TagHoldsDetails (a private detail in its name)
    effects  one tag, one audit entry
    """
    name = await checked_name(name)
    async with acting(by.actor):
        await _refuse_twice(name)
        tag = new_id()
        await Tag.insert(Tag(id=tag, name=name, made_at=now))
        await record("tag.listed", actor=by.id, about=tag, at=now)
    return tag


async def rename_tag(tag: UUID, name: str, *, by: StaffMember, now: datetime) -> None:
    """Give a tag another name, on every ticket that has it; raises NotFound and as `list_tag`."""
    name = await checked_name(name)
    async with acting(by.actor):
        await _refuse_twice(name, but=tag)
        if not await Tag.update({Tag.name: name}).where(Tag.id == tag).returning(Tag.id):
            raise NotFound
        await record("tag.renamed", actor=by.id, about=tag, at=now)


async def retire_tag(tag: UUID, *, back: bool, by: StaffMember, now: datetime) -> None:
    """Take a tag off the list, or put it back; tickets keep it either way. Raises NotFound; one audit entry."""
    async with acting(by.actor):
        done = await Tag.update({Tag.retired_at: None if back else now}).where(Tag.id == tag).returning(Tag.id)
        if not done:
            raise NotFound
        await record("tag.brought_back" if back else "tag.retired", actor=by.id, about=tag, at=now)


async def checked_name(name: str) -> str:
    """Clean a name that staff give to a tag or a queue; raises Invalid, TagHoldsDetails."""
    name = " ".join(clean(name).split())
    if not any(letter.isalnum() for letter in name):
        raise Invalid({"name": "error-missing"})
    if len(name) > LONGEST:
        raise Invalid({"name": "error-name-long"})
    try:
        found = (await scan(name, number=first_come(), own=policy.in_use().own_rules)).findings
    except TextNotScanned:
        raise TagHoldsDetails from None
    if found:
        raise TagHoldsDetails
    return name


async def _refuse_twice(name: str, *, but: UUID | None = None) -> None:
    """Two names that differ in small and capital letters only are one."""
    taken = {tag.name.lower() for tag in await all_tags() if tag.id != but}
    if name.lower() in taken:
        raise Invalid({"name": "error-name-taken"})
