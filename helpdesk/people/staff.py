"""Staff: added by the operator, let in by a one-time link, known to each other by name."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from piccolo.columns.combination import Where

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, LinkNotFound, NotFound
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.strength import strong_hash
from helpdesk.people.tables import ApiToken, LinkSort, Role, SetupLink, Staff, StaffSession
from helpdesk.privacy.disclosure.disclose import DELIVERY, end_all_of, open_each_for_system
from helpdesk.privacy.vault.keys import new_key, store_key
from helpdesk.privacy.vault.values import seal_field
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

LINK_LIFE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Who acts: the person behind a session or an API token."""

    id: UUID
    name: str
    role: Role
    team: str
    single_keys: bool = True  # whether single letters are shortcuts
    digits: str = "latn"  # how Arabic pages write numbers to them: "latn" or "arab"

    @property
    def actor(self) -> Actor:
        """Give whom the database sees acting."""
        return Actor(self.role.value, id=self.id, team=self.team)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff member as mail to them needs them; the address lives as long as one rendering."""

    id: UUID
    role: Role
    locale: str
    has_password: bool
    address: str = field(repr=False)


async def add_staff(
    email: str, *, name: str, role: Role, team: str, now: datetime, locale: str = "en", by_mail: bool = False
) -> str:
    """Add a staff member; gives the token of their one-time set-up link.

    by_mail  send them a link of their own besides, when there is a mail server
    raises   Invalid (a bad address, an address that is taken)
    effects  one staff member with a key of their own, one link, one audit entry; with `by_mail` one promised mail
    """
    if not addresses.is_address(email):
        raise Invalid({"email": "error-email"})
    async with acting(SYSTEM):
        staff, key = new_id(), None
        added = await Staff.insert(
            Staff(
                id=staff,
                email_hash=addresses.blind_index(email),
                name=name,
                role=role,
                team=team,
                locale=locale,
                created_at=now,
            )
        ).on_conflict(target=Staff.email_hash, action="DO NOTHING")
        if not added:
            raise Invalid({"email": "error-email-taken"})
        key = new_key(staff)
        await store_key(key, now=now)
        await seal_field(key, "email", "email", addresses.normalise(email), now=now)
        await record("staff.added", actor=None, about=staff, at=now)
        if by_mail:
            await outbox.enqueue("staff_invitation", about=staff, to=staff, due_at=now)
        return await new_setup_link(staff, now=now)


async def new_setup_link(staff: UUID, *, now: datetime) -> str:
    """Make a one-time set-up link; gives its token. The first that is used ends all of a person's."""
    return await new_link(staff, LinkSort.SETUP, until=now + LINK_LIFE)


async def new_link(staff: UUID, sort: LinkSort, *, until: datetime) -> str:
    """Make a one-time link with which a password is chosen; gives its token."""
    token = new_token()
    await SetupLink.insert(SetupLink(token_hash=token_hash(token), staff=staff, expires_at=until, sort=sort))
    return token


async def set_password(token: str, password: str, *, now: datetime) -> None:
    """Choose the password with a one-time link; all links of the person end by that.

    raises   LinkNotFound (unknown, used or too old), Invalid (its length, too easily guessed)
    effects  sessions end, and what was open for a while; one audit entry; a second factor stays
    """
    staff = await _staff_of_link(token, now=now)
    hashed = await strong_hash(staff, password)
    async with acting(SYSTEM):
        used = (
            await SetupLink.delete()
            .where(SetupLink.token_hash == token_hash(token), SetupLink.expires_at > now)
            .returning(SetupLink.staff)
        )
        if not used:
            raise LinkNotFound
        await SetupLink.delete().where(SetupLink.staff == staff)
        await Staff.update({Staff.password_hash: hashed}).where(Staff.id == staff)
        await end_presence(staff, now=now)
        await record("staff.password_set", actor=staff, about=staff, at=now)


async def _staff_of_link(token: str, *, now: datetime) -> UUID:
    row = (
        await SetupLink.select(SetupLink.staff)
        .where(SetupLink.token_hash == token_hash(token), SetupLink.expires_at > now)
        .first()
    )
    if row is None:
        raise LinkNotFound
    staff: UUID = row["staff"]
    return staff


async def deactivate(staff: UUID, *, now: datetime) -> None:
    """Let somebody in no more: their sessions, tokens and links end, and with them everything they had open.

    raises   NotFound
    effects  what they saw of their tickets ends, one audit entry and one for each detail that was open
    """
    async with acting(SYSTEM):
        done = (
            await Staff.update({Staff.deactivated_at: now})
            .where(Staff.id == staff, Staff.deactivated_at.is_null())
            .returning(Staff.id)
        )
        if not done:
            raise NotFound
        await ApiToken.delete().where(ApiToken.staff == staff)
        await SetupLink.delete().where(SetupLink.staff == staff)
        await end_presence(staff, now=now, with_assigned=True)
        await record("staff.deactivated", actor=None, about=staff, at=now)


