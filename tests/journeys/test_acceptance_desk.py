"""The desk's part of the acceptance walk (docs/acceptance.md): every page with axe, narrow, by keyboard, and in bytes."""

import gzip
import re
from dataclasses import replace
from importlib import import_module

import pytest
from playwright.async_api import Response

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.errors import NotAssigned
from helpdesk.notices.compose import Draft, compose_notice
from helpdesk.people.staff import new_setup_link
from helpdesk.people.tables import Role
from helpdesk.tickets.look_up import Sought, look_up
from helpdesk.tickets.macros import save_macro
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Message
from helpdesk.tickets.tags import list_tag
from tests.authorisation.world import requester_session
from tests.browser import CHROMIUM, LOOKS, Visitor, a_port, chromium, keep, served, sign_in
from tests.builders import a_member, a_ticket, an_assigned_ticket
from tests.journeys.pages import NO_PAGES, STORIES, TOLD, WALK, WALKED, seen_whole
from tests.keyboard import tabbed_through

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
KB = 1024


def at(schema):
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    return served(create_app(settings), listening)


def test_the_walk_and_the_stories_are_every_page(schema):
    got = {route.path for route in create_app(schema).routes if "GET" in getattr(route, "methods", ())}
    assert {path for path in got if not NO_PAGES.search(path) or path in WALKED | TOLD} == WALKED | TOLD
    assert set() == WALKED & TOLD


@pytest.mark.parametrize("journey", STORIES)
def test_a_story_is_told_in_both_languages(journey):
    file, _, name = journey.partition("::")
    test = getattr(import_module(f"tests.journeys.{file}"), name)
    [(names, values)] = [mark.args for mark in test.pytestmark if mark.name == "parametrize"]
    place = [*names].index("language") if isinstance(names, tuple) else None
    assert {value if place is None else value[place] for value in values} == {"en", "ar"}


# Words that are cut off (what hides its overflow and has more than it shows), and whatever stands outside the window. A list
# that scrolls is not cut; the words in a field for files are the browser's own, and it shortens them itself.
CUT = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const scrolls = e => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.querySelectorAll("body *")) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e), own = e.outerHTML.slice(0, 120);
    if (!box.width || !box.height || !e.checkVisibility() || e.closest(".vh, .skip, svg, select, [type=file]")) continue;
    if (["hidden", "clip"].includes(style.overflowX) && style.clipPath === "none" && e.scrollWidth > e.clientWidth + 1) found.push("cut: " + own);
    if ((box.right > wide + 1 || box.left < -1) && !scrolls(e)) found.push("outside: " + own);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);  // the number of a request stays on one line
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement, style = getComputedStyle(e);
    if (!/\\b[SP]R-\\w{4}-\\w{4}\\b/.test(texts.currentNode.data) || e.closest(".vh, noscript, option, textarea, script")) continue;
    if (`${style.whiteSpace} ${style.direction} ${style.unicodeBidi}` !== "nowrap ltr isolate") found.push("breaks: " + e.outerHTML.slice(0, 120));
  }
  return document.documentElement.scrollWidth > wide ? ["wider than the window", ...found] : found;
}"""
NAMED = {
    "/new/{slug:str}": "x02",
    "/me/requests/{reference:str}": "x02-request",
    "/privacy": "x02-officer",
    "/privacy/disclosures/attempts": "a09",
}


async def a_desk(language: str) -> dict[str, str]:
    """Somebody of every role, a ticket and one of everything a page is about; gives what stands in addresses."""
    now = clock.now()
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    notice = Draft("maintenance", "Restart", "Sites restart.", "إعادة تشغيل", "تُعاد المواقع.", ends="2126-03-08T04:00")
    macro = {"name_en": "Thanks", "name_ar": "شكرًا", "body_en": "Thank you.", "body_ar": "شكرًا لك."}
    await list_tag("payout", by=mona, now=now)
    ticket = await an_assigned_ticket(sara, now=now, locale=language)
    other = await a_ticket(now=now, locale=language, subject="W" * 120, email="other@customer.test")
    with pytest.raises(NotAssigned):
        await reveal(other.reference, "phone 1", purpose="contact", agent=sara, now=now)
    await look_up(Sought("email", "tessa@customer.test", "contact"), viewer=sara, count=lambda _: None, now=now)
    return {
        "token:str": ticket.token,
        "reference:str": ticket.reference,
        "slug:str": "technical",
        "kind:str": "terms",
        "number:str": "1",
        "language:str": language,
        "category:str": "technical",
        "staff:uuid": str(sara.id),
        "macro:uuid": str(await save_macro(None, macro, manager=mona, now=now)),
        "message:uuid": str((await Message.select(Message.id).order_by(Message.id).first())["id"]),
        "notice:uuid": str(await compose_notice(notice, by=mona, now=now)),
        "setup": await new_setup_link(sara.id, now=now),
        "me": await requester_session(ticket.token, now=now),
    }


def filled(path: str, names: dict[str, str]) -> str:
    """The address of a route's page."""
    if path.startswith("/desk/setup"):
        return f"/desk/setup/{names['setup']}"
    if path.startswith("/me/rights/new"):
        return "/me/rights/new/erasure"
    return re.sub(r"\{([^}]+)\}", lambda found: names[found[1]], path)


