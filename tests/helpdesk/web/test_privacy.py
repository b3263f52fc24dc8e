"""The privacy notice and the register: derived from the policy, for everybody and for officers, in both languages."""

import csv
import html
import io
import re

import httpx
import msgspec
import pytest

from helpdesk import i18n
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy, records
from helpdesk.privacy.policy.records import make_records
from helpdesk.privacy.policy.register import Register, read_register
from helpdesk.privacy.policy.spreadsheet import safe_cell
from helpdesk.web.portal import privacy_notice
from notifications.tables import Outbound
from piccolo_conf import DB
from tests.builders import PASSWORD, a_member

ADDRESS_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema <> 'pg_catalog' AND table_schema <> 'information_schema' AND data_type IN ('inet', 'cidr', 'macaddr')
"""
OFFICERS_ONLY = ("/privacy", "/privacy/register", "/privacy/register.json", "/privacy/register.csv")


async def sign_in(browser: httpx.AsyncClient, role: Role) -> httpx.Response:
    email = f"{role}@desk.test"
    await a_member(email, name="Lina Omar", role=role, password=True)
    return await browser.post("/desk/sign-in", data={"email": email, "password": PASSWORD})


def in_use(**changes: object) -> None:
    policy.use(msgspec.structs.replace(policy.in_use(), **changes))


def with_category(slug: str, **changes: object) -> None:
    rules = policy.in_use()
    in_use(categories={**rules.categories, slug: msgspec.structs.replace(rules.categories[slug], **changes)})


def words_of(page: httpx.Response) -> str:
    text = re.sub(r"<[^>]+>", " ", page.text)
    return " ".join(text.split())


async def test_an_officer_comes_home_and_finds_the_register(browser):
    home = await sign_in(browser, Role.OFFICER)

    assert (home.status_code, home.url.path) == (200, "/privacy")
    assert 'href="/privacy/register"' in home.text
    assert [(await browser.get(path)).status_code for path in OFFICERS_ONLY] == [200] * 4


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN])
async def test_nobody_else_reads_the_register(browser, role):
    await sign_in(browser, role)
    assert [(await browser.get(path)).status_code for path in OFFICERS_ONLY] == [403] * 4


async def test_without_signing_in_the_register_is_shut(browser):
    answers = [await browser.get(path, follow_redirects=False) for path in OFFICERS_ONLY]
    assert not [answer for answer in answers if answer.status_code == 200 or "owner_key" in answer.text]


async def test_the_register_has_every_column_and_every_category_in_both_languages(browser):
    await sign_in(browser, Role.OFFICER)
    for language in ("en", "ar"):
        page = await browser.get("/privacy/register", params={"lang": language})
        places = set(re.findall(r'<bdi dir="ltr" class="tok">([^<]+)</bdi>', page.text))
        assert places == {entry.place for entry in read_register().entries()}
        for category in policy.in_use().categories.values():
            assert f"<h3>{category.name[language]}</h3>" in page.text
        exported = (await browser.get("/privacy/register.json")).json()
        assert exported["locale"] == language
        assert [line["place"] for line in exported["lines"]] == [entry.place for entry in read_register().entries()]


def lines_of(page: httpx.Response) -> list[list[str]]:
    """The rows of a page's tables: cells as they are read, a sign that only eyes see left out."""
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page.text)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", re.sub(r"<span aria-hidden.*?</span>", "", row)) for row in rows]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", "", cell)).split()) for cell in row] for row in cells]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_register_says_of_every_column_what_for_on_what_ground_who_reads_it_and_until_when(browser, language):
    await sign_in(browser, Role.OFFICER)
    register, say = read_register(), i18n.words(language).plain
    told = [
        (
            entry.place, register.holds[entry.holds][language], register.uses[entry.use][language],
            say(f"basis-{entry.basis}"), [register.readers[reader][language] for reader in entry.readers],
            register.lives[entry.life][language]
            + ("" if register.is_enforced(entry.life) else f" ({say('register-planned')})"),
        )
        for entry in register.entries()
    ]  # fmt: skip
    assert len(told) > 500
    assert [line for line in told if not all(line)] == []
    page = await browser.get("/privacy/register", params={"lang": language})
    comma = "؛ " if language == "ar" else "; "
    assert lines_of(page) == [[*line[:4], comma.join(line[4]), line[5]] for line in told]
    exported = (await browser.get("/privacy/register.json")).json()["lines"]
    assert [
        (line["place"], line["holds"], line["purpose"], line["basis"], line["readers"], line["until"])
        for line in exported
    ] == [(*line[:5], line[5].removesuffix(f" ({say('register-planned')})")) for line in told]
    rows = list(csv.reader(io.StringIO((await browser.get("/privacy/register.csv")).content.decode("utf-8-sig"))))
    assert [(row[1], row[5], row[2], row[3], row[6], row[8]) for row in rows[-len(told) :]] == [
        (*line[:4], "; ".join(line[4]), line[5]) for line in told
    ]


