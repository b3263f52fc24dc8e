"""Terms and notice are published as versions for ever; what a ticket was opened under is replayed byte for byte."""

import hashlib
from pathlib import Path

import asyncpg
import msgspec
import pytest

from helpdesk import clock
from helpdesk.errors import NotFound, TermsChanged
from helpdesk.notices.policy_change import stop_telling, tell_batch, tell_of_changes, tellings
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy, terms
from helpdesk.privacy.policy.diff import Piece, compare
from helpdesk.privacy.policy.publish import TermsNumberTaken, is_unpublished, proposals, publish, publish_first
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.versions import history, terms_in_force
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets.accept import replay
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.submit import submit_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.web.portal.privacy_notice import notice_text, policy_texts
from notifications.tables import Outbound
from piccolo_conf import NOBODY, SYSTEM, Actor, acting
from tests.authorisation.world import requester_session
from tests.builders import NOON, a_member, a_request, a_ticket, after, an_assigned_ticket, send_all

FIRST = {locale: f"Everything is as it was in {locale}.\n\nWe keep it ten days.\n" for locale in ("en", "ar")}
SECOND = {locale: text.replace("ten", "nine") for locale, text in FIRST.items()}
BOTH = {VersionKind.TERMS: FIRST, VersionKind.NOTICE: FIRST}


@pytest.fixture
async def officer():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER)


@pytest.fixture(autouse=True)
async def nothing_published(schema):
    """The run's first test meets what the start published."""
    await Outbound.raw("TRUNCATE policy_version, policy_change, ticket_acceptance")


async def ticket_id(reference: str):
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", reference))[0]["id"]


def terms_are(number: str) -> None:
    policy.use(msgspec.structs.replace(policy.in_use(), terms=number))


async def publish_second(officer, number: str = "2"):
    terms_are(number)
    return await publish({VersionKind.TERMS: SECOND}, by=officer.actor, now=after(days=1))


async def test_the_first_versions_are_published_by_the_start_and_nobody_is_told():
    await publish_first(BOTH, now=NOON)
    await publish_first(dict.fromkeys(BOTH, SECOND), now=NOON)

    assert [version.text for version in await history(VersionKind.NOTICE, "ar")] == [FIRST["ar"]]
    assert (await terms_in_force(), await Outbound.raw("SELECT id FROM policy_change")) == ("1", [])
    assert not await is_unpublished(VersionKind.TERMS)


async def test_what_differs_is_proposed_and_published_once_and_asked_for(officer):
    await publish_first(BOTH, now=NOON)
    assert await proposals(BOTH) == []
    with pytest.raises(TermsNumberTaken):
        await proposals({VersionKind.TERMS: SECOND})
    with pytest.raises(TermsNumberTaken):
        await publish({VersionKind.TERMS: SECOND}, by=officer.actor, now=NOON)

    terms_are("2")
    found = await proposals(dict.fromkeys(BOTH, SECOND))
    assert [(proposal.kind, proposal.number, proposal.place) for proposal in found] == [
        (VersionKind.TERMS, "2", 2),
        (VersionKind.NOTICE, "2", 2),
    ]
    assert await terms_in_force() == "1"  # a policy that names other terms changes nothing until they are published
    await publish(dict.fromkeys(BOTH, SECOND), by=officer.actor, now=after(days=1))
    assert await publish(dict.fromkeys(BOTH, SECOND), by=officer.actor, now=after(days=2)) == []

    assert await terms_in_force() == "2"
    rows = await Outbound.raw("SELECT what, promised FROM policy_change")
    assert [dict(row) for row in rows] == [{"what": "both", "promised": 0}]
    acts = await Outbound.raw("SELECT act, actor FROM audit_entry WHERE act LIKE 'policy.%'")
    assert [(row["act"], row["actor"]) for row in acts] == [("policy.published", officer.id)] * 2


async def test_only_officers_publish_and_nobody_changes_or_removes_a_version(officer, agent, manager):
    await publish_first(BOTH, now=NOON)
    terms_are("2")
    for actor in (agent.actor, manager.actor, Actor("admin", id=agent.id), Actor("requester"), NOBODY):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await publish({VersionKind.TERMS: SECOND}, by=actor, now=NOON)
    for statement in ("UPDATE policy_version SET text = ''", "DELETE FROM policy_version"):
        for actor in (officer.actor, SYSTEM):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with acting(actor):
                    await Outbound.raw(statement)
    with pytest.raises(asyncpg.CheckViolationError):  # not even the owner, without its hash
        await Outbound.raw("UPDATE policy_version SET text = 'other'")


