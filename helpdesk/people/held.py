"""What is held about a requester as a person: address, name, since when, where signed in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from helpdesk.people.tables import Requester, RequesterSession
from helpdesk.privacy.disclosure.disclose import OWN_COPY, open_values_for_system
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
    row = await Requester.select(Requester.created_at).where(Requester.id == requester).first()
    values = [face for face in await faces([requester]) if not face.is_gone]
    opened = await open_values_for_system({face.id: requester for face in values}, purpose=OWN_COPY)
    names = {face.name.removeprefix("field:"): opened[face.id] for face in values if face.id in opened}
    return {"known_since": row["created_at"] if row else None, **names}
