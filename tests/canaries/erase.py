"""Erases every ticket and requester of an installation: their keys are destroyed, as retention and erasure do it."""

import asyncio

from helpdesk import wiring
from helpdesk.people.tables import Requester
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.settings import read_settings
from helpdesk.tickets.tables import Ticket
from piccolo_conf import DB, SYSTEM, acting


async def main() -> None:
    wiring.take_into_use(read_settings())
    await wiring.open_database(migrating=False)
    async with acting(SYSTEM):
        for table in (Ticket, Requester):
            for owner in await table.select(table.id).output(as_list=True):
                await destroy_key(owner)
    await DB.close()


if __name__ == "__main__":
    asyncio.run(main())
