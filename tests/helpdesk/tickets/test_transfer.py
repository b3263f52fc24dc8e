"""Only what is still lawfully held goes to the successor, two persons agreed to it, and nobody else opens it."""

import hashlib
import io
import json
import stat
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import msgspec
import pyrage
import pytest
from pyrage import x25519

from helpdesk import clock, wiring
from helpdesk.audit.tables import AuditEntry
from helpdesk.backup.seal import sealing
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused, TransferStale
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention.stages import days_of
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.privacy.transfer import make
from helpdesk.privacy.transfer.ask import Wish, ask, decide
from helpdesk.privacy.transfer.desk import transfer_of
from helpdesk.privacy.transfer.hand import end, fetch, renew_stale, sweep
from helpdesk.privacy.transfer.make import LEASE, file_of
from helpdesk.privacy.transfer.tables import Given, Transfer
from helpdesk.privacy.transfer.told import passed_on
from helpdesk.tickets import doors, readers
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.erase_details import erase_details
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_note
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.authorisation.world import use_policy
from tests.builders import a_member, a_ticket, an_assigned_ticket
from tests.files import a_photo
from tests.helpdesk.tickets.test_attach import a_clean
from tests.rights import a_person, a_wish

NOW = clock.now().replace(microsecond=0)
OWN_PHONE, CARD = "+44 20 7946 0123", "4111 1111 1111 1111"
KEY = x25519.Identity.generate()
WISH = Wish("Harbour Ltd", "Purchase contract of 2 March", str(KEY.to_public()))


def later(**time: float):
    return NOW + timedelta(**time)


@pytest.fixture
async def lina():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER)


@pytest.fixture
async def noor():
    return await a_member("noor@desk.test", name="Noor Aziz", role=Role.OFFICER)


@pytest.fixture
def workshop(settings, tmp_path):
    made = wiring.transfers(settings, sealing=sealing)
    return replace(made, folder=tmp_path / "transfers", now=lambda: NOW)


async def agreed(lina, noor) -> object:
    transfer = await ask(WISH, by=lina.actor, now=NOW)
    await decide(transfer, agree=True, by=noor.actor, now=NOW)
    return transfer


def opened(path: Path, key: x25519.Identity = KEY) -> dict[str, bytes]:
    plain = pyrage.decrypt(path.read_bytes(), [key])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        return {head.name: archive.extractfile(head).read() for head in archive.getmembers()}


def lines(files: dict[str, bytes], folder: str) -> list[dict]:
    return [
        json.loads(line) for name, text in files.items() if name.startswith(f"{folder}/") for line in text.splitlines()
    ]


async def an_old_ticket(agent, email: str, subject: str):
    """Closed so long ago that its texts should be gone."""
    ticket = await an_assigned_ticket(agent, now=NOW, email=email, subject=subject)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOW)
    row = await doors.ticket_of_link(ticket.token)
    ago = NOW - timedelta(days=days_of(row.category, "texts") + 1)
    await Outbound.raw("UPDATE ticket SET closed_at = {}, opened_at = {} WHERE id = {}", ago, ago, row.id)
    return row


async def everybody(agent, lina, noor) -> dict[str, object]:
    """Somebody who stays, one who is erased, one whose time is over, one who is only on hold."""
    body = f"The zebrawood door. My phone is {OWN_PHONE}, my password is Sesame#77, my card is {CARD}"
    living = await an_assigned_ticket(agent, now=NOW, email="living@customer.test", subject="Oakenword", body=body)
    await post_note(living.reference, Entry("Walnutnote between us"), agent=agent, now=NOW)
    erased = await a_ticket(now=NOW, email="erased@customer.test", subject="Ebonyword", body="Ebonybody")
    await an_old_ticket(agent, "over@customer.test", "Beechword")
    held = await an_old_ticket(agent, "held@customer.test", "Maplewood")
    review = (NOW + timedelta(days=90)).date()
    hold = await holds.place(holds.Scope(tickets=(held.id,)), "A case", review_on=review, by=lina.actor, now=NOW)
    await holds.decide(hold, agree=True, by=noor.actor, now=NOW)
    await erase_requester(await a_person("erased@customer.test"), actor=SYSTEM, now=NOW)
    return {"living": living, "erased": erased, "held": held}


