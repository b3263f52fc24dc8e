"""The register of disclosures to authorities: each demand is a row of the page and of the file, in both languages."""

import csv
import html
import io
import json
import re

import httpx
import pytest

from helpdesk import clock, i18n
from helpdesk.people.tables import Role
from helpdesk.privacy.lawful.decide import decide
from helpdesk.tickets.lawful import Form, ask
from helpdesk.tickets.lawful_release import release
from tests.builders import PASSWORD, a_member, a_ticket
from tests.rights import an_officer

NOW = clock.now().replace(
    hour=12, minute=0, second=0, microsecond=0
)  # the database itself looks at the time of the day
ORDERS = (
    ("District Court", "Section 100g", "12 Gs 34/26"),
    ("محكمة المرفأ", "المادة 100", "القرار 12"),
    ("=cmd|' /C calc'!A0", "+1", "-2"),
)
STAMP = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def rows_of(page: httpx.Response) -> list[list[str]]:
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page.text)
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_every_demand_is_a_row_of_the_register_and_of_its_file(browser, monkeypatch, language):
    monkeypatch.setattr("pyrage.passphrase.encrypt", lambda content, _: content)  # takes seconds, on purpose
    lina, noor = await an_officer(password=True), await an_officer("Noor Aziz")
    ticket = await a_ticket(now=NOW)
    released, declined, waiting = [
        await ask(
            Form(
                authority=authority, basis=basis, document=document,
                references=ticket.reference, kinds=("email",), with_texts=True,
            ),
            by=lina, now=NOW,
        )
        for authority, basis, document in ORDERS
    ]  # fmt: skip
    await decide(released, agree=True, reason="", by=noor.actor, now=NOW)
    await release(released, to_html=lambda context: json.dumps(context["tickets"]), by=lina, now=NOW)
    await decide(declined, agree=False, reason="No such section", by=noor.actor, now=NOW)
    assert waiting not in (released, declined)
    say = i18n.words(language).plain
    states = {name: say(f"lawful-state-{name}") for name in ("released", "declined", "waiting")}

    await browser.post("/desk/sign-in", data={"email": "lina@desk.test", "password": PASSWORD})
    page = await browser.get("/privacy/lawful", params={"lang": language})
    assert sorted(rows_of(page)) == [
        ["D-1", states["released"], "District Court", "12 Gs 34/26", "1", "1"],
        ["D-2", states["declined"], "محكمة المرفأ", "القرار 12", "0", "0"],
        ["D-3", states["waiting"], "=cmd|' /C calc'!A0", "-2", "0", "0"],
    ]
    file = await browser.get("/privacy/lawful.csv")
    assert file.headers["content-disposition"] == 'attachment; filename="lawful.csv"'
    heads, *rows = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    columns = ("number", "state", "authority", "basis", "document", "asked", "released", "requests", "details", "told")
    assert heads == [say(f"lawful-column-{column}") for column in columns]
    assert sorted(rows) == [
        ["D-1", states["released"], *ORDERS[0], STAMP, STAMP, "1", "1", STAMP],
        ["D-2", states["declined"], *ORDERS[1], STAMP, "", "0", "0", ""],
        ["D-3", states["waiting"], "'=cmd|' /C calc'!A0", "'+1", "'-2", STAMP, "", "0", "0", ""],
    ]


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER])
async def test_nobody_else_gets_the_register_of_disclosures(browser, role):
    await a_member("tom@desk.test", name="Tom", role=role, team="support", password=True)
    await browser.post("/desk/sign-in", data={"email": "tom@desk.test", "password": PASSWORD})
    assert [(await browser.get(f"/privacy/lawful{end}")).status_code for end in ("", ".csv")] == [403, 403]