async def look_at(who: Visitor, address: str, language: str, picture: str | None) -> list[str]:
    """What is wrong with a page: by axe, with its other colours, at 320 px and there by Tab, with text of twice the size."""
    answer = await who.page.goto(address)
    wrong = [f"HTTP {answer.status}"] if answer.status != 200 else []
    wrong += await who.faults_in_both()
    await who.resize(320, 640)
    wrong += [f"320 px: {cut}" for cut in await who.page.evaluate(CUT)]
    if picture:
        await keep(who, f"{picture}.{language}")
    if language == "en":
        wrong += [f"by keyboard: {fault}" for fault in await tabbed_through(who)]
    await who.resize(640, 900)
    await who.page.evaluate("document.documentElement.style.fontSize = '200%'")
    wrong += [f"200 %: {cut}" for cut in await who.page.evaluate(CUT)]
    await who.resize(1200, 900)
    return wrong


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
async def test_every_page_is_without_fault_narrow_and_large(schema, language, scheme):
    names = await a_desk(language)
    wrong = {}
    async with at(schema) as base, chromium() as browser:
        for person, paths in WALK.items():
            who = await Visitor.at(browser, language, color_scheme=scheme, viewport={"width": 1200, "height": 900})
            asked: list[str] = []
            who.page.on("request", lambda request, asked=asked: asked.append(request.url))
            if person == "requester":
                await who.context.add_cookies([{"name": "me", "value": names["me"], "url": base}])
            elif person != "nobody":
                await sign_in(
                    who, base, f"{ {'agent': 'sara', 'manager': 'mona', 'officer': 'lina'}[person] }@desk.test"
                )
            for path in paths:
                found = await look_at(who, base + filled(path, names), language, NAMED.get(path))
                found += [f"console: {text}" for text in who.complaints]
                who.complaints.clear()
                if found:
                    wrong[path] = found
            assert [url for url in asked if not url.startswith((base, "data:"))] == []  # nobody else is asked
            await who.context.close()
    assert wrong == {}, "\n".join(f"{path}: {fault}" for path, found in wrong.items() for fault in found)
    assert seen_whole(LOOKS, language) == WALKED


# Where the keyboard is: what it is, whether its middle can be seen (no bar lies over it), whether it is outlined.
HERE = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));  // it has come to where it goes
  const own = document.activeElement;
  if (!own || own === document.body) return null;
  const e = own.matches(".vh") ? own.closest("label") : own, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const near = own.closest(".search, .q-pick, .pick") ?? e;
  const outlined = [e, near, e.querySelector("span") ?? e].some(one => getComputedStyle(one).outlineStyle !== "none");
  const hit = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1));
  return [e.outerHTML.slice(0, 90), !!hit && (e.contains(hit) || hit.contains(e)), outlined];
}"""


async def tabbed(who: Visitor, most: int = 90) -> list[list]:
    """Go through a page by Tab; gives each stop."""
    stops = []
    for _ in range(most):
        await who.page.keyboard.press("Tab")
        stop = await who.page.evaluate(HERE)
        if stop is None or stop in stops[:1]:
            break
        stops.append(stop)
    return stops


# Something that moves for good and something that would, as a rule of any layer could have it; and what moves on a page.
MOVE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("@keyframes probe { to { opacity: .5 } } body { animation: probe 5s infinite } main { transition: opacity 5s }");
  document.adoptedStyleSheets.push(sheet);
}"""
MOVING = """() => {
  const lasts = style => (style.animationName !== "none" && parseFloat(style.animationDuration) > .001) || parseFloat(style.transitionDuration) > 0;
  const moved = [...document.querySelectorAll("*")].filter(e => ["", "::before", "::after"].some(part => lasts(getComputedStyle(e, part))));
  const played = document.getAnimations().filter(one => !(one instanceof CSSAnimation || one instanceof CSSTransition));
  return [...moved.map(e => e.tagName), ...played.map(one => `script: ${one.effect.target.tagName}`)];
}"""