async def test_the_living_go_whole_and_the_erased_the_over_and_the_held_do_not(agent, lina, noor, workshop):
    made = await everybody(agent, lina, noor)
    await a_wish(Kind.RESTRICTION, email="living@customer.test", now=NOW)
    await a_wish(Kind.SURVEY_OBJECTION, email="living@customer.test", now=NOW)
    transfer = await agreed(lina, noor)
    assert await make.make_next(workshop)
    files = opened(file_of(workshop.folder, transfer))
    whole = b"\n".join(files.values()).decode()

    for word in ("living@customer.test", "Oakenword", "zebrawood", OWN_PHONE, "Walnutnote"):
        assert (word, word in whole) == (word, True)  # the probe sees
    gone = ("erased@", "Ebonyword", "Ebonybody", "over@", "Beechword", "held@", "Maplewood", "Sesame#77")
    assert [word for word in gone if word in whole] == []
    people, tickets = lines(files, "requesters"), lines(files, "tickets")
    (living,) = [one for one in people if not one["held"]]
    assert (living["email"], living["objects_to_surveys"]) == ("living@customer.test", True)
    assert living["restricted_since"] is not None
    assert {one["kind"] for one in living["requests_about_data"]} == {"restriction", "survey_objection"}
    by_reference = {one["reference"]: one for one in tickets}
    assert {*by_reference} == {made["living"].reference, made["held"].reference}
    held = by_reference[made["held"].reference]
    assert {*held} == {"requester", "reference", "category", "held"}
    ticket = by_reference[made["living"].reference]
    assert (ticket["basis"], "texts_days_from_closing" in ticket["kept"]) == ("contract", True)
    closed = {one["kind"]: one["left_closed"] for one in ticket["details"] if one["value"] is None}
    assert closed["password"] == "secret"
    left = json.loads(files["manifest.json"])["left_out"]
    assert (left["ticket-erased"], left["ticket-over"], left["ticket-held"], left["detail-secret"]) == (1, 1, 1, 1)


async def test_a_kind_that_opens_for_nobody_stays_closed(agent, lina, noor, workshop):
    ticket = await an_assigned_ticket(agent, now=NOW, body=f"My phone is {OWN_PHONE}")
    row = await doors.ticket_of_link(ticket.token)
    transfer = await agreed(lina, noor)
    await Outbound.raw("UPDATE category_rule SET never = ARRAY['phone'] WHERE category = {}", row.category)
    try:
        assert await make.make_next(workshop)  # the policy's copy in the database refuses, whatever the code does
        assert not file_of(workshop.folder, transfer).exists()
        assert await Disclosure.count().where(Disclosure.purpose == "transfer") == 0
        rules = policy.in_use()
        strict = msgspec.structs.replace(rules.categories[row.category], never=["phone"])
        policy.use(msgspec.structs.replace(rules, categories={**rules.categories, row.category: strict}))
        assert await make.make_next(replace(workshop, now=lambda: NOW + LEASE))
    finally:
        policy.use(policy.read_policy())
        async with acting(SYSTEM):
            await readers.keep_category_rules()
    files = opened(file_of(workshop.folder, transfer))
    assert OWN_PHONE.encode() not in b"".join(files.values())
    assert json.loads(files["manifest.json"])["left_out"] == {"detail-never": 1}


async def test_files_go_along_opened_and_those_that_open_for_nobody_do_not(agent, lina, noor, workshop):
    rules = policy.in_use()
    closed = msgspec.structs.replace(rules.categories["billing"], never=["file"])
    await use_policy(msgspec.structs.replace(rules, categories={**rules.categories, "billing": closed}))
    files = await a_clean(a_photo(), b"plain words")
    mine = await an_assigned_ticket(agent, now=NOW, files=files)
    shut = await a_ticket(now=NOW, email="rami@customer.test", category="billing", files=files)
    transfer = await agreed(lina, noor)
    assert await make.make_next(workshop)
    found = opened(file_of(workshop.folder, transfer))
    await use_policy(policy.read_policy())

    sent = {name: content for name, content in found.items() if name.startswith("files/")}
    assert sent == {
        f"files/{mine.reference}-1.jpg": files[0].content,
        f"files/{mine.reference}-2.txt": b"plain words",
        f"files/{shut.reference}-2.txt": b"plain words",
    }
    lists = {ticket["reference"]: [one["file"] for one in ticket["files"]] for ticket in lines(found, "tickets")}
    assert sorted(name for names in lists.values() for name in names) == sorted(sent)
    assert [one for ticket in lines(found, "tickets") for one in ticket["details"] if one["kind"] == "file"] == []


