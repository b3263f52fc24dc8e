"""A requester's new address: kept sealed until whoever reads its mail confirms it, then the old one is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, LinkNotFound
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.mail import Post, to_mail
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.requesters import reachable
from helpdesk.people.tables import AddressChange, Requester
from helpdesk.privacy.vault.keys import key_of, keys_of
from notifications import outbox
from notifications.claim import Promise
from notifications.mail import Mail
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

CONFIRM, TOLD = "address_confirmation", "address_changed"
LIFE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A new address that was confirmed or waits for it."""

    id: UUID
    requester: UUID
    address: str = field(repr=False)


async def ask_for_change(person: SignedInRequester, email: str, *, now: datetime) -> None:
    """Keep a new address, sealed, and promise a mail to it; nothing else changes until that is confirmed.

    raises   Invalid (no address at all)
    effects  one change that waits a day, in the place of an earlier one; one promised mail, one audit entry
    """
    if not addresses.is_address(email):
        raise Invalid({"email": "error-email"})
    change, address = new_id(), addresses.normalise(email)
    async with acting(SYSTEM):
        await AddressChange.delete().where((AddressChange.requester == person.id) | (AddressChange.expires_at <= now))
        await AddressChange.insert(
            AddressChange(
                id=change,
                requester=person.id,
                address=(await key_of(person.id)).seal(address, row=change, kind="email"),
                email_hash=addresses.blind_index(address),
                expires_at=now + LIFE,
            )
        )
        await outbox.enqueue(CONFIRM, about=change, to=person.id, due_at=now)
        await record("requester.address_asked", actor=person.id, about=person.id, at=now)


async def change_of_link(token: str, *, now: datetime, lock: bool = False) -> Change:
    """Give the change that a mailed link confirms; joins the system's transaction. Raises LinkNotFound, Invalid.

    raises  Invalid when the address has become somebody else's, which whoever reads its mail may know
    """
    query = (
        AddressChange.select()
        .where(AddressChange.token_hash == token_hash(token), AddressChange.expires_at > now)
        .first()
    )
    row = await (query.lock_rows("UPDATE") if lock else query)
    key = (await keys_of([row["requester"]])).get(row["requester"]) if row else None
    if row is None or key is None:
        raise LinkNotFound
    if await Requester.exists().where(Requester.email_hash == row["email_hash"], Requester.id != row["requester"]):
        raise Invalid({"email": "error-address-in-use"})
    return Change(row["id"], row["requester"], key.open_text(row["address"], row=row["id"], kind="email"))


async def tell_old_address(change: Change, old: str, *, now: datetime) -> None:
    """Keep the old address in the change's row for the one mail that tells it; joins the system's transaction."""
    sealed = (await key_of(change.requester)).seal(old, row=change.id, kind="email")
    await AddressChange.update(
        {AddressChange.address: sealed, AddressChange.token_hash: None, AddressChange.expires_at: now + LIFE}
    ).where(AddressChange.id == change.id)
    await outbox.enqueue(TOLD, about=change.id, to=change.requester, due_at=now)


def address_confirmation(post: Post) -> Renderer:
    """Give the renderer of the mail to a new address: its link is made in this moment, and only its hash is kept."""

    async def link(change: UUID) -> Mapping[str, object]:
        token = new_token()
        await AddressChange.update({AddressChange.token_hash: token_hash(token)}).where(AddressChange.id == change)
        return {"url": f"{post.base_url}/me/address/{token}"}

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            return {
                promise.id: await _render(promise, CONFIRM, await link(promise.about), post) for promise in promises
            }

    return render


def address_changed(post: Post) -> Renderer:
    """Give the renderer of the mail that tells an old address of the change."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            return {p.id: await _render(p, TOLD, {"url": f"{post.base_url}/contact"}, post) for p in promises}

    return render


async def _render(promise: Promise, kind: str, context: Mapping[str, object], post: Post) -> Mail | None:
    row = await AddressChange.select().where(AddressChange.id == promise.about).first()
    there = (await reachable([promise.recipient])).get(promise.recipient)
    keys = await keys_of([promise.recipient])
    if row is None or there is None or promise.recipient not in keys or row["expires_at"] <= post.now():
        return None
    address = keys[promise.recipient].open_text(row["address"], row=row["id"], kind="email")
    return to_mail(kind, there[0], address, context, post)


async def forget_old_changes(*, now: datetime) -> None:
    """Forget changes whose day is over."""
    async with acting(SYSTEM):
        await AddressChange.delete().where(AddressChange.expires_at <= now)
