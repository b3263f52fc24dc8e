"""The officers' home counts what waits, checks the audit trail in a sentence, and names processors and their contracts."""

import csv
import io
import re
from datetime import date, timedelta

import msgspec
import pytest

from helpdesk import clock
from helpdesk.audit.chain import chain
from helpdesk.audit.check import check
from helpdesk.audit.signer import Signer
from helpdesk.errors import Refused
from helpdesk.people.staff import find_by_address
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.processor_export import hand_out
from helpdesk.privacy.policy.records import recipient as recipient_of
from helpdesk.privacy.vault import keyring
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.lawful import Form, ask
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.webhooks import recipient
from notifications import outbox
from notifications.tables import Outbound
from tests.builders import PASSWORD, a_member, a_ticket, an_assigned_ticket


@pytest.fixture
def signer() -> Signer:
    return Signer(keyring.in_use().signing_key())


async def sign_in(browser, role: Role) -> None:
    await a_member(f"{role}@desk.test", name="Lina Omar", role=role, password=True)
    await browser.post("/desk/sign-in", data={"email": f"{role}@desk.test", "password": PASSWORD})


async def check_now(browser, language: str = "en") -> str:
    page = (await browser.get(f"/privacy?lang={language}")).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    text = (await browser.post("/privacy/proof", data={"csrf": csrf})).text
    return " ".join(re.sub(r"<[^>]+>|[\u2068\u2069]", " ", text).split())


async def test_the_check_says_that_all_is_whole_and_names_the_entry_that_was_changed_by_hand(browser, signer):
    for number in range(6):
        await a_ticket(email=f"r{number}@customer.test")
    await sign_in(browser, Role.OFFICER)
    assert "there is nothing to check" in await check_now(browser)
    point = await chain(signer=signer, now=clock.now())
    said = await check_now(browser)
    assert f"Every entry from 1 to {point.size} fits the one before." in re.sub(r" +", " ", said)
    assert point.hash.hex() in said

    third = (await Outbound.raw("SELECT entry FROM audit_link WHERE position = 3"))[0]["entry"]
    await Outbound.raw("UPDATE audit_entry SET act = 'ticket.closed' WHERE id = {}", third)

    said = await check_now(browser)
    assert "Entry 3 does not fit: it was changed after it was chained. This check changed nothing." in said
    assert str(third) in said
    assert "القيد 3 لا يطابق" in await check_now(browser, "ar")


async def test_a_long_trail_is_checked_along_its_newest_stretch(signer):
    for number in range(4):
        await a_ticket(email=f"r{number}@customer.test")
        await chain(signer=signer, now=clock.now())
    whole, part = await check(signer=signer), await check(signer=signer, bound=2)
    assert (whole.first, whole.fault, part.last) == (1, None, whole.last)
    assert whole.first < part.first <= part.last
    first = (await Outbound.raw("SELECT entry FROM audit_link WHERE position = 1"))[0]["entry"]
    await Outbound.raw("UPDATE audit_entry SET act = 'x' WHERE id = {}", first)
    assert (await check(signer=signer)).fault.first == 1  # which only the whole shows


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN])
async def test_nobody_else_checks_or_reads_processors_or_takes_their_register_away(browser, role):
    await sign_in(browser, role)
    assert (await browser.post("/privacy/proof")).status_code == 403
    assert (await browser.get("/privacy/processors")).status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', (await browser.get("/desk/account")).text)[1]
    refused = await browser.post("/privacy/processors/exports", data={"csrf": token, "format": "json"})
    assert (refused.status_code, "purpose" in refused.text) == (403, False)
    somebody = await find_by_address(f"{role}@desk.test")
    with pytest.raises(Refused):
        await hand_out("en", by=somebody.actor, now=clock.now())
    assert await exports() == []


async def test_what_waits_is_counted_beside_its_place(browser):
    noor = await a_member("noor@desk.test", name="Noor Aziz", role=Role.OFFICER)
    await a_ticket(now=clock.now())
    words = {"authority": "Court", "basis": "Section 1", "document": "1/26"}
    await ask(Form(**words, email="tessa@customer.test", kinds=("email",)), by=noor, now=clock.now())
    await sign_in(browser, Role.OFFICER)
    page = (await browser.get("/privacy")).text
    demands = page[page.index('href="/privacy/lawful"><b') :]
    assert 'class="count count--hot">1</span>' in demands[: demands.index("</li>")]
    assert "fewer than 5" in page  # one request tells no number