async def test_the_manifest_has_the_hash_of_every_file_and_the_row_has_its_own(agent, lina, noor, workshop):
    await an_assigned_ticket(agent, now=NOW)
    transfer = await agreed(lina, noor)
    await make.make_next(workshop)
    path = file_of(workshop.folder, transfer)
    files = opened(path)
    manifest = json.loads(files["manifest.json"])

    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"
    }
    assert {"policy/categories.json", "policy/records.ar.json", "surveys/counts.json", "terms/versions.json"} <= {
        *files
    }
    row = await transfer_of(transfer)
    assert row.manifest == hashlib.sha256(files["manifest.json"]).digest()
    assert (row.sha256, row.size) == (hashlib.sha256(path.read_bytes()).digest(), path.stat().st_size)
    assert manifest["counts"] == {"requesters": 1, "tickets": row.tickets, "details": row.details}
    assert (row.tickets, row.persons, row.persons_done, row.details >= 3) == (1, 1, 1, True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_no_other_key_opens_it(agent, lina, noor, workshop):
    await an_assigned_ticket(agent, now=NOW)
    transfer = await agreed(lina, noor)
    await make.make_next(workshop)
    path = file_of(workshop.folder, transfer)
    with pytest.raises(pyrage.DecryptError):
        opened(path, x25519.Identity.generate())
    assert b"customer.test" not in path.read_bytes()
    assert opened(path)


async def test_who_asked_never_agrees_and_nobody_else_asks_decides_or_fetches(agent, manager, lina, noor, workshop):
    ada = await a_member("ada@desk.test", name="Ada Said", role=Role.ADMIN)
    for member in (agent, manager, ada):
        with pytest.raises(Refused):
            await ask(WISH, by=member.actor, now=NOW)
    transfer = await ask(WISH, by=lina.actor, now=NOW)
    with pytest.raises(OwnQuestion):
        await decide(transfer, agree=True, by=lina.actor, now=NOW)
    for member in (agent, manager):
        with pytest.raises(Refused):
            await decide(transfer, agree=True, by=member.actor, now=NOW)
        with pytest.raises(NotFound):
            async with acting(member.actor):
                await transfer_of(transfer)
    assert not await make.make_next(workshop)  # nobody agreed yet
    await decide(transfer, agree=True, by=ada.actor, now=NOW)
    with pytest.raises(DecidedAlready):
        await decide(transfer, agree=False, by=noor.actor, now=NOW)
    await make.make_next(workshop)
    for member, refusal in ((agent, Refused), (manager, Refused), (ada, Refused), (noor, NotFound)):
        with pytest.raises(refusal):
            await fetch(transfer, folder=workshop.folder, by=member.actor, now=NOW)
    assert (await fetch(transfer, folder=workshop.folder, by=lina.actor, now=NOW)).number == 1
    acts = await AuditEntry.select(AuditEntry.act).where(AuditEntry.about == transfer).order_by(AuditEntry.id)
    assert [row["act"] for row in acts] == [
        "transfer.asked", "transfer.approved", "transfer.made", "transfer.fetched",
    ]  # fmt: skip


STEPS = [
    "UPDATE business_transfer SET approved_at = now(), approved_by = '{asker}' WHERE id = '{transfer}'",
    "UPDATE business_transfer SET approved_at = now(), approved_by = '{other}' WHERE id = '{transfer}'",
    "UPDATE business_transfer SET ready_at = now(), manifest = 'x', sha256 = 'x' WHERE id = '{transfer}'",
    "UPDATE business_transfer SET recipient = 'mine' WHERE id = '{transfer}'",
    "INSERT INTO business_transfer_given (id, transfer, ticket) VALUES ('{transfer}', '{transfer}', '{transfer}')",
    "DELETE FROM business_transfer WHERE id = '{transfer}'",
]


@pytest.mark.parametrize("statement", STEPS)
async def test_the_database_refuses_every_step_past_the_second_person(lina, noor, statement):
    transfer = await ask(WISH, by=lina.actor, now=NOW)
    text = statement.format(transfer=transfer, asker=lina.id, other=noor.id)
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError)):
        async with acting(lina.actor):
            await Outbound.raw(text)


