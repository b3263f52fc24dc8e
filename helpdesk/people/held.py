"""What is held about a requester as a person: address, name, since when, where signed in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from helpdesk.people.tables import AddressChange, Requester, RequesterSession
from helpdesk.privacy.disclosure.disclose import OWN_COPY, open_values_for_system
from helpdesk.privacy.vault.keys import keys_of
from helpdesk.privacy.vault.values import faces


async def sessions_held(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give since when and until when the requester is signed in, with which browser nobody knows."""
    return (
        await RequesterSession.select(RequesterSession.opened_at, RequesterSession.expires_at)
        .where(RequesterSession.requester == requester)
        .order_by(RequesterSession.opened_at)
    )


async def profile_held(requester: UUID, _: str) -> Mapping[str, Any]:
    """Give a requester's own details; joins the system's transaction.

    effects  one disclosure into their own copy for each detail
    """
    row = (
        await Requester.select(Requester.created_at, Requester.locale, Requester.digits)
        .where(Requester.id == requester)
        .first()
    )
    values = [face for face in await faces([requester]) if not face.is_gone]
    opened = await open_values_for_system({face.id: requester for face in values}, purpose=OWN_COPY)
    names = {face.name.removeprefix("field:"): opened[face.id] for face in values if face.id in opened}
    return {
        "known_since": row["created_at"] if row else None,
        "language": row["locale"] if row else None,
        "digits": row["digits"] if row else None,
        **names,
        "address_changes": await _changes(requester),
    }


async def _changes(requester: UUID) -> Sequence[Mapping[str, Any]]:
    """Give the addresses that wait for a mail of their own: a new one to be confirmed, an old one to be told."""
    rows = await AddressChange.select().where(AddressChange.requester == requester).order_by(AddressChange.expires_at)
    keys = await keys_of([requester])
    return [
        {
            "email": keys[requester].open_text(row["address"], row=row["id"], kind="email"),
            "expires_at": row["expires_at"],
        }
        for row in rows
        if requester in keys
    ]
