"""Writing at the desk in Chromium: what is open closes, drafts are kept, sending is undone, two people see each other."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.staff import find_by_address
from helpdesk.people.tables import Role, Staff
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.tickets import doors, presence, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.effects import Effects
from helpdesk.tickets.macros import save_macro
from helpdesk.tickets.tables import Message, Presence, ReplyDraft
from helpdesk.tickets.threads import thread
from helpdesk.tickets.write import Entry, post_answer, post_reply
from helpdesk.web.desk import composer_view
from tests.browser import CHROMIUM, Visitor, a_port, chromium, keep, served, sign_in, turns_true
from tests.builders import a_member, a_ticket, an_assigned_ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PHONE, IBAN = "+44 20 7946 0958", "GB29 NWBK 6016 1331 9268 19"
PHONE_CHIP = ".msg button.seal[popovertarget=reveal-phone-1]"
DESK = {"width": 1440, "height": 1000}
SOON = 18_000  # milliseconds: before a page would ask by itself, so that it was told
# What an Arabic keyboard sends: the letter of the layout, and which key it was.
ARABIC = {"j": ("ت", "KeyJ"), "k": ("ن", "KeyK"), "x": ("ء", "KeyX"), "a": ("ش", "KeyA"), "s": ("س", "KeyS"),
          "n": ("ى", "KeyN"), "/": ("ظ", "Slash"), "?": ("؟", "Slash"), ".": ("ز", "Period")}  # fmt: skip
PRESS = """([key, code, shift, ctrl]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
           {key, code, shiftKey: shift, ctrlKey: ctrl, bubbles: true, cancelable: true}))"""
HIDDEN = """hidden => { Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            Object.defineProperty(document, "visibilityState", {value: hidden ? "hidden" : "visible", configurable: true});
            document.dispatchEvent(new Event("visibilitychange")); }"""
SELECT = """words => { const walk = document.createTreeWalker(document.querySelector(".msg .msg-body"), NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode());) { const at = node.data.indexOf(words);
              if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length); } }"""
SCROLL = "down => document.querySelector('#thread').scrollTo(0, down)"
SCROLLED = "document.querySelector('#thread').scrollTop"
TIME_IS_OVER = """() => { const mark = document.querySelector(".seal--open [data-left]");
            if (mark) mark.dataset.left = 0; return !mark; }"""  # also when the server says the true time meanwhile
MACRO = {
    "name_en": "We look into it", "name_ar": "ننظر في الأمر",
    "body_en": "Thank you. We look into {{ reference }}.", "body_ar": "شكرًا لك. ننظر في {{ reference }}.",
}  # fmt: skip
# What is told after ten seconds without a connection is told at once.
SOONER = "(wait => { window.setTimeout = (act, time) => wait(act, time === 10000 ? 0 : time); })(setTimeout)"
LOST = {
    "en": "The connection is interrupted. What is new appears when it is back.",
    "ar": "انقطع الاتصال. يظهر الجديد عند عودته.",
}
# Minutes and seconds as the script writes them to somebody who chose Arabic digits, for Arabic pages.
CLOCK = {"en": re.compile(r"^[0-9]:[0-9]{2}$"), "ar": re.compile(r"^[٠-٩]:[٠-٩]{2}$")}


async def staff(address: str, name: str, role: Role = Role.AGENT):
    return await a_member(address, name=name, role=role, team="support", password=True)


def at(schema):
    """The application at an address of its own."""
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    return served(create_app(settings), listening)


async def arabic(page, key: str, *, ctrl: bool = False) -> None:
    letter, code = ARABIC[key]
    await page.evaluate(PRESS, [letter, code, key == "?", ctrl])


async def texts(ticket) -> list[str]:
    row = await doors.ticket_of_link(ticket.token)
    return [message.text for message in await thread(row, with_notes=True)]


async def seen_by_requester(ticket) -> int:
    async with doors.seen_through(ticket.token):
        return len(await thread(await doors.ticket_of_link(ticket.token), with_notes=False))


async def until(check, *, seconds: float = 20) -> None:
    """Wait for something in the database."""
    for _ in range(int(seconds * 20)):
        if await check():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not happen in time")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_what_is_opened_has_a_clock_and_is_gone_after_it(schema, language):
    sara = await staff("sara@desk.test", "Sara Haddad")
    ticket = await an_assigned_ticket(sara, now=clock.now(), locale=language)
    async with at(schema) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=DESK)
        page, url = who.page, f"{base}/desk/tickets/{ticket.reference}"
        await sign_in(who, base, "sara@desk.test")
        await page.goto(url)
        assert PHONE not in await who.source()
        chip = page.locator(PHONE_CHIP)
        await chip.focus()
        await page.keyboard.press("Enter")
        await page.locator(".reveal:popover-open").wait_for()
        assert await who.faults() == []
        await who.shoot(f"composer.reveal.{language}")
        await page.keyboard.press("Escape")
        await expect(page.locator(".msg button.seal[popovertarget]").first).to_be_focused()

        async def open_it(seconds: int) -> None:
            await page.locator(PHONE_CHIP).click()
            await page.locator(f".reveal:popover-open .pick:has([value='{seconds}']) span").click()
            await page.locator(".reveal:popover-open button[type=submit]").click()
            await page.get_by_text(PHONE).wait_for()

        await open_it(60)
        await expect(page).to_have_url(url)  # the address has forgotten it
        longer = page.locator("[form^=more-]")
        await longer.wait_for(state="attached")
        await expect(longer).to_be_hidden()  # more than half a minute is left
        assert await who.faults() == []
        await who.shoot(f"composer.shown.{language}")
        await keep(who, f"a06.{language}")
        twin = await who.context.new_page()
        await twin.goto(url)
        assert PHONE not in await twin.content()  # a second tab asked for nothing
        await twin.close()
        value = page.locator(".seal--open .val").first
        await expect(value).to_be_visible()
        await page.emulate_media(media="print")
        await expect(value).to_have_css("visibility", "hidden")  # it is there, and not on the paper
        await keep(who, f"a07.{language}")
        await page.emulate_media(media="screen")
        await page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert PHONE not in await who.source()

        async def ended() -> bool:
            return not await Disclosure.exists().where(
                Disclosure.expires_at.is_not_null(), Disclosure.ended_at.is_null()
            )

        await until(ended)  # and the server knows
        await open_it(60)
        await page.evaluate(HIDDEN, True)  # another tab is in front
        assert PHONE not in await who.source()
        await until(ended)
        await page.evaluate(HIDDEN, False)
        await page.locator(PHONE_CHIP).wait_for()  # back again, it is hidden still
        assert PHONE not in await who.source()
        await open_it(30)
        await page.locator("[form^=more-]").wait_for()  # offered at once
        await page.locator("[form^=more-]").click()
        await page.wait_for_load_state()
        assert PHONE in await who.source()
        more = page.locator("#ledger .ledger > li", has_text="extended" if language == "en" else "مُدّد").last
        await more.wait_for()
        await keep(who, f"a08.{language}", at="#ledger .ledger > li:last-child")
        await page.keyboard.press("h")
        assert PHONE not in await who.source()
        await page.locator(PHONE_CHIP).wait_for()  # it can be asked for again, without another page
        await open_it(30)
        await page.locator("#hide-all button").click()  # what H does, for who has no keyboard
        assert PHONE not in await who.source()
        await expect(page.locator("#thread")).to_be_focused()
        await expect(page.locator("#hide-all")).to_be_hidden()
        await until(ended)
        await Staff.update({Staff.digits: "arab"}).where(Staff.id == sara.id)
        await open_it(300)
        await expect(page.locator(".seal--open [data-left]").first).to_have_text(
            CLOCK[language]
        )  # the clock runs in them
        await turns_true(page, TIME_IS_OVER)
        assert PHONE not in await who.source()
        await page.reload()
        assert PHONE not in await who.source()
        await page.locator("#hide-all button").click()  # nothing is shown here, but for the server it is open
        await until(ended)
        await expect(page.locator("#hide-all")).to_be_hidden()
        await open_it(30)
        await page.goto(f"{base}/desk/tickets")
        await page.go_back()
        assert PHONE not in await who.source()
        await until(ended)
        assert who.complaints == []


@pytest.fixture
def slowly(monkeypatch) -> None:
    """A busy machine takes longer than eight seconds to look at a page."""
    for module in (write, composer_view):
        monkeypatch.setattr(module, "HOLD", timedelta(seconds=62))
    monkeypatch.setattr(composer_view, "UNDO", timedelta(seconds=60))


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_writing_keeps_says_and_undoes(schema, slowly, language):
    sara = await staff("sara@desk.test", "Sara Haddad")
    mona = await staff("mona@desk.test", "Mona Aziz", Role.MANAGER)
    effects = Effects("pending", 3, priority="high")
    await save_macro(None, MACRO, effects, manager=mona, now=clock.now())
    ticket = await an_assigned_ticket(sara, now=clock.now(), locale=language)
    async with at(schema) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=DESK)
        page = who.page
        await sign_in(who, base, "sara@desk.test")
        await page.goto(f"{base}/desk/tickets/{ticket.reference}")
        await page.keyboard.press("r")
        await page.keyboard.type(f"We paid {IBAN} jkxas./?z")
        await page.locator("#hint .seal").wait_for()  # what will be sealed
        assert await page.locator("dialog[open]").count() == 0  # letters in a text are letters
        await page.locator("#f-body").blur()
        await page.locator("#saved", has_text=":").wait_for()
        assert IBAN not in str(await ReplyDraft.select())
        assert await who.faults() == []
        await who.shoot(f"composer.draft.{language}")
        await keep(who, f"a10.{language}")
        await page.reload()
        assert (await page.input_value("#f-body")).startswith(f"We paid {IBAN}")

        # the macro, by its key at the caret
        await page.locator("#f-body").press("End")
        await page.keyboard.type(" #")
        await page.locator("#macros:popover-open [data-macro]").wait_for()
        assert await who.faults() == []
        await page.keyboard.press("Enter")
        await expect(page.locator("#f-body")).to_have_value(re.compile(rf"{ticket.reference}\.$"))
        assert "#" not in await page.input_value("#f-body")
        # what it does besides, to be left out
        await expect(page.locator("#effects [name=effects]:checked")).to_have_count(2)
        assert await who.faults() == []
        await who.shoot(f"composer.effects.{language}")
        await page.locator("#effects label").first.click()
        await expect(page.locator("#effects [name=effects]:checked")).to_have_value("priority:high")

        # sent twice in a hurry, and undone
        send = page.locator("button[data-reply][formaction$=replies]").first
        await send.dblclick(no_wait_after=True)
        await page.locator("[data-undo]").wait_for()
        assert await Message.count() == 2
        assert await seen_by_requester(ticket) == 1
        assert IBAN not in (await texts(ticket))[-1]
        assert (await doors.ticket_of_link(ticket.token)).priority == "high"
        assert await who.faults() == []
        await who.shoot(f"composer.sent.{language}")
        await page.locator("h1").click()
        await page.keyboard.press("z")
        await expect(page.locator("#f-body")).to_have_value(re.compile(re.escape(IBAN)))  # the page after
        await page.wait_for_load_state()
        assert await page.locator("[data-undo]").count() == 0
        assert (await Message.count(), await seen_by_requester(ticket)) == (1, 1)
        assert (await doors.ticket_of_link(ticket.token)).priority == "normal"
        await keep(who, f"a15.{language}")

        # what redaction missed: selected in the message, sealed on a page that says that it is for good
        await page.evaluate(SELECT, "PAY-402")
        await page.locator("[data-seal]").first.click()
        await expect(page.locator("#f-words")).to_have_value("PAY-402")
        assert "PAY" not in page.url
        assert await who.faults() == []
        await who.shoot(f"composer.seal.{language}")
        await page.locator("[name=reason]").first.check()
        await page.select_option("#f-kind", "text")
        await page.locator("[name=sure]").click()
        await page.wait_for_url("**/SR-*#m-*")
        assert "PAY-402" not in await page.locator("#thread").inner_text()
        assert (await texts(ticket))[0].endswith("⟦text 1⟧.")

        # the network is away: nothing is sent, the text stays
        await who.context.set_offline(True)
        await turns_true(page, "!navigator.onLine")
        await page.fill("#f-body", "It is done.")
        await page.locator("#f-body").press("Control+Enter")
        assert await page.input_value("#f-body") == "It is done."
        assert await Message.count() == 1
        await keep(who, f"a13.{language}")
        await who.context.set_offline(False)
        await turns_true(page, "navigator.onLine")
        await page.locator("#f-body").press("Control+Enter")
        await page.locator("[data-undo]").wait_for()
        await page.wait_for_load_state()
        assert (await texts(ticket))[-1] == "It is done."

        # a note has its three signs, and is never the requester's
        await page.keyboard.press("n")
        await page.keyboard.type("Between us")
        await expect(page.locator(".editor")).to_have_css("border-top-style", "dashed")
        await page.locator("[data-note] svg").first.wait_for()
        await page.locator(".note-label[data-note]").wait_for()
        await page.locator("button[data-reply]").first.wait_for(state="attached")
        await expect(page.locator("button[data-reply]").first).to_be_hidden()
        assert await who.faults() == []
        await who.shoot(f"composer.note.{language}")
        await keep(who, f"a14.{language}")
        await page.keyboard.press("Control+Enter")
        await page.locator(".note").wait_for()
        assert [
            text for text in who.complaints if "ERR_INTERNET_DISCONNECTED" not in text and "Failed to fetch" not in text
        ] == []
        # a page that hears of no change says so for as long as that lasts
        deaf = await who.context.new_page()
        await deaf.add_init_script(SOONER)
        async with deaf.expect_response("**/desk/live"):
            await deaf.goto(f"{base}/desk/tickets/{ticket.reference}")
        await deaf.route("**/desk/live", lambda route: route.abort())
        for hidden in (True, False):  # a page that was hidden connects anew
            await deaf.evaluate(HIDDEN, hidden)
        await expect(deaf.locator("#lost")).to_have_text(LOST[language])
        await deaf.unroute("**/desk/live")
        await expect(deaf.locator("#lost")).to_be_hidden()

        own = await Visitor.at(browser, language)
        await own.page.goto(f"{base}/t/{ticket.token}")
        assert "Between us" not in await own.source()


async def test_two_people_at_one_ticket_see_each_other_and_cross_once(schema, monkeypatch):
    monkeypatch.setattr(presence, "WRITING", timedelta(seconds=30))  # a busy machine is seen to write later
    sara, omar = await staff("sara@desk.test", "Sara Haddad"), await staff("omar@desk.test", "Omar Naji")
    long = "It bounces again.\n" * 50  # more than the window shows
    ticket = await an_assigned_ticket(sara, now=clock.now(), body=long)
    path = f"/desk/tickets/{ticket.reference}"
    async with at(schema) as base, chromium() as browser:
        one = await Visitor.at(browser, "en", viewport=DESK)
        two = await Visitor.at(browser, "ar", viewport=DESK)
        list_of = await Visitor.at(browser, "en", viewport=DESK)
        for who, address in ((one, "sara"), (two, "omar"), (list_of, "omar")):
            await sign_in(who, base, f"{address}@desk.test")
        await list_of.page.goto(f"{base}/desk/tickets?view=all")
        await one.page.goto(base + path)
        for who in (list_of, one):
            await expect(who.page.locator("#n-all")).to_have_text("1")
        await list_of.page.locator("[data-presence=looking]").wait_for(timeout=SOON)
        await two.page.goto(base + path)
        await one.page.locator("#presence [data-presence]", has_text="Omar Naji").wait_for(timeout=SOON)
        await one.page.locator("#f-body").press_sequentially("Dear custom", delay=20)
        await two.page.locator("#presence [data-writes]").wait_for(timeout=SOON)
        await list_of.page.locator("[data-presence=writing]").wait_for(timeout=SOON)
        assert await two.faults() == []
        await two.shoot("composer.presence.ar")
        await keep(two, "a11.ar")
        await keep(list_of, "a11-queue.en")

        # a new message arrives: draft, caret, focus and the thread's place stay
        await one.page.evaluate(SCROLL, 40)
        await one.page.evaluate("document.querySelector('#f-body').setSelectionRange(3, 6)")
        await post_answer(ticket.token, Entry("One more thing"), now=clock.now())
        await one.page.locator("#news", has_text="1 new message").wait_for()
        await one.page.locator(".msg", has_text="One more thing").wait_for()
        caret = (
            "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
        )
        assert await one.page.evaluate(caret) == ["f-body", 3, 6]
        assert await one.page.evaluate(SCROLLED) == 40
        assert await one.page.input_value("#f-body") == "Dear custom"
        assert await one.faults() == []
        await one.shoot("composer.news.en")
        await keep(one, "a12.en")

        # another ticket comes: the numbers beside the queues follow on both pages, and no page was loaded again
        await a_ticket(now=clock.now(), email="rami@customer.test")
        for who in (list_of, one):
            await expect(who.page.locator("#n-all")).to_have_text("2")
            await expect(who.page.locator("#n-unassigned")).to_have_text("1")
        await list_of.page.locator(".newer a").wait_for()
        await list_of.page.evaluate(HIDDEN, True)  # a page behind another hears nothing, and asks when it is back
        await a_ticket(now=clock.now(), email="nora@customer.test")
        await expect(one.page.locator("#n-all")).to_have_text("3")
        await list_of.page.evaluate(HIDDEN, False)
        await expect(list_of.page.locator("#n-all")).to_have_text("3")
        assert await one.page.input_value("#f-body") == "Dear custom"

        # Sara replies elsewhere; Omar, who took over from an older page, is asked once
        await post_reply(ticket.reference, Entry("From Sara"), agent=sara, now=clock.now())
        await two.page.locator(".msg--out", has_text="From Sara").wait_for()
        await two.page.locator("[data-take] button").click()
        await two.page.locator("#mode-reply").wait_for(state="attached")
        await two.page.wait_for_load_state()
        await two.page.fill("#f-body", "From Omar")
        await assign_ticket(ticket.reference, to=sara.id, taken_from=omar.id, by=sara, now=clock.now())
        await post_reply(ticket.reference, Entry("Sara again"), agent=sara, now=clock.now())
        await assign_ticket(ticket.reference, to=omar.id, taken_from=sara.id, by=omar, now=clock.now())
        await two.page.locator("#f-body").press("Control+Enter")
        await two.page.locator("#overtaken").wait_for()
        await expect(two.page.locator("#f-body")).to_have_value("From Omar")
        assert await two.faults() == []
        await two.shoot("composer.crossed.ar")
        await two.page.locator("#overtaken button").click()
        await two.page.locator(".msg--out", has_text="From Omar").wait_for()
        arrived = clock.now()
        await two.page.reload()  # its script has run

        async def looks_again() -> bool:
            return await Presence.exists().where(
                Presence.staff == omar.id, Presence.seen_until > arrived + presence.LOOKING
            )

        await until(looks_again)  # else what the page said on coming might be heard after what it says on going
        await two.page.close()
        await one.page.locator("#presence [data-presence]").wait_for(state="detached", timeout=SOON)
        assert one.complaints + two.complaints + list_of.complaints == []


async def test_keys_on_both_keyboards_in_queue_and_ticket(schema):
    await staff("sara@desk.test", "Sara Haddad")
    made = [await a_ticket(now=clock.now(), subject=f"Request {number}") for number in range(3)]
    async with at(schema) as base, chromium() as browser:
        for language in ("en", "ar"):
            who = await Visitor.at(browser, language, viewport=DESK)
            page = who.page
            await sign_in(who, base, "sara@desk.test")

            async def press(key: str, *, ctrl: bool = False, page=page, language=language) -> None:
                if language == "ar":
                    await arabic(page, key, ctrl=ctrl)
                else:
                    await page.keyboard.press(f"Control+{key}" if ctrl else key)

            await page.wait_for_load_state()
            for key, row in (("j", 0), ("j", 1), ("k", 0)):
                await press(key)
                assert await page.evaluate("[...document.querySelectorAll('[data-row]')].findIndex(r => r.contains(document.activeElement))") == row  # fmt: skip
            await press("x")
            assert await page.evaluate("[...document.querySelectorAll('[data-select]')].map(b => b.checked).indexOf(true)") == 0  # fmt: skip
            await press("s")
            await expect(page.locator("#to-status")).to_be_focused()
            await page.evaluate("document.activeElement.blur()")
            await press("j")
            await press("/")
            await expect(page.locator("#f-search")).to_be_focused()
            await page.evaluate("document.activeElement.blur()")
            await press("?")
            await page.locator("#keys[open]").wait_for()
            assert await who.faults() == []
            await who.shoot(f"composer.keys.{language}")
            await keep(who, f"a02.{language}")
            await page.keyboard.press("Escape")
            await page.locator("#keys[open]").wait_for(state="detached")
            await press("k", ctrl=True)
            await page.locator("#menu[open]").wait_for()
            assert await who.faults() == []
            await who.shoot(f"composer.menu.{language}")
            await page.keyboard.type("zzzz")
            await page.locator("[data-none]").wait_for()
            await page.keyboard.press("Escape")
            await page.locator("#menu[open]").wait_for(state="detached")
            await turns_true(page, "!document.querySelector('#menu').contains(document.activeElement)")
            await press("j")
            await page.keyboard.press("Enter")
            await page.wait_for_url("**/SR-*")
            await page.wait_for_load_state()
            await press(".")
            await press("n")
            await expect(page.locator("#f-body")).to_be_focused()
            await page.evaluate("document.activeElement.blur()")
            await press("a")
            await page.locator("#mode-reply").wait_for(state="attached")
            await page.wait_for_load_state()
            await press("s")
            await page.locator("[data-menu=status][open]").wait_for()
            await press("s")
            await page.locator("[data-menu=status]:not([open])").wait_for()
            await press("k", ctrl=True)
            await page.locator("#menu[open] [data-run=r]").wait_for()
            await page.locator("#menu [data-run='#']").wait_for(state="attached")
            await expect(page.locator("#menu [data-run='#']")).to_be_hidden()  # there are no macros here
            await expect(page.locator("#menu [data-run=z]")).to_be_visible()  # the assignment can be undone
            await page.locator("#menu [data-run=r]").click()
            await expect(page.locator("#f-body")).to_be_focused()
            assert who.complaints == []
            # switched off on the server: no letter does anything
            await page.goto(f"{base}/desk/account")
            await page.locator("form[action='/desk/account/keys'] button").click()
            await page.locator("form[action='/desk/account/keys'] input[value=on]").wait_for(state="attached")
            await keep(who, f"a03.{language}", at="form[action='/desk/account/keys']")
            await page.goto(f"{base}/desk/tickets/{made[0].reference}")
            for key in ("n", ".", "?", "/"):
                await press(key)
                assert await page.evaluate("document.activeElement === document.body")
            assert await page.locator("dialog[open]").count() == 0
            await page.goto(f"{base}/desk/account")
            await page.locator("form[action='/desk/account/keys'] button").click()
            await page.locator("form[action='/desk/account/keys'] input[value=off]").wait_for(state="attached")
            await page.wait_for_load_state()


async def test_without_script_drafts_macros_undo_and_an_end_of_sight(schema, slowly):
    sara = await staff("sara@desk.test", "Sara Haddad")
    mona = await staff("mona@desk.test", "Mona Aziz", Role.MANAGER)
    await save_macro(None, MACRO, manager=mona, now=clock.now())
    ticket = await an_assigned_ticket(sara, now=clock.now())
    async with at(schema) as base, chromium() as browser:
        who = await Visitor.at(browser, "en", java_script_enabled=False, viewport={"width": 320, "height": 700})
        page = who.page
        await sign_in(who, base, "sara@desk.test")
        await page.goto(f"{base}/desk/tickets/{ticket.reference}")
        box = await page.locator("main").bounding_box()
        assert box["x"] + box["width"] <= 320
        await page.fill("#f-body", "Hello.")
        await page.locator("noscript button[formaction$=draft], button[formaction$=draft]").first.click()
        written = page.locator("#f-body")
        await expect(written).to_have_value("Hello.")
        await page.locator("button[formaction$=macros]").click()
        await expect(written).to_have_value(f"Hello.\n\nThank you. We look into {ticket.reference}.")
        await page.locator("button[data-reply][formaction$=replies]").first.click()
        await page.locator("[data-undo] button").click()
        await expect(written).to_have_value(re.compile(r"^Hello\."))
        assert await Message.count() == 1
        await page.locator("button.seal").first.click()
        await page.locator(".reveal:popover-open button[type=submit]").click()
        await page.get_by_text(PHONE).wait_for()
        assert f"url=/desk/tickets/{ticket.reference}" in await page.content()  # it goes by itself
        await page.goto(f"{base}/desk/tickets/{ticket.reference}")
        assert PHONE not in await page.content()


async def test_managers_write_macros(schema):
    await staff("mona@desk.test", "Mona Aziz", Role.MANAGER)
    async with at(schema) as base, chromium() as browser:
        for language in ("en", "ar"):
            who = await Visitor.at(browser, language, viewport={"width": 320, "height": 700})
            page = who.page
            await sign_in(who, base, "mona@desk.test")
            await page.goto(f"{base}/manage/macros")
            assert await who.faults() == []
            await page.locator("main form button[type=submit]").first.click()
            await page.locator("#errors").wait_for()
            assert await who.faults() == []
            for name, text in MACRO.items():
                await page.fill(f"#f-{name}", text)
            await page.locator("main form button[type=submit]").first.click()
            await page.locator("main .card a").first.wait_for()
            assert await who.faults() == []
            await who.shoot(f"composer.macros.{language}")
            assert who.complaints == []
    assert await find_by_address("mona@desk.test")