@pytest.mark.parametrize(("language", "size"), [("en", (360, 640)), ("ar", (1200, 700))])
async def test_the_keyboard_s_place_is_seen_and_under_no_bar_and_nothing_moves(schema, language, size):
    names = await a_desk(language)
    for number in range(12):
        await a_ticket(now=clock.now(), locale=language, email=f"more{number}@customer.test")
    async with at(schema) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport={"width": size[0], "height": size[1]})
        await sign_in(who, base, "sara@desk.test")
        for path in ("/desk/tickets?view=all", f"/desk/tickets/{names['reference:str']}"):
            await who.page.goto(base + path)
            if "view" in path:
                await who.page.check("[data-select] >> nth=0")  # the bar of changes lies over the list's end
                await who.page.evaluate("document.activeElement.blur()")
            await who.page.wait_for_timeout(500)  # what comes in after loading has come
            stops = await tabbed(who)
            assert len(stops) > 25
            assert [stop[0] for stop in stops if not stop[1]] == []
            assert [stop[0] for stop in stops if not stop[2]] == []
            await who.page.emulate_media(reduced_motion="no-preference")
            assert await who.page.evaluate(MOVING) == []  # nothing of ours moves
            await who.page.evaluate(MOVE)
            assert await who.page.evaluate(MOVING) == ["BODY", "MAIN"]  # the probe sees
            await who.page.emulate_media(reduced_motion="reduce")
            assert await who.page.evaluate(MOVING) == []  # and were there something, it would stop
        assert who.complaints == []


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("ar", "light")])
async def test_prompt_menus_and_error_have_no_fault_and_the_pictures_are_taken(schema, language, scheme):
    names = await a_desk(language)
    async with at(schema) as base, chromium() as browser:
        for kind, size in (("desk", {"width": 1000, "height": 700}), ("phone", {"width": 360, "height": 720})):
            who = await Visitor.at(browser, language, color_scheme=scheme, viewport=size)
            await sign_in(who, base, "sara@desk.test")
            await who.page.goto(f"{base}/desk/tickets?view=all")
            await keep(who, f"a01.{kind}.{language}")
            await who.page.goto(f"{base}/desk/tickets/{names['reference:str']}")
            await keep(who, f"a04.{kind}.{language}")
            await who.page.locator(".msg button.seal").first.click()
            assert await who.faults_in_both() == []
            prompt = await who.page.locator(".reveal:popover-open").bounding_box()
            assert prompt["x"] >= 0
            assert prompt["x"] + prompt["width"] <= size["width"]
            assert prompt["y"] + prompt["height"] <= size["height"]
            await keep(who, f"a05.{kind}.{language}")
            await who.page.keyboard.press("Escape")
            for menu in ("[data-menu=status]", "[data-menu=assignee]", "[data-menu=team]", ".head .menu"):
                await who.page.locator(f"{menu} summary").click()
                box = await who.page.locator(f"{menu} .menu-body").bounding_box()
                assert box["x"] >= 0, menu
                assert box["x"] + box["width"] <= size["width"], menu
                await who.page.locator(f"{menu} summary").click()
            await who.page.locator("details:has(#f-into) summary").click()
            await who.page.fill("#f-into", "SR-AAAA-AAAA")
            await who.page.press("#f-into", "Enter")
            await who.page.locator("#errors").wait_for()
            assert await who.faults_in_both() == []
            await keep(who, f"x01.{kind}.{language}")
            await who.context.close()


async def test_the_ticket_page_its_styles_and_its_script_are_small(schema):
    names = await a_desk("en")
    async with at(schema) as base, chromium() as browser:
        who = await Visitor.at(browser, "en")
        await sign_in(who, base, "sara@desk.test")
        came: dict[str, list[int]] = {}
        answers: list[Response] = []
        who.page.on("response", lambda answer: answers.append(answer))
        await who.page.goto(f"{base}/desk/tickets/{names['reference:str']}")
        await who.page.wait_for_timeout(500)  # should something more come after loading
        for answer in answers:
            kind = answer.request.resource_type
            if kind in ("document", "stylesheet", "script"):
                came.setdefault(kind, []).append(len(gzip.compress(await answer.body())))
    print({kind: sum(sizes) for kind, sizes in came.items()})
    assert set(came) == {"document", "stylesheet", "script"}
    assert sum(came["document"]) <= 16 * KB
    assert sum(came["stylesheet"]) <= 10 * KB
    assert sum(came["script"]) <= 24 * KB