async def test_a_ticket_keeps_what_was_accepted_and_replays_it_byte_for_byte(officer, browser):
    await publish_first(BOTH, now=NOON)
    ticket = await a_ticket(locale="ar")
    await publish_second(officer)

    link = f"/t/{ticket.token}"
    page = await browser.get(link)
    assert f'href="{link}/accepted/terms"' in page.text
    answer = await browser.get(f"{link}/accepted/terms")
    assert (answer.content, answer.headers["content-language"]) == (FIRST["ar"].encode(), "ar")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    header = {"Authorization": f"Bearer {ticket.token}"}
    found = (await browser.get(f"/api/v1/tickets/{ticket.reference}/acceptance", headers=header)).json()
    assert [(one["kind"], one["version"], one["locale"], one["text"]) for one in found] == [
        ("terms", "1", "ar", FIRST["ar"]),
        ("notice", "1", "ar", FIRST["ar"]),
    ]
    assert found[0]["sha256"] == hashlib.sha256(FIRST["ar"].encode()).hexdigest()


async def test_a_stranger_gets_nothing_of_it(browser, other_browser):
    mine, theirs = await a_ticket(), await a_ticket(email="other@customer.test")
    for address in ("/t/wrong/accepted/terms", f"/t/{mine.token}/accepted/other"):
        assert (await browser.get(address)).status_code == 404
    header = {"Authorization": f"Bearer {theirs.token}"}
    assert (await browser.get(f"/api/v1/tickets/{mine.reference}/acceptance", headers=header)).status_code == 404
    assert (await browser.get(f"/api/v1/tickets/{theirs.reference}/acceptance", headers=header)).status_code == 200
    assert (await browser.get(f"/api/v1/tickets/{mine.reference}/acceptance")).status_code == 401


async def test_terms_that_were_never_published_are_published_by_the_first_ticket():
    ticket = await a_ticket()
    accepted, text = await replay(await ticket_id(ticket.reference), "terms")
    assert (accepted.number, text) == ("1", terms.terms_text("1", "en"))
    with pytest.raises(NotFound):
        await replay(await ticket_id(ticket.reference), "notice")


async def test_a_text_that_was_changed_behind_our_back_is_not_replayed_as_what_was_accepted():
    ticket = await a_ticket()
    await Outbound.raw("UPDATE policy_version SET text = 'other', sha256 = sha256('other') WHERE locale = 'en'")
    with pytest.raises(NotFound):
        await replay(await ticket_id(ticket.reference), "terms")


async def test_a_form_of_before_the_change_is_asked_again_and_the_error_names_the_version(officer, browser):
    await publish_first(BOTH, now=NOON)
    await publish_second(officer)
    with pytest.raises(TermsChanged) as error:
        await submit_ticket(a_request(), now=NOON)
    assert error.value.version == "2"
    body = {"category": "technical", "email": "t@customer.test", "subject": "S", "body": "B", "locale": "en"}
    body |= {"fields": {"domain": "visitor.test"}}
    answer = await browser.post("/api/v1/tickets", json={**body, "terms_version": "1"})
    assert (answer.status_code, answer.json()["code"]) == (409, "error-terms-changed")
    assert "\u20682\u2069 is in force" in answer.json()["detail"]
    form = await browser.get("/new/technical")
    assert 'name="terms_version" value="2"' in form.text
    assert 'href="/terms/history"' in form.text
    assert (await browser.post("/api/v1/tickets", json={**body, "terms_version": "2"})).status_code == 201
    schema = (await browser.get("/api/v1/schema/ticket")).json()
    assert {part["properties"]["terms_version"]["const"] for part in schema["oneOf"]} == {"2"}


async def test_who_agreed_to_a_change_is_not_told_of_it_again(officer, browser):
    async def is_told() -> bool:
        return "The terms changed on" in (await browser.get("/new/technical?lang=en")).text

    await publish_first(BOTH, now=NOON)
    ticket = await a_ticket()
    browser.cookies.set("me", await requester_session(ticket.token, now=clock.now()))
    before = await is_told()
    await publish_second(officer)
    changed = await is_told()
    await a_ticket(terms_version="2", now=after(days=1))
    assert (before, changed, await is_told()) == (False, True, False)


async def test_the_first_terms_are_no_change(browser):
    await publish_first(BOTH, now=NOON)
    assert "/terms/history" not in (await browser.get("/new/technical")).text