async def test_processors_are_told_with_their_contracts_and_how_often_something_went_there(browser):
    rules, today = policy.in_use(), clock.now().date()
    other = msgspec.structs.replace(
        rules.processors["mail"], name=policy.Both(en="Translator", ar="مترجم"), url="https://translate.test/in",
        events=["ticket.opened"], contract_until=today + timedelta(days=10),
    )  # fmt: skip
    policy.use(msgspec.structs.replace(rules, processors={**rules.processors, "translate": other}))
    for number in range(3):
        await outbox.enqueue(
            "webhook/ticket.opened", about=recipient("x"), to=recipient("translate"), due_at=clock.now()
        )
        await Outbound.raw("UPDATE outbound SET settled_at = now(), outcome = 'sent'") if number < 2 else None
    await sign_in(browser, Role.OFFICER)

    page = (await browser.get("/privacy/processors")).text
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Translator" in text
    assert "The contract ends within 60 days." in text
    assert "2 delivered, 1 waiting, 0 failed" in re.sub(r" +,", ",", text)
    home = (await browser.get("/privacy")).text
    at = home.index('href="/privacy/processors"><b')
    assert "count--hot" in home[at : home.index("</li>", at)]


async def test_the_register_of_processors_is_taken_away_by_an_officer_and_that_is_written_down(browser):
    rules = policy.in_use()
    other = msgspec.structs.replace(
        rules.processors["mail"], name=policy.Both(en="=Translator", ar="مترجم"), country="DE",
        url="https://translate.test/in", events=["ticket.opened"], contract_until=date(2027, 1, 31),
    )  # fmt: skip
    policy.use(msgspec.structs.replace(rules, processors={**rules.processors, "translate": other}))
    await sign_in(browser, Role.OFFICER)
    token = re.search(r'name="csrf" value="([^"]+)"', (await browser.get("/privacy/processors")).text)[1]
    assert await exports() == []
    files = {}
    for language, form in (("en", "json"), ("ar", "json"), ("en", "csv")):
        await browser.get("/privacy/processors", params={"lang": language})
        files[language, form] = await browser.post("/privacy/processors/exports", data={"csrf": token, "format": form})

    def rows(locale: str) -> list[dict]:
        return [
            {
                "id": name, "name": one.name[locale], "purpose": one.purpose[locale], "country": one.country,
                "fields": recipient_of(policy.in_use(), one, locale).fields, "events": one.events,
                "contract_until": one.contract_until.isoformat() if one.contract_until else None,
            }
            for name, one in policy.in_use().processors.items()
        ]  # fmt: skip

    for language in ("en", "ar"):
        told = files[language, "json"].json()
        assert (told["controller"], told["policy"], told["processors"]) == (
            rules.controller.name[language], rules.version, rows(language),
        )  # fmt: skip
    table = list(csv.reader(io.StringIO(files["en", "csv"].content.decode("utf-8-sig"))))
    assert table[0] == ["Processors", "Purpose", "Country", "Gets", "When", "Contract until"]
    assert table[1:] == [
        [
            row["name"].replace("=", "'="), row["purpose"], row["country"] or "as ours", "; ".join(row["fields"]),
            "; ".join(row["events"]), row["contract_until"] or "no end named",
        ]
        for row in rows("en")
    ]  # fmt: skip
    assert files["en", "csv"].headers["content-disposition"] == 'attachment; filename="processors.csv"'
    lina = (await Outbound.raw("SELECT id FROM staff WHERE role = 'officer'"))[0]["id"]
    assert await exports() == [(lina, lina)] * 3


async def exports() -> list[tuple]:
    rows = await Outbound.raw("SELECT actor, about FROM audit_entry WHERE act = 'processors.exported'")
    return [(row["actor"], row["about"]) for row in rows]


async def test_the_home_says_how_many_requests_reach_an_end_soon(browser, agent):
    now = clock.now()
    for days in (175, 100):  # texts of a technical request are kept for 180 days
        old = await an_assigned_ticket(agent, email=f"p{days}@customer.test", now=now - timedelta(days=days + 1))
        await close_ticket(old.reference, Reason.SOLVED, agent=agent, now=now - timedelta(days=days))
    await sign_in(browser, Role.OFFICER)
    for language, sentence in (
        ("en", "One request reaches an end of its time in the next four weeks."),
        ("ar", "تنتهي مدة طلب واحد في الأسابيع الأربعة المقبلة."),
    ):
        assert sentence in (await browser.get(f"/privacy?lang={language}")).text
