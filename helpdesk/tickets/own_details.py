"""A requester corrects their name and confirms a new address; agents who see them by assignment see the new ones."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people import address_changes, addresses
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.requesters import address_of
from helpdesk.people.tables import Requester, SignInLink
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import faces, replace, seal_field
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.rectify import follow
from helpdesk.tickets.submit import FIELD_LIMIT
from piccolo_conf import SYSTEM, acting


async def correct_name(person: SignedInRequester, name: str, *, now: datetime) -> None:
    """Put another name in the place of the one that is sealed; "" for none.

    raises   Invalid (too long)
    effects  the old name is destroyed; one audit entry
    """
    name = " ".join(clean(name).split())
    if len(name) > FIELD_LIMIT:
        raise Invalid({"name": "error-too-long"})
    async with acting(SYSTEM):
        await _put(person.id, "name", name, now=now)
        await record("detail.rectified", actor=person.id, about=person.id, at=now)


async def confirm_address(token: str, *, now: datetime) -> None:
    """Let the address that a mailed link was sent to be the requester's from now on, and tell the old one.

    raises   LinkNotFound, Invalid (it has become somebody else's)
    effects  the old address is destroyed after one mail to it; links to sign in that went there end; one audit entry
    """
    async with acting(SYSTEM):
        change = await address_changes.change_of_link(token, now=now, lock=True)
        old = await address_of(change.requester)
        await _put(change.requester, "email", change.address, now=now)
        await Requester.update({Requester.email_hash: addresses.blind_index(change.address)}).where(
            Requester.id == change.requester
        )
        await SignInLink.delete().where(SignInLink.requester == change.requester)
        await address_changes.tell_old_address(change, old, now=now)
        await record("requester.address_changed", actor=change.requester, about=change.requester, at=now)


async def is_live_change(token: str, *, now: datetime) -> bool:
    """Say whether a link would confirm a new address; looking changes nothing. Raises Invalid as `confirm_address`."""
    async with acting(SYSTEM):
        return bool(await address_changes.change_of_link(token, now=now))


async def _put(requester: UUID, name: str, value: str, *, now: datetime) -> None:
    """Seal a value in the place of the one that is there, and let assignees of open tickets have it."""
    key = await key_of(requester)
    there = [face for face in await faces([requester]) if face.name == f"field:{name}" and not face.is_gone]
    if not there:
        await seal_field(key, name, name, value, now=now)
        return
    await replace(key, there[0], value, now=now)
    for ticket in await ticket_rows.tickets_of_requester(requester):
        if not ticket.is_erased:
            await follow(ticket, there, now)