async def test_those_concerned_get_one_mail_without_content_in_their_language(officer, agent, mailbox):
    await publish_first(BOTH, now=NOON)
    await a_ticket(email="tessa@customer.test")
    await a_ticket(email="tessa@customer.test", category="billing", fields={})
    await a_ticket(email="amal@customer.test", locale="ar")
    recent = await an_assigned_ticket(agent, email="recent@customer.test")
    await close_ticket(recent.reference, Reason.SPAM, agent=agent, now=NOON)
    old = await an_assigned_ticket(agent, email="old@customer.test", now=after(days=-500))
    await close_ticket(old.reference, Reason.SPAM, agent=agent, now=after(days=-400))
    erased = await a_ticket(email="erased@customer.test")
    await publish_second(officer)
    await a_ticket(email="later@customer.test", terms_version="2", now=after(days=2))
    async with acting(SYSTEM):
        rows = await Outbound.raw("SELECT requester FROM ticket WHERE reference = {}", erased.reference)
        await destroy_key(rows[0]["requester"])
    await Outbound.delete(force=True)

    while await tell_batch(now=after(days=2), most=1):
        pass
    await send_all(mailbox.url, now=after(days=2))

    sent = {mail["To"]: place for place, mail in enumerate(mailbox.mails)}
    assert {mail["Precedence"] for mail in mailbox.mails} == {"bulk"}
    assert sorted(sent) == ["amal@customer.test", "recent@customer.test", "tessa@customer.test"]
    english, arabic = (mailbox.text_of(sent[f"{name}@customer.test"]) for name in ("tessa", "amal"))
    assert "http://desk.test/terms/history" in english
    assert "3 Mar 2026" in english
    assert "شروط" in arabic
    assert "nine" not in english
    telling = (await tellings(viewer=officer))[0]
    assert (telling.promised, telling.sent, telling.waiting, telling.is_finished) == (3, 3, 0, True)


async def test_telling_is_stopped_and_what_waits_is_taken_back(officer, manager):
    await publish_first(BOTH, now=NOON)
    for number in range(4):
        await a_ticket(email=f"p{number}@customer.test")
    await publish_second(officer)
    await tell_batch(now=after(days=1), most=3)
    telling = (await tellings(viewer=officer))[0]
    assert (telling.promised, telling.waiting, telling.is_finished) == (3, 3, False)

    with pytest.raises(NotFound):
        await stop_telling(telling.id, by=manager, now=after(days=1))  # to whom no change is there
    assert await stop_telling(telling.id, by=officer, now=after(days=1)) == 3
    await tell_of_changes(now=after(days=1))
    telling = (await tellings(viewer=officer))[0]
    assert (telling.promised, telling.waiting, telling.is_stopped) == (3, 0, True)
    with pytest.raises(NotFound):
        await stop_telling(telling.id, by=officer, now=after(days=1))


async def test_the_history_shows_every_version_and_what_changed_and_gives_its_bytes(officer, browser):
    await publish_first(BOTH, now=NOON)
    await publish_second(officer)
    english = (await browser.get("/terms/history")).text
    assert english.count("<article") == 2
    assert '<del><span class="vh">removed: </span>ten<span class="vh"> end</span></del>' in english
    assert '<ins><span class="vh">added: </span>nine<span class="vh"> end</span></ins>' in english
    arabic = (await browser.get("/terms/history?lang=ar")).text
    assert '<html lang="ar" dir="rtl"' in arabic
    for number, texts in (("1", FIRST), ("2", SECOND)):
        for locale, text in texts.items():
            assert (await browser.get(f"/terms/history/{number}/{locale}")).content == text.encode()
    assert (await browser.get("/terms/history/3/en")).status_code == 404
    assert (await browser.get("/privacy-notice/history")).text.count("<article") == 1


def test_the_notice_as_text_says_what_the_page_says():
    for locale in ("en", "ar"):
        text = notice_text(policy.in_use(), locale)
        for category in policy.in_use().categories.values():
            assert category.name[locale] in text
        assert policy.in_use().controller.email in text
        assert "<" not in text
        assert text == notice_text(policy.in_use(), locale)
    assert set(policy_texts()) == set(VersionKind)


def test_the_operator_s_terms_lie_beside_their_policy(tmp_path: Path):
    (tmp_path / "terms" / "9").mkdir(parents=True)
    (tmp_path / "terms" / "9" / "en.txt").write_bytes("\ufeffOurs.\r\n".encode())
    terms.use_folder(tmp_path / "policy.toml")
    try:
        assert terms.terms_text("9", "en") == "Ours.\n"
        with pytest.raises(policy.PolicyRefused, match=r"ar\.txt"):
            terms.terms_texts("9")
    finally:
        terms.use_folder(None)
    assert terms.terms_text("1", "en").startswith("These terms")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a b c", "a b c", [[("same", "a b c")]]),
        ("", "a", [[("new", "a")]]),
        ("a", "", [[("gone", "a")]]),
        ("one two three", "one 2 three", [[("same", "one "), ("gone", "two"), ("new", "2"), ("same", " three")]]),
        ("x\n\ny y y", "y y z", [[("gone", "x")], [("same", "y y "), ("gone", "y"), ("new", "z")]]),
        (
            "same\n\nold words",
            "same\n\nentirely other text",
            [[("same", "same")], [("new", "entirely other text")], [("gone", "old words")]],
        ),
    ],
)
def test_texts_are_compared_word_by_word(before, after, found):
    assert compare(before, after) == [[Piece(*piece) for piece in line] for line in found]
