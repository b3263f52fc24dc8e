"""What a signed-in requester reads of themselves and may change at once: how they are reached, language, surveys."""

from dataclasses import dataclass, field
from datetime import datetime

from piccolo.columns import Column

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.i18n import ARABIC, LATIN, LOCALES
from helpdesk.people.mail import STOPPED
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.requesters import lasting_mark
from helpdesk.people.tables import Requester, RequesterSession
from helpdesk.privacy.disclosure.disclose import open_own_person
from notifications import outbox
from piccolo_conf import SYSTEM, acting
from surveys.answers import object_for
from surveys.held import has_objected
from surveys.objection import agree_again


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is known of somebody, for themselves; the address is masked."""

    address: str
    name: str = field(repr=False)
    locale: str
    digits: str
    may_be_asked: bool
    sessions: int


async def own_data(person: SignedInRequester, *, now: datetime) -> OwnData:
    """Read what is known of whoever signed in."""
    async with acting(person.actor):
        details = await open_own_person()
    async with acting(SYSTEM):
        mark = await lasting_mark(person.id)
        objected = mark is not None and await has_objected(mark)
        open_ones = RequesterSession.count().where(
            RequesterSession.requester == person.id, RequesterSession.expires_at > now
        )
        sessions = int(await open_ones)
    return OwnData(
        address=masked(details.get("email", "")),
        name=details.get("name", ""),
        locale=person.locale,
        digits=person.digits,
        may_be_asked=not objected,
        sessions=sessions,
    )


def masked(address: str) -> str:
    """Give an address so that its owner knows it and nobody learns it: t…@example.com."""
    local, _, host = address.rpartition("@")
    return f"{local[:1]}…@{host}" if local else ""


async def choose_language(person: SignedInRequester, locale: str, digits: str, *, now: datetime) -> None:
    """Choose the language of mail that is about no request, and the digits of Arabic; raises Invalid.

    digits   "latn" or "arab"; phone numbers, tokens and what people wrote keep theirs
    effects  one audit entry
    """
    if locale not in LOCALES or digits not in (LATIN, ARABIC):
        raise Invalid({"locale": "error-unknown-locale"})
    async with acting(person.actor):
        chosen: dict[Column | str, str] = {Requester.locale: locale, Requester.digits: digits}
        await Requester.update(chosen).where(Requester.id == person.id)
        await record("requester.language_chosen", actor=person.id, about=person.id, at=now)


async def choose_surveys(person: SignedInRequester, *, may_ask: bool, now: datetime) -> None:
    """Object to surveys, or agree to them again, at once.

    effects  invitations that were not answered end with an objection, and one mail says that it holds; one audit entry
    """
    async with acting(SYSTEM):
        mark = await lasting_mark(person.id)
        if mark is None or may_ask is not await has_objected(mark):
            return  # as it is already
        if may_ask:
            await agree_again(mark)
            await outbox.withdraw(person.id, kind=STOPPED, now=now)
        else:
            await object_for(person.id, mark, now=now)
            await outbox.enqueue(STOPPED, about=person.id, to=person.id, due_at=now)
        act = "requester.surveys_agreed" if may_ask else "requester.surveys_objected"
        await record(act, actor=person.id, about=person.id, at=now)
