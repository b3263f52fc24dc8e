"""Damage: a flipped bit is noticed, said without content, and touches nothing beside it; a lost keyring stops nobody."""

import pytest

from helpdesk import logs
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import ValueDamaged
from helpdesk.privacy.vault import commandline, keyring, keys
from helpdesk.privacy.vault.keyring import KeyringRefused, read_keyring
from helpdesk.privacy.vault.tables import OwnerKey, SealedValue
from helpdesk.tickets.tables import Message, Ticket
from piccolo_conf import SYSTEM, acting
from tests.builders import a_ticket, an_assigned_ticket
from tests.helpdesk.privacy.vault.conftest import opened, some_owners


def flipped(blob: bytes, bit: int = -1) -> bytes:
    return (int.from_bytes(blob) ^ (1 << (bit % (len(blob) * 8)))).to_bytes(len(blob))


async def test_each_flipped_bit_of_a_wrapped_key_is_noticed_and_others_open(ring_file, capsys):
    owners = await some_owners(3)
    hurt = next(iter(owners))
    wrapped = (await OwnerKey.select().where(OwnerKey.owner == hurt).first())["wrapped"]
    logs.configure()
    for bit in range(0, len(wrapped) * 8, 7):
        await OwnerKey.update({OwnerKey.wrapped: flipped(wrapped, bit)}).where(OwnerKey.owner == hurt)
        async with acting(SYSTEM):
            with pytest.raises(ValueDamaged):
                await keys.key_of(hurt)
    capsys.readouterr()

    assert await opened(owners) == {**owners, hurt: ""}
    said = capsys.readouterr().err
    assert '"event":"vault.damaged"' in said
    assert str(hurt) not in said


async def test_a_check_finds_each_damaged_key_and_writes_down_whose(ring_file):
    owners = await some_owners(5)
    assert await commandline.check_keys(advance=lambda _: None) == ["5 keys opened: none is damaged."]
    hurt = sorted(owners)[1:3]
    for owner in hurt:
        wrapped = (await OwnerKey.select().where(OwnerKey.owner == owner).first())["wrapped"]
        await OwnerKey.update({OwnerKey.wrapped: flipped(wrapped)}).where(OwnerKey.owner == owner)

    with pytest.raises(KeyringRefused, match="2 of 5 keys are damaged"):
        await commandline.check_keys(advance=lambda _: None)
    told = await AuditEntry.select().where(AuditEntry.act == "owner_key.damaged").order_by(AuditEntry.about)
    assert [entry["about"] for entry in told] == hurt


async def test_a_damaged_value_hides_itself_only(ring_file, capsys):
    owners = await some_owners(3)
    hurt = next(iter(owners))
    row = await SealedValue.select().where(SealedValue.owner == hurt).first()
    await SealedValue.raw("ALTER TABLE sealed_value DISABLE TRIGGER only_destroyed")
    await SealedValue.update({SealedValue.ciphertext: flipped(row["ciphertext"])}).where(SealedValue.owner == hurt)
    await SealedValue.raw("ALTER TABLE sealed_value ENABLE TRIGGER only_destroyed")
    logs.configure()

    assert await opened(owners) == {**owners, hurt: ""}
    said = capsys.readouterr().err
    assert '"kind":"name"' in said
    assert owners[hurt] not in said


async def test_a_damaged_text_shows_as_damaged_and_the_rest_of_the_page_is_there(browser):
    ticket = await a_ticket(subject="First words", body="Second words")
    before = await browser.get(f"/t/{ticket.token}")
    assert "First words" in before.text
    assert "Second words" in before.text
    assert "Damaged text" not in before.text

    message = await Message.select().first()
    await Message.update({Message.body: flipped(message["body"])}).where(Message.id == message["id"])
    after = await browser.get(f"/t/{ticket.token}")
    assert after.status_code == 200
    assert "First words" in after.text
    assert "Second words" not in after.text
    assert after.text.count("Damaged text") == 1


async def test_a_damaged_subject_leaves_the_queue_whole(ring_file, agent):
    from helpdesk.tickets.access import seen_by
    from helpdesk.tickets.queries import View, queue_page

    for subject in ("One", "Two"):
        await an_assigned_ticket(agent, subject=subject)
    row = await Ticket.select().order_by(Ticket.id).first()
    await Ticket.update({Ticket.subject: flipped(row["subject"])}).where(Ticket.id == row["id"])

    async with seen_by(agent):
        page = await queue_page(View.MINE, viewer=agent)
    assert sorted(row.subject for row in page.rows) == ["Two", keys.DAMAGED]


async def test_a_ticket_whose_key_is_damaged_says_so_and_the_others_open(browser):
    hurt, whole = await a_ticket(), await a_ticket(email="other@customer.test")
    row = await Ticket.select().order_by(Ticket.id).first()
    wrapped = (await OwnerKey.select().where(OwnerKey.owner == row["id"]).first())["wrapped"]
    await OwnerKey.update({OwnerKey.wrapped: flipped(wrapped)}).where(OwnerKey.owner == row["id"])

    answer = await browser.get(f"/t/{hurt.token}")
    assert answer.status_code == 410
    assert "This detail is damaged" in answer.text
    assert (await browser.get(f"/t/{whole.token}")).status_code == 200


async def test_a_keyring_that_vanishes_stops_neither_the_intake_nor_the_pages(ring_file, browser, capsys):
    logs.configure()
    before = await a_ticket()
    kept = ring_file.rename(ring_file.with_suffix(".away"))
    during = await a_ticket(email="second@customer.test")
    for ticket in (before, during):
        assert (await browser.get(f"/t/{ticket.token}")).status_code == 200
    assert capsys.readouterr().err.count('"keyring.unreadable"') == 1  # said once, not at every look
    with pytest.raises(KeyringRefused, match="no keyring"):
        read_keyring(ring_file)  # a start is refused

    kept.rename(ring_file)
    assert (await browser.get(f"/t/{during.token}")).status_code == 200


@pytest.mark.parametrize("change", ["damaged", "open to others", "foreign"])
async def test_a_keyring_file_that_cannot_be_right_is_not_followed(ring_file, change, capsys):
    logs.configure()
    owners = await some_owners(1)
    if change == "damaged":
        ring_file.write_text("{")
    elif change == "open to others":
        ring_file.chmod(0o644)
    else:
        ring_file.unlink()
        keyring.write_keyring(ring_file, keyring.make_keyring())

    assert await opened(owners) == owners
    assert await opened(await some_owners(1)) != {}
    said = capsys.readouterr().err
    assert said.count("going on with the keys in memory") == 1
    assert f'"event":"keyring.{"foreign" if change == "foreign" else "unreadable"}"' in said