async def test_the_csv_has_no_formula_and_loses_no_line(browser):
    await sign_in(browser, Role.OFFICER)
    in_use(
        controller=msgspec.convert(
            {
                "name": {"en": "=cmd|' /C calc'!A0", "ar": "x"},
                "address": {"en": "x", "ar": "x"},
                "email": "a@b.example",
            },
            policy.Controller,
        )
    )
    answer = await browser.get("/privacy/register.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["content-disposition"] == 'attachment; filename="register.csv"'
    assert rows[1][1].startswith("'=cmd")
    assert {row[1] for row in rows} >= {entry.place for entry in read_register().entries()}
    assert {len(row) for row in rows} == {9}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\r\n=1"])
def test_what_could_be_a_formula_is_made_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=1", "", "(x)", "'=1"])
def test_other_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


async def test_the_notice_says_what_the_policy_says(browser):
    for language in ("en", "ar"):
        page = await browser.get("/privacy-notice", params={"lang": language})
        assert page.status_code == 200
        rules = policy.in_use()
        for category in rules.categories.values():
            assert f"<h3>{category.name[language]}</h3>" in page.text
            for name in category.fields:
                assert rules.fields[name].why[language] in page.text
        assert rules.controller.email in page.text
    assert 'href="/privacy-notice"' in (await browser.get("/")).text


async def test_a_changed_policy_is_a_changed_notice(browser):
    with_category("technical", never=["phone"], survey=False, text_for="assignee", at_once=[])
    in_use(disclosure_minutes=7, ledger_names=True, processors={})
    words = words_of(await browser.get("/privacy-notice"))

    assert "Never opens, for anybody Phone" in words
    assert "until one of them takes it" in words
    assert "Nothing of what is hidden" in words
    assert "7 minutes" in words
    assert "Nobody outside receives anything of your request." in words
    asked = words[words.index("The question about satisfaction") : words.index("Your rights")]
    assert "Technical problem" not in asked
    assert "Billing" in asked


async def test_the_notice_promises_only_what_the_product_does(browser, monkeypatch):
    rules = policy.in_use()
    with_category("technical", mail_text=True)
    in_use(ledger_names=True)
    assert any(category.two_person and category.opens for category in rules.categories.values())

    def with_promises(*, kept: bool) -> Register:
        register = read_register()
        promises = msgspec.convert(dict.fromkeys(register.promises.__struct_fields__, kept), type(register.promises))
        lives = {name: msgspec.structs.replace(life, enforced=kept) for name, life in register.lives.items()}
        return msgspec.structs.replace(register, promises=promises, lives=lives)

    said = {}
    for kept in (False, True):
        monkeypatch.setattr(records, "read_register", lambda kept=kept: with_promises(kept=kept))
        monkeypatch.setattr(privacy_notice, "read_register", lambda kept=kept: with_promises(kept=kept))
        said[kept] = words_of(await browser.get("/privacy-notice"))
    sentences = (
        "with a second person’s consent",
        "Passport",
        "The system itself carries these limits out.",
        "In these topics a mail can also carry our reply",
        "It names the agent. ",
    )
    assert [sentence in said[True] for sentence in sentences] == [True] * 5
    assert [sentence in said[False] for sentence in sentences if sentence != "Passport"] == [False] * 4
    assert "the system does not yet delete by time on its own" in said[False]


async def test_what_the_operator_wrote_is_text_and_not_markup(browser):
    evil = "<script>alert(1)</script>"
    in_use(
        controller=msgspec.convert(
            {"name": {"en": evil, "ar": evil}, "address": {"en": evil, "ar": evil}, "email": "a@b.example"},
            policy.Controller,
        )
    )
    await sign_in(browser, Role.OFFICER)
    for path in ("/privacy-notice", "/privacy/register"):
        page = (await browser.get(path)).text
        assert evil not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_records_have_what_article_30_asks_for(locale):
    made = make_records(policy.in_use(), locale)

    assert all((made.controller, made.address, made.email))
    assert len(made.activities) > len(policy.in_use().categories)
    for activity in made.activities:
        assert all(
            (activity.name, activity.purpose, activity.basis, activity.data, activity.recipients, activity.limits)
        )
    assert [processor.country != "" for processor in made.processors] == [True]
    assert len(made.measures) == len(records.MEASURES) > 10
    assert "\u2068" not in msgspec.json.encode(made).decode()


async def test_no_column_holds_a_network_address(schema):
    async with DB.transaction():
        await Outbound.raw("CREATE TEMPORARY TABLE shoe (size inet) ON COMMIT DROP")
        found = await Outbound.raw(ADDRESS_COLUMNS)
    assert [row["column_name"] for row in found] == ["size"]
