"""Values typed into a ticket, found by redaction or not, are in no table, write-ahead log, log file or mail."""

import base64
import json
import logging

import pytest

from helpdesk import clock, logs, wiring
from helpdesk.tickets import write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.submit import submit_ticket
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from surveys.answers import Given, make_link, record
from surveys.tables import Invitation
from tests.builders import a_request, an_agent, send_all
from tests.canary import hits, hits_in_folder

# Found by redaction …
DETECTED = {
    "phone": "+44 20 7946 0958",
    "card": "4111 1111 1111 1111",
    "password": "Canary#Pass7731",
    "iban": "GB29NWBK60161331926819",
    "arabic phone": "٠١٠٠٥٥٥٠١٩٩",
    "own name": "Quetzalina Ferreiro",
}
# … and words that nothing could find.
UNDETECTED = {
    "plain words": "zebrawood-lighthouse-canary",
    "arabic words": "كناري الفحص السري العجيب",
    "note": "marmalade-note-canary",
    "reply": "tangerine-reply-canary",
    "reason": "saffron-reason-canary",
    "comment": "juniper-comment-canary",
    "subject": "cobalt-subject-canary",
    "domain": "canary-hidden-domain.test",
    "answer": "walnut-answer-canary",
}
ADDRESS = "canary.address.q7@customer.test"
CONTROL = "control-value-that-may-be-found"


@pytest.mark.parametrize(
    "content",
    [
        b"..." + CONTROL.encode(),
        CONTROL.encode("utf-16-le"),
        b"x" + base64.b64encode(b"ab" + CONTROL.encode() + b"cd"),
        CONTROL.encode().hex().encode(),
        json.dumps({"a": "كناري الفحص السري العجيب"}).encode(),
        __import__("zlib").compress(CONTROL.encode()),
    ],
)
def test_the_probe_sees_a_value_in_many_forms(content):
    assert hits([CONTROL, UNDETECTED["arabic words"]], content) != set()


async def play() -> str:
    """One ticket through every door that takes text."""
    agent = await an_agent()
    everything = " / ".join([*DETECTED.values(), UNDETECTED["plain words"], UNDETECTED["arabic words"]])
    new = a_request(
        email=ADDRESS,
        name=DETECTED["own name"],
        subject=UNDETECTED["subject"],
        fields={"domain": UNDETECTED["domain"]},
        body=f"my password is {DETECTED['password']} and {everything}",
    )
    submitted = await submit_ticket(new, now=clock.now())
    reference = submitted.reference
    await assign_ticket(reference, to=agent.id, by=agent, now=clock.now())
    await write.post_note(reference, write.Entry(UNDETECTED["note"]), agent=agent, now=clock.now())
    await write.post_reply(reference, write.Entry(UNDETECTED["reply"]), agent=agent, now=clock.now())
    await write.post_answer(submitted.token, write.Entry(UNDETECTED["answer"]), now=clock.now())
    await reveal(reference, "phone 1", purpose="other", reason=UNDETECTED["reason"], agent=agent, now=clock.now())
    await close_ticket(reference, Reason.SOLVED, agent=agent, now=clock.now())
    invitation = await Invitation.select(Invitation.id).first()
    link = await make_link(invitation["id"], now=clock.now())
    given = Given({"rating": 4}, UNDETECTED["comment"])
    await record(link, given, counter=wiring.COUNTER, now=clock.now())
    return submitted.token


async def test_nothing_that_was_typed_is_found_anywhere(schema, mailbox, capsys, browser):
    logs.configure(level=logging.DEBUG)
    try:
        token = await play()
        await browser.post("/new/technical", data={"email": ADDRESS, "subject": UNDETECTED["subject"], "bogus": "1"})
        await browser.post("/api/v1/tickets", content=b'{"email": "' + ADDRESS.encode())
        await send_all(mailbox.url, now=clock.now())
        metrics = (await browser.get("/metrics")).text + (await browser.get("/readyz")).text
        await Outbound.raw(f"CREATE TABLE {CONTROL.replace('-', '_')} AS SELECT '{CONTROL}'::text AS words")
        await Outbound.raw("CHECKPOINT")
        found = hits_in_folder([CONTROL, ADDRESS, token, *DETECTED.values(), *UNDETECTED.values()], schema.var)
        await Outbound.raw(f"DROP TABLE {CONTROL.replace('-', '_')}")
    finally:
        logged = capsys.readouterr()

    # the scan proves something only because it does find the control value, in the table's file and in the log of writes
    assert {value for inside in found.values() for value in inside} == {CONTROL}
    assert any(name.startswith("postgres/pg_wal/") for name in found)
    assert any(name.startswith("postgres/base/") for name in found)
    typed = [*DETECTED.values(), *UNDETECTED.values()]
    assert hits([*typed, ADDRESS, token], (logged.out + logged.err + metrics).encode()) == set()
    # a mail goes to its own requester's address and carries their own link, and nothing that was typed
    assert len(mailbox.mails) == 3
    assert hits([*typed, ADDRESS, token], mailbox.everything()) == {ADDRESS, token}


async def test_a_failed_write_leaves_no_row_in_the_server_s_log(schema):
    with pytest.raises(Exception, match="text_is_sealed"):
        await Outbound.raw(
            "INSERT INTO ticket (id, requester, subject, link, link_hash, terms_accepted_at, opened_at, active_at) VALUES"
            " (gen_random_uuid(), gen_random_uuid(), 'canary-in-a-failed-row', 'x', 'x', now(), now(), now())"
        )
    log = (schema.var / "postgres" / "log").read_bytes()

    assert b"text_is_sealed" in log  # the probe sees the failure
    assert hits(["canary-in-a-failed-row"], log) == set()