async def end_presence(staff: UUID, *, now: datetime, with_assigned: bool = False) -> None:
    """End somebody's sessions and what they have open for a while; joins the caller's transaction.

    with_assigned  also what they see at once of their tickets
    effects        one audit entry for each detail that was open
    """
    await StaffSession.delete().where(StaffSession.staff == staff)
    await hide_all_of(staff, now=now, with_assigned=with_assigned)


async def hide_all_of(staff: UUID, *, now: datetime, with_assigned: bool = False) -> None:
    """End what somebody has open for a while, everywhere, and write each end down; joins the caller's transaction."""
    for ticket in await end_all_of(staff, now=now, with_assigned=with_assigned):
        await record("detail.hidden", actor=staff, about=ticket, at=now)


async def is_live_link(token: str, *, now: datetime) -> bool:
    """Say whether a set-up link still opens; looking uses nothing up."""
    return await SetupLink.exists().where(SetupLink.token_hash == token_hash(token), SetupLink.expires_at > now)


async def add_token(email: str, *, name: str, now: datetime) -> str:
    """Make an API token with a staff member's rights; raises NotFound. The token is shown only here."""
    staff = await find_by_address(email)
    if staff is None:
        raise NotFound
    token = new_token()
    async with acting(SYSTEM):
        await ApiToken.insert(ApiToken(token_hash=token_hash(token), staff=staff.id, name=name, created_at=now))
        await record("token.added", actor=staff.id, about=staff.id, at=now)
    return token


async def staff_of_token(token: str) -> StaffMember | None:
    """Give the active staff member whose API token this is."""
    rows = await ApiToken.select(ApiToken.staff).where(ApiToken.token_hash == token_hash(token))
    return await get_staff(rows[0]["staff"]) if rows else None


async def get_staff(staff: UUID) -> StaffMember | None:
    """Give an active staff member."""
    return await _first(Staff.id == staff)


async def find_by_address(email: str) -> StaffMember | None:
    """Give the active staff member with this address."""
    return await _first(Staff.email_hash == addresses.blind_index(email))


async def _first(condition: Where) -> StaffMember | None:
    row = (
        await Staff.select(Staff.id, Staff.name, Staff.role, Staff.team, Staff.single_keys, Staff.digits)
        .where(condition, Staff.deactivated_at.is_null())
        .first()
    )
    if row is None:
        return None
    return StaffMember(
        row["id"], row["name"], Role(row["role"]), row["team"], single_keys=row["single_keys"], digits=row["digits"]
    )


async def set_single_keys(member: StaffMember, on: bool) -> None:
    """Say whether single letters are shortcuts for somebody."""
    async with acting(member.actor):
        await Staff.update({Staff.single_keys: on}).where(Staff.id == member.id)


async def names_of(staff: Iterable[UUID]) -> Mapping[UUID, str]:
    """Give the working names of some staff members in one query."""
    wanted = list(set(staff))
    if not wanted:
        return {}
    rows = await Staff.select(Staff.id, Staff.name).where(Staff.id.is_in(wanted))
    return {row["id"]: row["name"] for row in rows}


async def colleagues(staff: Collection[UUID]) -> Mapping[UUID, Colleague]:
    """Give active staff members with their addresses, opened to write to them; joins the system's transaction."""
    rows = (
        await Staff.select(Staff.id, Staff.role, Staff.locale, Staff.password_hash)
        .where(Staff.id.is_in(list(staff)), Staff.deactivated_at.is_null())
        .order_by(Staff.id)
    )
    addresses_of = await open_each_for_system({row["id"]: row["id"] for row in rows}, "email", purpose=DELIVERY)
    return {
        row["id"]: Colleague(
            row["id"], Role(row["role"]), row["locale"], row["password_hash"] is not None, addresses_of[row["id"]]
        )
        for row in rows
        if row["id"] in addresses_of
    }


async def agents() -> Sequence[StaffMember]:
    """List the active agents by name, for assigning tickets."""
    return await members(Role.AGENT)


async def members(role: Role) -> Sequence[StaffMember]:
    """List the active staff of a role by name."""
    rows = (
        await Staff.select(Staff.id, Staff.name, Staff.role, Staff.team)
        .where(Staff.role == role, Staff.deactivated_at.is_null())
        .order_by(Staff.name)
    )
    return [StaffMember(row["id"], row["name"], Role(row["role"]), row["team"]) for row in rows]
