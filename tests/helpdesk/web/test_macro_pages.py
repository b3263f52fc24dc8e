"""Macros on pages: what one does is shown before it is sent, is left out or sent, and is chosen by managers."""

import re

import pytest

from helpdesk import clock
from helpdesk.people.tables import Role
from helpdesk.tickets import doors
from helpdesk.tickets.effects import Effects
from helpdesk.tickets.macros import save_macro
from helpdesk.tickets.tags import list_tag
from tests.builders import an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_what_a_macro_does_is_shown_before_it_is_sent_and_can_be_left_out(browser, manager, language):
    agent = await signed_in(browser, team="support")
    ticket = await an_assigned_ticket(agent, now=clock.now())
    tag = await list_tag("payout", by=manager, now=clock.now())
    texts = {"name_en": "Soon", "name_ar": "قريبًا", "body_en": "By {{ due }}", "body_ar": "قبل {{ due }}"}
    effects = Effects("pending", 3, priority="high", tags=(tag,))
    macro = await save_macro(None, texts, effects, manager=manager, now=clock.now())
    place = f"/desk/tickets/{ticket.reference}"
    listed = await browser.get(f"{place}/macros", params={"lang": language})
    opened = await browser.get(place, params={"lang": language})
    assert 'name="effects"' not in opened.text
    inserted = await browser.post(
        f"{place}/macros", data={"csrf": csrf_of(opened), "mode": "reply", "body": "", "macro": str(macro)}
    )
    codes = re.findall(r'name="effects" value="([^"]+)" checked', inserted.text)
    assert codes == re.findall(r'name="effects" value="([^"]+)" checked', listed.text) == [
        "status:pending:3", "priority:high", f"tag:{tag}",
    ]  # fmt: skip
    assert {"en": "Waits 3 days", "ar": "تنتظر 3 أيام"}[language] in inserted.text.translate(
        {0x2068: None, 0x2069: None}
    )
    sent = {"csrf": csrf_of(opened), "mode": "reply", "body": "Soon", "hold": "yes"}
    failed = await browser.post(f"{place}/replies", data={**sent, "effects": [codes[0], "team:nowhere"]})
    assert (failed.status_code, "Soon" in failed.text, codes[0] in failed.text) == (422, True, True)
    done = await browser.post(f"{place}/replies", data={**sent, "effects": codes[:2]})
    assert done.status_code == 200
    row = await doors.ticket_of_link(ticket.token)
    assert (row.status, row.priority, row.tags) == ("pending", "high", [])  # the tag was left out


async def test_managers_tick_what_a_macro_does_and_find_it_ticked_again(browser, manager):
    await signed_in(browser, "mona2@desk.test", Role.MANAGER)
    tag = await list_tag("payout", by=manager, now=clock.now())
    csrf = csrf_of(await browser.get("/manage/macros"))
    typed = {
        "csrf": csrf, "name_en": "Soon", "name_ar": "قريبًا", "body_en": "Hello", "body_ar": "أهلًا",
        "status": "pending", "wake_days": "", "priority": "urgent", "team": "billing", "tags": [str(tag)],
    }  # fmt: skip
    wrong = await browser.post("/manage/macros", data=typed)
    assert (wrong.status_code, 'href="#f-wake_days"' in wrong.text) == (422, True)
    saved = await browser.post("/manage/macros", data={**typed, "wake_days": "5"})
    found = await browser.get(re.search(r"/manage/macros/[0-9a-f-]{36}", saved.text)[0])
    for part in ('value="pending" selected', 'value="urgent" selected', 'value="billing" selected', 'value="5"'):
        assert part in found.text, part
    assert f'value="{tag}" checked' in found.text
