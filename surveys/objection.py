"""Somebody who objected to surveys agrees to them again."""

from piccolo_conf import SYSTEM, acting
from surveys.tables import Objection


async def agree_again(person: bytes) -> None:
    """Forget an objection; whoever it was may be asked about what is closed from now on. Joins the transaction."""
    async with acting(SYSTEM):
        await Objection.delete().where(Objection.person == person)