async def test_nothing_opens_for_a_transfer_that_nobody_agreed_to(agent, lina):
    ticket = await an_assigned_ticket(agent, now=NOW)
    row = await doors.ticket_of_link(ticket.token)
    await ask(WISH, by=lina.actor, now=NOW)
    value = (await Outbound.raw("SELECT id FROM sealed_value WHERE owner = {} AND name = 'phone 1'", row.id))[0]["id"]
    statement = "SELECT disclose_value(gen_random_uuid(), {}, {}, '', 'transfer', NULL, now(), NULL) AS c"
    for actor in (SYSTEM, lina.actor, agent.actor):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(actor):
                await Outbound.raw(statement, value, row.id)
    assert await Disclosure.count().where(Disclosure.purpose == "transfer") == 0


async def test_mistakes_are_named_field_by_field(lina):
    with pytest.raises(Invalid) as caught:
        await ask(Wish(" ", "x" * 201, "age1nonsense"), by=lina.actor, now=NOW)
    assert caught.value.fields == {
        "successor": "error-missing", "ground": "error-too-long", "recipient": "error-transfer-recipient",
    }  # fmt: skip


async def test_the_person_reads_of_it_from_the_first_download_on(agent, lina, noor, workshop):
    ticket = await an_assigned_ticket(agent, now=NOW)
    row = await doors.ticket_of_link(ticket.token)
    other = await a_ticket(now=NOW, email="other@customer.test")
    transfer = await agreed(lina, noor)
    await make.make_next(workshop)
    person = Actor("requester", id=row.requester)
    async with acting(person):
        assert await passed_on(row.id) == []
    await fetch(transfer, folder=workshop.folder, by=lina.actor, now=later(hours=1))
    await fetch(transfer, folder=workshop.folder, by=lina.actor, now=later(hours=2))
    async with acting(person):
        (told,) = await passed_on(row.id)
    assert (told.successor, told.ground, told.at) == ("Harbour Ltd", WISH.ground, later(hours=1))
    assert {*told.details} == {"field:email", "field:domain", "phone 1"}
    stranger = await doors.ticket_of_link(other.token)
    async with acting(Actor("requester", id=stranger.requester)):
        assert await passed_on(row.id) == []
        assert len(await passed_on(stranger.id)) == 1  # the probe sees their own


async def test_who_is_erased_after_it_was_made_is_in_no_archive_that_is_handed_out(agent, lina, noor, workshop):
    await an_assigned_ticket(agent, now=NOW, email="stays@customer.test")
    await a_ticket(now=NOW, email="erased@customer.test", subject="Ebonyword")
    transfer = await agreed(lina, noor)
    await make.make_next(workshop)
    path = file_of(workshop.folder, transfer)
    assert b"Ebonyword" in b"".join(opened(path).values())
    await erase_requester(await a_person("erased@customer.test"), actor=SYSTEM, now=NOW)

    with pytest.raises(TransferStale):
        await fetch(transfer, folder=workshop.folder, by=lina.actor, now=NOW)
    await sweep(folder=workshop.folder, now=later(hours=1))
    assert not path.exists()
    await wiring.make_transfers(workshop, now=NOW)
    await fetch(transfer, folder=workshop.folder, by=lina.actor, now=NOW)
    whole = b"".join(opened(path).values())
    assert (b"Ebonyword" in whole, b"stays@customer.test" in whole) == (False, True)
    await erase_requester(await a_person("stays@customer.test"), actor=SYSTEM, now=NOW)
    await wiring.make_transfers(workshop, now=NOW)  # it was handed out: what is left of it here ends
    assert ((await transfer_of(transfer)).state(NOW), path.exists()) == ("ended", False)


