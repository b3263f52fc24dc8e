"""Makes an installation for the sweep: keyring, tables, one person of each role. Prints their tokens as JSON."""

import asyncio
import json

from helpdesk import clock, embedded, wiring
from helpdesk.people.staff import add_staff, add_token, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.vault import keyring
from helpdesk.settings import read_settings
from piccolo_conf import DB

PASSWORD = "correct horse battery"
# Working names and names of tokens are no secret at the desk: they are what the scan must find (tests/canaries/sweep.py).
PEOPLE = {
    "team": (Role.AGENT, "support", "Thekla Openly-Named"),
    "assignee": (Role.AGENT, "support", "Sabine Openly-Named"),
    "outside": (Role.AGENT, "billing", "Oskar Openly-Named"),
    "manager": (Role.MANAGER, "", "Minna Openly-Named"),
    "officer": (Role.OFFICER, "", "Ottilie Openly-Named"),
    "admin": (Role.ADMIN, "", "Adalbert Openly-Named"),
}


def address(role: str) -> str:
    return f"{role}.kestrel@desk-of-canaries.test"


async def main() -> None:
    settings = read_settings()
    keyring.write_keyring(settings.keyring, keyring.make_keyring())
    wiring.take_into_use(settings)
    await wiring.open_database(migrating=True)
    made = {}
    for place, (role, team, name) in PEOPLE.items():
        link = await add_staff(address(place), name=name, role=role, team=team, now=clock.now())
        await set_password(link, PASSWORD, now=clock.now())
        made[place] = await add_token(address(place), name="openly named token", now=clock.now())
    _, owner_url = embedded.start(settings.var / "postgres")
    print(json.dumps({"tokens": made, "owner_url": owner_url}))
    await DB.close()


if __name__ == "__main__":
    asyncio.run(main())
