"""The people and tickets of the matrix: one of each sort, their sessions, tokens and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from helpdesk import clock
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import RequesterSession, Role, Staff, StaffSession
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.files.clean import CleanFile
from helpdesk.privacy.files.kinds import FileKind
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import doors, readers
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from piccolo_conf import SYSTEM, acting
from tests.builders import a_bearer, a_member, a_ticket

# Whose words a category's text is: three categories of one team, one for each rule of the policy.
CATEGORIES = {"desk": "technical", "team": "domain", "assignee": "account"}
NOWHERE = "SR-AAAA-AAAA"
PHONES = iter(f"+44 20 7946 {number:04}" for number in range(100, 1000))


@dataclass(frozen=True, slots=True)
class Object:
    """A ticket of the matrix. `word` stands in its subject and text, `values` are its sealed details."""

    rule: str
    name: str
    reference: str
    token: str
    word: str
    values: tuple[str, ...]
    disclosure: str
    session: str  # of its requester's browser


@dataclass(slots=True)
class Who:
    """An actor: what their browser and their program send, and the link they hold (of each ticket, or of one)."""

    name: str
    email: str = ""
    session: str = ""
    bearer: str = ""


@dataclass(slots=True)
class World:
    objects: dict[tuple[str, str], Object] = field(default_factory=dict)
    people: dict[str, Who] = field(default_factory=dict)
    stranger: str = ""  # another requester's link
    stranger_session: str = ""  # and their browser's session


def strict_policy() -> policy.Policy:
    """The shipped policy with one category for each rule of who reads the text."""
    rules = policy.read_policy()
    changed = {
        slug: msgspec.structs.replace(rules.categories[slug], text_for=rule) for rule, slug in CATEGORIES.items()
    }
    return msgspec.structs.replace(rules, categories={**rules.categories, **changed})


async def use_policy(rules: policy.Policy) -> None:
    """Take a policy into use, and tell the database."""
    policy.use(rules)
    async with acting(SYSTEM):
        await readers.keep_category_rules()


async def make_world() -> World:
    """Make everybody and everything; the policy of `strict_policy` is in use."""
    world, now = World(), clock.now()
    agents = await _make_people(world, now=now)
    for rule, category in CATEGORIES.items():
        for name in ("own", "other", "waiting", "closed", "erased"):
            world.objects[rule, name] = await _make_object(rule, category, name, agents, now=now)
    world.stranger = (await a_ticket(now=now, email="stranger@customer.test", subject="Strange")).token
    world.stranger_session = await requester_session(world.stranger, now=now)
    return world


async def _make_people(world: World, *, now: datetime) -> Mapping[str, StaffMember]:
    people = {
        "team": ("tom@desk.test", Role.AGENT, "support"),
        "assignee": ("sara@desk.test", Role.AGENT, "support"),
        "outside": ("omar@desk.test", Role.AGENT, "billing"),
        "colleague": ("nora@desk.test", Role.AGENT, "support"),
        "manager": ("mona@desk.test", Role.MANAGER, ""),
        "officer": ("otto@desk.test", Role.OFFICER, ""),
        "admin": ("ada@desk.test", Role.ADMIN, ""),
        "deactivated": ("dan@desk.test", Role.AGENT, "support"),
        "expired": ("eva@desk.test", Role.AGENT, "support"),
    }
    made = {}
    for name, (email, role, team) in people.items():
        made[name] = await a_member(email, name=name.title(), role=role, team=team)
        ends = now + timedelta(hours=-1 if name == "expired" else 1)
        bearer = (await a_bearer(email))["Authorization"] if name != "expired" else "Bearer never-made"
        world.people[name] = Who(name, email, await _session(made[name], ends), bearer)
    await Staff.update({Staff.deactivated_at: now}).where(Staff.id == made["deactivated"].id)
    for name in ("nobody", "own link", "other's link", "signed in", "other signed in"):
        world.people[name] = Who(name)
    return made


async def _session(member: StaffMember, ends: datetime) -> str:
    token = new_token()
    await StaffSession.insert(
        StaffSession(
            id=new_id(),
            token_hash=token_hash(token),
            staff=member.id,
            opened_at=ends - timedelta(9),
            expires_at=ends,
            used_at=clock.now(),
            proved_at=clock.now(),
        )
    )
    return token


async def requester_session(token: str, *, now: datetime) -> str:
    """Sign the requester of a ticket in, by its link."""
    row, session = await doors.ticket_of_link(token), new_token()
    await RequesterSession.insert(
        RequesterSession(
            id=new_id(),
            token_hash=token_hash(session),
            requester=row.requester,
            opened_at=now,
            expires_at=now + timedelta(hours=1),
        )
    )
    return session


async def _make_object(
    rule: str, category: str, name: str, agents: Mapping[str, StaffMember], *, now: datetime
) -> Object:
    word = f"zebrawood{rule}{name}"
    phone = next(PHONES)
    values = (f"tessa{phone[-3:]}@customer.test", phone, f"Sesame#{phone[-3:]}", f"visitor{phone[-3:]}.test")
    ticket = await a_ticket(
        now=now,
        category=category,
        email=values[0],
        subject=f"About {word}",
        body=f"The {word} is broken. My phone is {values[1]} and my password is {values[2]}",
        fields={} if category == "account" else {"domain": values[3]},
        files=(CleanFile(FileKind.TEXT, f"A log of the {word}".encode()),),
    )
    row = await doors.ticket_of_link(ticket.token)
    session = await requester_session(ticket.token, now=now)
    if name != "waiting":
        agent = agents["colleague" if name == "other" else "assignee"]
        await assign_ticket(ticket.reference, to=agent.id, by=agent, now=now)
        if name == "closed":
            await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=now)
        if name == "erased":
            async with acting(SYSTEM):
                await destroy_key(row.id)
    shown = await Disclosure.select(Disclosure.id).where(Disclosure.about == row.id).first()
    disclosure = str(shown["id"] if shown else new_id())
    return Object(rule, name, ticket.reference, ticket.token, word, values, disclosure, session)