async def test_a_detail_that_is_erased_after_it_was_made_is_in_no_archive_that_is_handed_out(
    agent, lina, noor, workshop
):
    await an_assigned_ticket(agent, now=NOW, body=f"Call {OWN_PHONE}.")
    transfer = await agreed(lina, noor)
    await make.make_next(workshop)
    path = file_of(workshop.folder, transfer)
    assert OWN_PHONE.encode() in b"".join(opened(path).values())
    assert await renew_stale(now=NOW) == set()
    await erase_details(await a_person(), only=None, actor=SYSTEM, now=later(hours=1))

    with pytest.raises(TransferStale):
        await fetch(transfer, folder=workshop.folder, by=lina.actor, now=later(hours=1))
    await wiring.make_transfers(workshop, now=later(hours=1))
    whole = b"".join(opened(path).values())
    assert (OWN_PHONE.encode() in whole, b"tessa@customer.test" in whole) == (False, True)


async def test_an_archive_whose_worker_was_killed_is_made_by_the_next_one(agent, lina, noor, workshop, monkeypatch):
    for number in range(5):
        await a_ticket(now=NOW, email=f"person{number}@customer.test")
    transfer = await agreed(lina, noor)
    monkeypatch.setattr(make, "BATCH", 2)
    calls = []

    class Killed(BaseException):
        pass

    async def dies(person, now):
        calls.append(person)
        if len(calls) > 3:
            raise Killed
        return await workshop.gather(person, now)

    with pytest.raises(Killed):
        await make.make_next(replace(workshop, gather=dies))
    (workshop.folder / f"{transfer}.partial").write_bytes(b"torn")  # what a kill leaves
    row = await transfer_of(transfer)
    assert (row.state(NOW), row.persons_done, row.persons) == ("making", 2, 5)
    assert not await make.make_next(workshop)  # its lease runs
    assert await make.make_next(replace(workshop, now=lambda: NOW + LEASE))
    row = await transfer_of(transfer)
    assert (row.state(NOW), row.persons_done, row.tickets) == ("ready", 5, 5)
    assert len(lines(opened(file_of(workshop.folder, transfer)), "tickets")) == 5
    assert await Given.count().where(Given.transfer == transfer) == 5
    assert [file.name for file in workshop.folder.iterdir()] == [f"{transfer}.age"]


async def test_a_worker_that_lost_its_claim_or_its_transfer_leaves_nothing(agent, lina, noor, workshop):
    await an_assigned_ticket(agent, now=NOW)
    transfer = await agreed(lina, noor)

    async def ended_meanwhile(person, now):
        share = await workshop.gather(person, now)
        await Transfer.update({Transfer.ended_at: now}).where(Transfer.id == transfer)
        return share

    assert await make.make_next(replace(workshop, gather=ended_meanwhile))
    assert [*workshop.folder.iterdir()] == []


async def test_it_goes_after_a_week_or_when_somebody_says_so(agent, lina, noor, workshop):
    await an_assigned_ticket(agent, now=NOW)
    first, second = await agreed(lina, noor), await agreed(lina, noor)
    while await make.make_next(workshop):
        pass
    with pytest.raises(Refused):
        await end(first, folder=workshop.folder, by=agent.actor, now=NOW)
    await end(first, folder=workshop.folder, by=noor.actor, now=NOW)
    assert (file_of(workshop.folder, first).exists(), file_of(workshop.folder, second).exists()) == (False, True)
    await sweep(folder=workshop.folder, now=later(days=7) - timedelta(seconds=1))
    assert file_of(workshop.folder, second).exists()
    await sweep(folder=workshop.folder, now=later(days=7))
    assert not file_of(workshop.folder, second).exists()
    with pytest.raises(NotFound):
        await fetch(second, folder=workshop.folder, by=lina.actor, now=later(days=7))
    assert await renew_stale(now=NOW) == set()
