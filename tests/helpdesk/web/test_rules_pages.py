"""The managers' pages of categories, teams and service times say what the policy says, and where that is changed."""

import html
import re
from datetime import date

import httpx
import msgspec
import pytest

from helpdesk import i18n
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.records import limits_of
from helpdesk.privacy.policy.shapes import Both, Calendar, Targets
from helpdesk.web.chips import kind_name
from tests.helpdesk.web.test_pages import signed_in

DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}


def bare(part: str) -> str:
    """The words of a piece of a page, without markup, with one blank between them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>|[\u2068\u2069]", " ", part)).split())


def facts(part: str) -> dict[str, str]:
    """A list of facts: term -> its piece of the page."""
    return {bare(term): said for term, said in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", part, re.DOTALL)}


def items(part: str) -> list[str]:
    return [bare(one) for one in re.findall(r"<li>(.*?)</li>", part, re.DOTALL)]


async def read(browser: httpx.AsyncClient, place: str, language: str) -> str:
    page = await browser.get(f"/manage/{place}", params={"lang": language})
    assert page.status_code == 200
    return page.text


def special() -> policy.Policy:
    """The shipped policy with another weekend and days that are not like others, and a topic that only its team reads."""
    rules = policy.in_use()
    calendar = Calendar(
        Both("Europe", "أوروبا"), "Europe/Berlin", ["08:00-12:00", "13:00-17:00"], ["saturday", "sunday"],
        {"friday": ["08:00-12:00"]}, [date(2020, 1, 7), date(2126, 1, 7)],
    )  # fmt: skip
    changed = {
        "technical": {"targets": Targets("europe", {"urgent": 30, "low": 480}, {"urgent": 600}), "text_for": "team"},
        "billing": {"targets": None, "text_for": "assignee", "at_once": []},
    }
    categories = {slug: msgspec.structs.replace(one, **changed.get(slug, {})) for slug, one in rules.categories.items()}
    return msgspec.structs.replace(rules, categories=categories, calendars={**rules.calendars, "europe": calendar})


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_page_of_categories_is_the_policy_s(browser, language):
    policy.use(special())
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    page, rules, say = await read(browser, "categories", language), policy.in_use(), i18n.words(language).plain
    articles = re.findall(r'<article class="sheet topic-rules">(.*?)</article>', page, re.DOTALL)
    comma = "، " if language == "ar" else ", "

    assert len(articles) == len(rules.categories)
    for article, category in zip(articles, rules.categories.values(), strict=True):
        found, team = facts(article), rules.teams[category.team].name[language]
        assert re.findall(r"<h2>(.*?)</h2>.*?>(.*?)</p>", article) == [
            (category.name[language], category.description[language])
        ]
        assert bare(found[say("people-team")]) == team
        asked = [
            (rules.fields[name].label[language], name in category.optional, rules.fields[name].why[language])
            for name in category.fields
        ]
        assert items(found[say("categories-asks")]) == [
            " ".join(filter(None, (label, say("optional") if optional else "", why))) for label, optional, why in asked
        ]
        reads = {} if category.text_for == "desk" else {"team": team}
        assert bare(found[say("categories-reads")]) == bare(say(f"categories-reads-{category.text_for}", **reads))
        at_once = [
            rules.fields[name].label[language] if name in rules.fields else kind_name(name, language)
            for name in category.at_once
        ]
        assert bare(found[say("categories-at-once")]) == (comma.join(at_once) or say("notice-at-once-nothing"))
        never = found.get(say("notice-never"), "")
        assert bare(never) == comma.join(kind_name(kind, language) for kind in category.never)
        kept = " ".join(f"{what}: {how_long}" for what, how_long in limits_of(category, say))
        assert bare(found[say("register-limits")]) == bare(kept)
        opens_as_the_policy_says(found[say("notice-opens")], category, language)


def opens_as_the_policy_says(part: str, category: policy.Category, language: str) -> None:
    """Each kind that the policy names has a line with its purposes, and the second person where it wants one."""
    say = i18n.words(language).plain
    lines = [
        ([kind.strip() for kind in re.split("[،,]", bare(kinds))], say("notice-two") in rest, bare(purposes))
        for kinds, rest, purposes in re.findall(
            r'<li><b>(.*?)</b>(.*?)<br><span class="small">(.*?)</span>', part, re.DOTALL
        )
    ]
    for kind in {*category.opens, *category.two_person} - set(category.never):
        wanted = category.opens.get(kind, category.purposes)
        purposes = [policy.in_use().purposes[name].name[language] for name in wanted]
        ((_, two, said),) = [one for one in lines if kind_name(kind, language) in one[0]]
        assert (kind, two, said) == (
            kind,
            kind in category.two_person,
            ("، " if language == "ar" else ", ").join(purposes),
        )
    assert say("notice-opens-others") in [kinds[0] for kinds, _, _ in lines]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_targets_of_every_topic_and_priority_are_the_policy_s(browser, language):
    policy.use(special())
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    page, rules, say = await read(browser, "service-times", language), policy.in_use(), i18n.words(language).plain
    table = page[page.index(f"<h2>{say('targets')}</h2>") :]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table[: table.index("</table>")], re.DOTALL)

    def length(minutes: int | None) -> str:
        if minutes is None:
            return say("due-nothing")
        return say("length-minutes", n=minutes) if minutes < 120 else say("length-hours", n=minutes // 60)

    def cells(targets: Targets | None) -> list[str]:
        if targets is None:
            return [say("targets-none")]
        pairs = [(targets.response.get(one), targets.solve.get(one)) for one in ("urgent", "high", "normal", "low")]
        return [bare(f"{say('due-reply')}: {length(r)} {say('due-solve')}: {length(s)}") for r, s in pairs]

    shown = {name: [bare(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL)] for name, rest in rows}
    assert shown == {one.name[language]: cells(one.targets) for one in rules.categories.values()}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_working_hours_weekends_and_holidays_are_the_policy_s(browser, language):
    policy.use(special())
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    page, say = await read(browser, "service-times", language), i18n.words(language).plain
    part = r'<section class="panel"><h2>([^<]*)</h2><p[^>]*>(.*?)</p>\s*<dl(.*?)</dl>'
    calendars = re.findall(part, page[page.rindex("</table>") :], re.DOTALL)
    names = [calendar.name[language] for calendar in policy.in_use().calendars.values()]
    office, off = "09:00-17:00", say("day-off")

    assert [(name, bare(zone).split()[-1]) for name, zone, _ in calendars] == [
        (names[0], "Africa/Cairo"),
        (names[1], "Europe/Berlin"),
    ]
    assert [list(facts(days)) for _, _, days in calendars] == [[*DAYS[language], say("holidays")]] * 2
    assert [[bare(said) for said in facts(days).values()] for _, _, days in calendars] == [
        [office] * 4 + [off, off, office, say("tags-none")],
        ["08:00-12:00 13:00-17:00"] * 4 + ["08:00-12:00", off, off, bare(i18n.day(date(2126, 1, 7), language))],
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("place", ["categories", "teams", "service-times"])
async def test_each_page_says_in_which_file_it_is_changed_and_how(app, browser, place, language):
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    shipped = bare(await read(browser, place, language))
    wanted = (f" {policy.SHIPPED}", "helpdesk policy check FILE", "HELPDESK_POLICY")
    assert [words in shipped for words in wanted] == [True] * 3
    app.state["policy_file"] = "/etc/sitr/policy.toml"
    own = bare(await read(browser, place, language))
    assert ["/etc/sitr/policy.toml" in own, "helpdesk policy check /etc/sitr/policy.toml" in own] == [True, True]
    assert [str(policy.SHIPPED) in own, "HELPDESK_POLICY" in own] == [False, False]
    assert (await browser.post(f"/manage/{place}", data={})).status_code == 405  # nothing is changed here
