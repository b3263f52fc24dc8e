"""What tests of requests about data share: a person with a ticket who asks, and the worker's part in it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpdesk import wiring
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people.requesters import find_requester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import RequesterSession, Role
from helpdesk.privacy.subject_requests.ask import Asked, Wish
from helpdesk.privacy.subject_requests.package import make_next
from helpdesk.privacy.subject_requests.queries import Row, request_named
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import rights
from piccolo_conf import SYSTEM, Actor, acting
from tests.builders import NOON, a_member

TESSA = "tessa@customer.test"


async def an_officer(name: str = "Lina Omar", *, password: bool = False) -> StaffMember:
    email = f"{name.split()[0].lower()}@desk.test"
    return await a_member(email, name=name, role=Role.OFFICER, password=password)


async def a_person(email: str = TESSA) -> UUID:
    """The requester with an address, who has a ticket."""
    found = await find_requester(email)
    assert found is not None
    return found


async def a_wish(kind: Kind, *, email: str = TESSA, locale: str = "en", now: datetime = NOON, **said: Any) -> Asked:
    """What the person asks, signed in; of `said` also how much, of which ticket, which look at it."""
    person = await a_person(email)
    about = {name: said.pop(name) for name in ("extent", "reference", "entry") if name in said}
    wish = Wish(person, kind, locale, said, **about)
    return await rights.ask_signed_in(wish, by=Actor("requester", id=person), now=now)


async def the_request(number: str) -> Row:
    async with acting(SYSTEM):
        return await request_named(number)


async def make_copies(*, now: datetime = NOON) -> None:
    """Let the worker make every copy that waits."""
    while await make_next(wiring.workshop(), now=now):
        pass


async def a_session(email: str = TESSA, *, now: datetime, opened: timedelta = timedelta(0)) -> str:
    """The cookie of a requester who signed in a while ago."""
    session = new_token()
    await RequesterSession.insert(
        RequesterSession(
            id=new_id(),
            token_hash=token_hash(session),
            requester=await a_person(email),
            opened_at=now - opened,
            expires_at=now + timedelta(hours=1),
        )
    )
    return session
