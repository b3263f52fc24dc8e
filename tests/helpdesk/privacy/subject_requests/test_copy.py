"""The copy of one's data: all that is held, everybody else's details masked, under the person's key, for a week."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from helpdesk import clock, i18n, wiring
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import NotFound, ValueGone
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.lawful.decide import decide as decide_lawful
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.register import read_register
from helpdesk.privacy.subject_requests.copy_file import SCHEMA
from helpdesk.privacy.subject_requests.package import KEPT, LEASE, expire, fetch, pieces_of, progress_of
from helpdesk.privacy.subject_requests.tables import AccessPackage, Kind, PackagePiece
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import doors
from helpdesk.tickets.break_glass import ask, decide
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.lawful import Form
from helpdesk.tickets.lawful import ask as ask_lawful
from helpdesk.tickets.lawful_release import release
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_answer, post_note, post_reply
from helpdesk.web import copy_page
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket, send_all
from tests.files import a_pdf, a_photo
from tests.helpdesk.tickets.test_attach import a_clean
from tests.rights import TESSA, a_person, a_wish, an_officer, make_copies, the_request

# One value for each place, none like another; theirs are to be read in the copy, the others nowhere in it.
THEIRS = {
    "address": TESSA,
    "domain": "visitor.test",
    "phone in the first text": "+44 20 7946 0958",
    "phone in an answer": "+44 20 7946 0777",
    "word of the subject": "zebrawoodsubject",
    "word of the text": "zebrawoodtext",
    "word of an answer": "zebrawoodanswer",
    "word of a reply": "zebrawoodreply",
    "word of a note about them": "zebrawoodnote",
    "reason of a look": "zebrawoodreason",
    "reason of exceptional access": "zebrawoodglass",
    "what they asked": "zebrawoodasked",
}
OTHERS = {
    "phone that an agent noted": "+44 20 7946 0111",
    "mail address that an agent wrote": "carol@elsewhere.test",
    "password, a secret": "Sesame#44",
    "another customer's address": "other@customer.test",
    "another customer's words": "zebrawoodother",
    "another customer's phone": "+44 20 7946 0222",
    "working name of the agent": "Sara",
    "working name of the officer": "Lina",
}


async def a_life(agent) -> str:
    """A person of whom something is held at every place, and another one; gives the number of the wish for a copy."""
    lina, omar = await an_officer(), await an_agent("omar@desk.test", name="Omar Naji")
    ticket = await an_assigned_ticket(
        agent,
        subject=f"About {THEIRS['word of the subject']}",
        body=f"{THEIRS['word of the text']}: call +44 20 7946 0958, my password is Sesame#44",
    )
    await a_ticket(email="other@customer.test", subject="zebrawoodother", body="zebrawoodother, +44 20 7946 0222")
    why = THEIRS["reason of a look"]
    await reveal(ticket.reference, "phone 1", purpose="other", reason=why, agent=agent, now=NOON)
    await post_note(
        ticket.reference,
        Entry("zebrawoodnote: her colleague is at +44 20 7946 0111, carol@elsewhere.test"),
        agent=agent,
        now=NOON,
    )
    await post_reply(ticket.reference, Entry("zebrawoodreply"), agent=agent, now=NOON)
    await post_answer(ticket.token, Entry("zebrawoodanswer, better +44 20 7946 0777"), now=NOON)
    glass = await ask(ticket.reference, reason=THEIRS["reason of exceptional access"], by=lina, now=NOON)
    manager = await an_officer("Otto Said")
    await decide(glass, agree=True, by=manager, now=NOON)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    await a_wish(Kind.OBJECTION, words=THEIRS["what they asked"])
    assert omar is not None
    return (await a_wish(Kind.ACCESS)).number


async def the_copy(number: str, *, now=NOON) -> dict[str, str]:
    """The files of a copy, as its person gets them."""
    row = await the_request(number)
    whole = b"".join([piece async for piece in pieces_of(row.id, row.subject, by=Actor("requester", id=row.subject))])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def test_the_copy_has_everything_of_theirs_and_nothing_of_another_person(agent, mailbox):
    number = await a_life(agent)
    await make_copies()
    files = await the_copy(number)

    assert sorted(files) == ["data.json", "index.html"]
    for name, text in files.items():
        assert (name, {what for what, value in THEIRS.items() if value not in text}) == (name, set())
        assert (name, {what for what, value in OTHERS.items() if value in text}) == (name, set())
    data = json.loads(files["data.json"])
    assert (data["schema"], data["request"], data["language"]) == (SCHEMA, number, "en")
    details = {detail["name"]: detail["state"] for detail in data["tickets"][0]["details"]}
    assert details == {
        "field:domain": "yours", "phone 1": "yours", "password 1": "destroyed",
        "phone 2": "hidden", "email 1": "hidden", "phone 3": "yours",
    }  # fmt: skip
    note = next(one["text"] for one in data["tickets"][0]["messages"] if one["written_by"] == "note")
    assert "⟦phone 2⟧, ⟦email 1⟧" in note


async def test_it_says_why_how_long_who_received_it_who_saw_it_and_what_was_done(agent):
    number = await a_life(agent)
    await make_copies()
    data = json.loads((await the_copy(number))["data.json"])
    ticket = data["tickets"][0]

    assert [seen["purpose"] for seen in ticket["seen"] if seen["reason"]] == ["other"]
    assert [use["purpose"] for use in ticket["used_by_the_system"]].count("own-copy") >= 3
    assert {one["team"] for one in ticket["handled"]} == {"support"}
    assert [one["reason"] for one in ticket["closings"]] == ["solved"]
    assert data["surveys"]["invitations"][0]["was_answered"] is False
    assert "ticket_received" in [mail["mail"] for mail in data["mails"]]
    assert {act["by"] for act in data["acts"]} >= {"you", "staff"}
    assert [one["state"] for one in data["requests"]] == ["received", "received"]
    assert [one["kind"] for one in data["requests"] if one["limited_from"]] == ["objection"]
    why = data["why"]
    places = {place for one in why["held"] for place in one["places"]}
    assert {"ticket_message.body", "sealed_value.ciphertext", "disclosure.reason"} <= places
    assert why["receivers"][0]["gets"] == ["Your e-mail address", "number of the request"]
    assert all(topic["kept"] and topic["basis"] for topic in why["topics"])


async def test_the_page_is_whole_on_its_own_in_the_person_s_language(agent):
    await an_assigned_ticket(agent)
    asked = await a_wish(Kind.PORTABILITY, locale="ar")
    await make_copies()
    page = (await the_copy(asked.number))["index.html"]

    assert '<html lang="ar" dir="rtl">' in page
    for word in ("نسخة من بياناتك", "طلباتك إلى الدعم", "فريق الدعم", "البريد الإلكتروني", "مشكلة تقنية"):
        assert word in page
    assert [sign for sign in ("<script", "src=", "http://", "https://") if sign in page] == []


async def test_every_name_in_the_json_has_its_words_in_both_languages(agent):
    number = await a_life(agent)
    await make_copies()
    data = json.loads((await the_copy(number))["data.json"])

    def names(content: object) -> set[str]:
        if isinstance(content, dict):
            return {*content} | {name for value in content.values() for name in names(value)}
        return {name for value in content for name in names(value)} if isinstance(content, list) else set()

    found = {name for part, content in data.items() if isinstance(content, dict | list) for name in names(content)}
    assert len(found) > 60
    fields = {*policy.in_use().fields}
    codes = {name: f"copy-{name.replace('_', '-')}" for name in found - fields}
    assert {
        name for name, code in codes.items() for locale in i18n.LOCALES if not i18n.words(locale).has(code)
    } == set()
    assert copy_page.label("domain", "ar") == "اسم النطاق"
    assert {
        f"copy-part-{part}" for part in wiring.workshop().sources if not i18n.words("ar").has(f"copy-part-{part}")
    } == set()


# Where each table that may hold something about a requester stands in the copy, or why it does not.
COVERED = {
    "ticket": "tickets", "ticket_message": "tickets", "ticket_attachment": "tickets", "ticket_assignment": "tickets", "ticket_closure": "tickets",
    "ticket_merger": "tickets", "sealed_value": "tickets", "disclosure": "tickets", "disclosure_extension": "tickets",
    "break_glass": "tickets", "disclosure_request": "tickets", "ticket_acceptance": "tickets", "value_search": "tickets", "lawful_given": "tickets", "lawful_request": "tickets", "business_transfer": "tickets", "business_transfer_given": "tickets", "tag": "tickets", "requester": "profile", "requester_session": "sessions", "subject_request": "requests",
    "processing_limit": "requests", "access_package": "requests", "survey_invitation": "surveys",
    "survey_objection": "surveys", "outbound": "mails", "audit_entry": "acts", "address_change": "profile",
    "legal_hold": "tickets", "held_value": "tickets", "erasure_pending": "erasures", "erasure_receipt": "requests",
}  # fmt: skip


async def test_their_files_are_in_it_and_sealed_ones_of_notes_are_not(agent):
    files = await a_clean(a_photo(), b"call +44 20 7946 0958 about 402")
    ticket = await an_assigned_ticket(agent, files=files)
    await post_reply(ticket.reference, Entry("See", files=await a_clean(a_pdf())), agent=agent, now=NOON)
    note = Entry("Hm", files=await a_clean(a_photo(), b"our words, +44 20 7946 0111"))
    await post_note(ticket.reference, note, agent=agent, now=NOON)
    number = (await a_wish(Kind.ACCESS)).number
    await make_copies()
    row, ref = await the_request(number), ticket.reference
    whole = b"".join([piece async for piece in pieces_of(row.id, row.subject, by=Actor("requester", id=row.subject))])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}

    listed = json.loads(found["data.json"])["tickets"][0]["attachments"]
    assert [(one["written_by"], one["format"], one["state"], one["file"]) for one in listed] == [
        ("requester", "jpeg", "included", f"files/{ref}-1.jpg"),
        ("requester", "plain-text", "included", f"files/{ref}-2.txt"),
        ("reply", "pdf", "included", f"files/{ref}-3.pdf"),
        ("note", "jpeg", "internal", None),
        ("note", "plain-text", "included", f"files/{ref}-5.txt"),
    ]
    assert {*found} == {"data.json", "index.html", *(one["file"] for one in listed if one["file"])}
    assert found[f"files/{ref}-1.jpg"] == files[0].content
    assert found[f"files/{ref}-2.txt"] == b"call +44 20 7946 0958 about 402"
    assert b"7946" not in found[f"files/{ref}-5.txt"]
    uses = await Outbound.raw("SELECT name FROM disclosure WHERE purpose = 'own-copy' AND kind = 'file' ORDER BY name")
    assert [use["name"] for use in uses] == ["file 1", "file 3"]
    assert all(
        one["value"] is None for one in json.loads(found["data.json"])["tickets"][0]["details"] if one["kind"] == "file"
    )


NOT_IN_IT = {
    "reply_draft": "nobody's answer yet: it is in it once it is sent",
    "ticket_lexeme": "keyed hashes of the words that stand in it",
    "ticket_lookup": "keyed hashes of the details that stand in it",
    "master_key": "versions of the keyring",
    "owner_key": "keys, which open what stands in it",
    "disclosure_review": "what officers thought of an agent's look",
    "disclosure_alarm": "about agents",
    "disclosure_refusal": "about staff who saw nothing",
    "audit_pending": "a moment only",
    "audit_link": "the chain of what stands in it",
    "audit_checkpoint": "signatures of the chain",
    "policy_version": "public words",
    "policy_change": "public days",
    "lawful_opening": "which demand a look in it was for",
    "lawful_decision": "what officers thought of an authority's demand",
    "lawful_gag": "what the law keeps from the person for now",
    "lawful_package": "sealed to an authority",
    "survey_link": "hashes of links",
    "notice_dispatch": "numbers",
    "notice_recipient": "repeats the mails for a month",
    "mail_suppression": "a keyed hash of a dead address",
    "subject_request_link": "hashes of links",
    "sign_in_link": "hashes of links: the mails that carried them are in it",
    "erasure_journal": "keyed hashes of what was erased, so that it is erased again after a restore",
    "access_package_piece": "the copy itself",
}


def test_every_table_about_requesters_is_in_the_copy_or_says_why_not():
    register = read_register()
    about = {
        entry.part
        for entry in register.entries()
        if "requesters" in register.uses[entry.use].subjects
        and not entry.place.startswith("mail.")
        and entry.part in register.tables
    }
    assert about == {*COVERED, *NOT_IN_IT}
    assert {*COVERED.values()} <= {*wiring.workshop().sources}


async def test_it_lies_as_ciphertext_and_goes_with_the_person_s_key(agent):
    number = await a_life(agent)
    await make_copies()
    pieces = await PackagePiece.select()
    assert pieces
    assert [row for row in pieces if b"PK" in row["sealed"][:40] or b"zebrawood" in row["sealed"]] == []
    row = await the_request(number)
    async with acting(SYSTEM):
        await destroy_key(row.subject)
    with pytest.raises(ValueGone):
        await the_copy(number)


async def test_each_opening_is_in_the_ledger_as_their_own_copy_and_no_person_s_sight(agent):
    number = await a_life(agent)
    before = await Disclosure.count().where(Disclosure.purpose != "own-copy")
    await make_copies()
    rows = await Disclosure.select().where(Disclosure.purpose == "own-copy")
    assert {row["name"] for row in rows} == {"field:email", "field:domain", "phone 1", "phone 3"}
    assert {str(row["staff"]) for row in rows} == {"00000000-0000-0000-0000-000000000000"}
    assert await Disclosure.count().where(Disclosure.purpose != "own-copy") == before
    acts = await AuditEntry.select(AuditEntry.act).where(AuditEntry.act.like("rights.copy%")).output(as_list=True)
    assert (acts, (await the_request(number)).state) == (["rights.copy_made"], "answered")


async def test_nobody_else_reads_a_byte_of_it(agent, manager):
    number = await a_life(agent)
    await make_copies()
    row = await the_request(number)
    other = await a_person("other@customer.test")
    lina = await an_officer("Nora Saad")
    for actor in (Actor("requester", id=other), agent.actor, manager.actor, lina.actor, Actor("")):
        with pytest.raises((ValueGone, AssertionError)):
            found = [piece async for piece in pieces_of(row.id, row.subject, by=actor)]
            assert found  # an empty file is as good as none
    with pytest.raises(NotFound):
        await fetch(row.id, by=Actor("requester", id=other), now=NOON)


async def test_it_ends_after_a_week_and_its_bytes_go(agent):
    number = await a_life(agent)
    await make_copies()
    row = await the_request(number)
    assert await fetch(row.id, by=Actor("requester", id=row.subject), now=after(days=6)) > 1000
    assert await expire(now=NOON + KEPT - timedelta(seconds=1)) == 0
    assert await expire(now=NOON + KEPT) == 1
    assert await PackagePiece.count() == 0
    with pytest.raises(NotFound):
        await fetch(row.id, by=Actor("requester", id=row.subject), now=NOON + KEPT)


async def test_a_copy_whose_worker_died_is_made_by_the_next_one(agent, monkeypatch):
    from helpdesk.privacy.subject_requests import package

    number = await a_life(agent)

    class Died(BaseException):
        pass

    async def dies(*_: object) -> None:
        raise Died

    monkeypatch.setattr(package, "_keep", dies)
    with pytest.raises(Died):
        await make_copies()
    monkeypatch.undo()
    row = await the_request(number)
    progress = await progress_of(row.id)
    assert (progress.state, progress.done, progress.parts) == ("waiting", 9, 9)
    await make_copies(now=NOON + timedelta(minutes=1))
    assert (await progress_of(row.id)).state == "waiting"
    await make_copies(now=NOON + LEASE)
    assert (await progress_of(row.id)).state == "ready"
    assert THEIRS["word of the text"] in (await the_copy(number))["data.json"]


async def test_a_copy_of_who_was_erased_meanwhile_is_dropped(agent):
    await a_life(agent)
    async with acting(SYSTEM):
        await destroy_key(await a_person())
    await make_copies()
    assert [row["state"] for row in await AccessPackage.select()] == ["expired"]
    assert await PackagePiece.count() == 0


async def test_an_erased_ticket_is_told_by_its_frame(agent, mailbox):
    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    async with acting(SYSTEM):
        await destroy_key(row.id)
    asked = await a_wish(Kind.ACCESS)
    await make_copies()
    told = json.loads((await the_copy(asked.number))["data.json"])["tickets"][0]
    assert (told["reference"], told["erased"], "messages" in told) == (ticket.reference, True, False)
    await send_all(mailbox.url)
    assert mailbox.subjects()[-1] == f"Your data request is answered ({asked.number})"


async def test_what_an_authority_was_given_is_in_it_unless_a_gag_keeps_it_from_the_person(agent):
    now = clock.now()
    lina, noor = await an_officer(), await an_officer("Noor Aziz")
    ticket = await an_assigned_ticket(agent, now=now)
    told: dict[str, list] = {}
    for court, gag in (
        ("quietcourt", {"gag_until": f"{(now + timedelta(days=8)).date()}", "gag_reason": "x"}),
        ("opencourt", {}),
    ):
        form = Form(
            authority=court, basis="Section 1", document="1/26", kinds=("phone",), references=ticket.reference, **gag
        )
        demand = await ask_lawful(form, by=lina, now=now)
        await decide_lawful(demand, agree=True, reason="", by=noor.actor, now=now)
        await release(demand, to_html=str, by=lina, now=now)
        asked = await a_wish(Kind.ACCESS, now=now)
        await make_copies(now=now)
        text = (await the_copy(asked.number))["data.json"]
        assert "quietcourt" not in text
        held = json.loads(text)["tickets"][0]
        told[court] = [one["authority"] for one in held["given_to_authorities"]]
        assert [seen["purpose"] for seen in held["seen"]].count("lawful") <= len(told[court])
    assert told == {"quietcourt": [], "opencourt": ["opencourt"]}
