"""Files through forms: by plain multipart, without their names, and out again as downloads that nothing runs in."""

import io
import re
from datetime import timedelta

import msgspec
import pytest
from PIL import Image

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Attachments
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Message, Ticket
from helpdesk.tickets.write import Entry, post_note, post_reply
from notifications.tables import Outbound
from tests.authorisation.world import requester_session
from tests.builders import PASSWORD, a_bearer, a_ticket, an_assigned_ticket
from tests.files import CANARY, a_pdf, a_photo
from tests.helpdesk.tickets.test_attach import a_clean

NAME = f"{CANARY} passport of Tessa.jpg"
TYPED = {
    "email": "tessa@customer.test",
    "domain": "visitor.test",
    "subject": "Mail bounces",
    "body": "The page shows Glimmer.",
    "terms_version": "1",
    "accept_terms": "yes",
}


def upload(*contents: bytes, name: str = NAME) -> list[tuple[str, tuple[str, bytes, str]]]:
    """Files as a browser sends them, with a name and a type that may lie."""
    return [("files", (name, content, "text/html")) for content in contents]


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page)[1]


async def signed_in(browser) -> dict[str, str]:
    page = await browser.post("/desk/sign-in", data={"email": "sara@desk.test", "password": PASSWORD})
    return {"csrf": csrf_of(page.text)}


@pytest.fixture
async def sara():
    from helpdesk.people.tables import Role
    from tests.builders import a_member

    return await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)


async def test_a_new_request_takes_files_in_its_last_step_and_its_page_lists_them_without_names(browser):
    review = await browser.post("/new/technical", data={**TYPED, "action": "check"})
    assert ('type="file"' in review.text, 'enctype="multipart/form-data"' in review.text) == (True, True)
    assert "Up to 5 files" in re.sub("<.*?>", "", review.text)

    sent = await browser.post("/new/technical", data={**TYPED, "action": "send"}, files=upload(a_photo(), b"log 402"))
    assert sent.status_code == 201, sent.text
    link = re.search(r'href="[^"]+(/t/[^"]+)"', sent.text)[1]
    page = re.sub("[\u2068\u2069]", "", (await browser.get(link)).text)

    assert re.findall(r"File \d · \w+ · [\d.]+ \w+", page) == ["File 1 · JPEG · 1 KB", "File 2 · Text · 1 KB"]
    assert "Location and camera details were removed." in page
    assert (CANARY in page, "passport" in page) == (False, False)
    assert re.findall(r'href="(/t/[^"]+/files/\d)" download', page) == [f"{link}/files/2"]
    reference = re.search(r"SR-\w{4}-\w{4}", page)[0]
    assert f'<a class="small" href="/me/requests/{reference}">Sign in to open it</a>' in page
    assert "File 1: <b>" in page  # among what nobody ever opened
    assert (await browser.get(f"{link}/files/1")).status_code == 403
    text = await browser.get(f"{link}/files/2")
    assert (text.status_code, text.content) == (200, b"log 402")


async def test_a_bad_file_loses_no_word(browser, sara):
    page = await browser.post("/new/technical", data={**TYPED, "action": "send"}, files=upload(b"fine", b"<svg/>"))
    said = re.sub("[\u2068\u2069]", "", page.text)
    assert (page.status_code, await Ticket.count()) == (422, 0)
    assert "File 2 was not accepted. We take images" in said
    assert ("Please choose your files again" in said, "The page shows Glimmer." in said) == (True, True)

    ticket = await an_assigned_ticket(sara, now=clock.now())
    page = await browser.post(f"/t/{ticket.token}/replies", data={"body": "My words"}, files=upload(b"MZ\x90\0"))
    assert (page.status_code, "My words" in page.text, "was not accepted" in page.text) == (422, True, True)
    csrf = await signed_in(browser)
    for act in ("replies", "notes"):
        place = f"/desk/tickets/{ticket.reference}/{act}"
        page = await browser.post(place, data={"body": "Our words", **csrf}, files=upload(a_pdf(password="x")))
        assert (page.status_code, "Our words</textarea>" in page.text) == (422, True)
        assert "protected by a password" in page.text
    assert await Message.count() == 1


async def test_too_many_and_too_large_files_are_said_and_the_words_stay(browser):
    rules = Attachments(per_message=1, megabytes=1)
    policy.use(msgspec.structs.replace(policy.in_use(), attachments=rules))
    ticket = await a_ticket()
    place = f"/t/{ticket.token}/replies"
    many = await browser.post(place, data={"body": "My words"}, files=upload(b"a", b"b"))
    large = await browser.post(place, data={"body": "My words"}, files=upload(b"x" * 3_000_000))
    found = [(page.status_code, "My words" in page.text) for page in (many, large)]
    assert found == [(422, True), (422, True)]
    assert "Only one file goes with a message." in many.text
    assert "is larger than" in large.text
    assert (await browser.post(place, data={"body": "My words"}, files=upload(b"a"))).status_code == 200


async def test_an_empty_field_is_no_file_and_files_under_other_names_are_refused(browser):
    ticket = await a_ticket()
    place = f"/t/{ticket.token}/replies"
    page = await browser.post(
        place, data={"body": "My words"}, files=[("files", ("", b"", "application/octet-stream"))]
    )
    assert (page.status_code, "File 1" in page.text) == (200, False)
    for name in ("body", "photo"):
        page = await browser.post(place, data={"form_key": ""}, files=[(name, ("x.txt", b"words", "text/plain"))])
        assert (name, page.status_code) == (name, 422)
    page = await browser.post(f"/t/{ticket.token}/closure", files=upload(b"words"))
    assert page.status_code == 422


async def test_words_are_limited_beside_files_too(browser):
    ticket = await a_ticket()
    page = await browser.post(f"/t/{ticket.token}/replies", data={"body": "x" * 700_000}, files=upload(b"a"))
    assert page.status_code == 413


async def test_an_agent_attaches_to_a_reply_and_the_customer_gets_it_through_the_link(browser, sara):
    ticket = await an_assigned_ticket(sara, now=clock.now())
    csrf = await signed_in(browser)
    place = f"/desk/tickets/{ticket.reference}"
    page = await browser.post(f"{place}/replies", data={"body": "See this", **csrf}, files=upload(a_pdf()))
    assert page.status_code == 200, page.text
    assert "Hidden details about the file were removed." in page.text
    browser.cookies.clear()

    shown = await browser.get(f"/t/{ticket.token}")
    assert re.findall(r'href="(/t/[^"]+/files/\d)" download', shown.text) == [f"/t/{ticket.token}/files/1"]
    file = await browser.get(f"/t/{ticket.token}/files/1")
    assert file.content.startswith(b"%PDF-")
    assert {name: file.headers[name] for name in HEADERS} == {
        **HEADERS, "content-disposition": f'attachment; filename="{ticket.reference}-1.pdf"'
    }  # fmt: skip


HEADERS = {
    "content-disposition": "",
    "content-type": "application/pdf",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


async def test_an_agent_opens_a_sealed_file_by_its_chip_and_downloads_it_while_it_is_open(browser, sara):
    ticket = await an_assigned_ticket(sara, now=clock.now(), files=await a_clean(a_photo()))
    csrf = await signed_in(browser)
    place = f"/desk/tickets/{ticket.reference}"
    page = await browser.get(place)
    assert ('popovertarget="reveal-file-1"' in page.text, "files/1" in page.text) == (True, False)
    assert (await browser.get(f"{place}/files/1")).status_code == 403

    form = {"placeholder": "file 1", "purpose": "work", "reason": "", "seconds": "60", **csrf}
    page = await browser.post(f"{place}/disclosures", data=form)
    assert f'href="{place}/files/1" download' in page.text
    file = await browser.get(f"{place}/files/1")
    assert Image.open(io.BytesIO(file.content)).format == "JPEG"
    assert (await browser.head(f"{place}/files/1")).status_code == 200
    looks = await Outbound.raw("SELECT name FROM disclosure WHERE kind = 'file'")
    assert [look["name"] for look in looks] == ["file 1"]
    again = await browser.get(place)
    assert "files/1" not in again.text  # a page that is loaded again shows nothing, as with every detail


async def test_a_customer_opens_their_own_file_right_after_signing_in_and_is_asked_to_later(browser):
    ticket = await a_ticket(now=clock.now(), files=await a_clean(a_photo()))
    place = f"/me/requests/{ticket.reference}/files/1"
    browser.cookies.set("me", await requester_session(ticket.token, now=clock.now() - timedelta(minutes=16)))
    asked = await browser.get(place, follow_redirects=False)
    assert asked.headers["location"] == f"/me/sign-in?next={place}&again=1"
    browser.cookies.set("me", await requester_session(ticket.token, now=clock.now()))
    assert place in (await browser.get(f"/me/requests/{ticket.reference}")).text
    file = await browser.get(place)
    assert (file.status_code, CANARY.encode() in file.content) == (200, False)
    other = await a_ticket(now=clock.now(), email="other@customer.test")
    browser.cookies.set("me", await requester_session(other.token, now=clock.now()))
    assert (await browser.get(place)).status_code == 404


async def test_the_api_lists_files_and_gives_them_but_never_a_key(browser, sara):
    ticket = await an_assigned_ticket(sara, now=clock.now(), files=await a_clean(a_photo(), b"plain words"))
    bearer = await a_bearer("sara@desk.test")
    place = f"/api/v1/tickets/{ticket.reference}"
    listed = (await browser.get(place, headers=bearer)).json()["messages"][0]["attachments"]
    assert [(file["number"], file["type"], file["state"], file["placeholder"]) for file in listed] == [
        (1, "image/jpeg", "sealed", "⟦file 1⟧"),
        (2, "text/plain; charset=utf-8", "readable", None),
    ]
    assert (await browser.get(listed[1]["url"], headers=bearer)).content == b"plain words"
    assert (await browser.get(listed[0]["url"], headers=bearer)).status_code == 403
    ask = {"placeholder": "⟦file 1⟧", "purpose": "work", "reason": ""}
    opened = await browser.post(f"{place}/disclosures", json=ask, headers=bearer)
    assert (opened.status_code, opened.json()["value"]) == (201, "")
    assert (await browser.get(listed[0]["url"], headers=bearer)).headers["content-type"] == "image/jpeg"
    details = (await browser.get(place, headers=bearer)).json()["details"]
    assert [one["value"] for one in details if one["kind"] == "file"] == [""]


async def test_a_form_without_files_says_nothing_of_them_when_the_policy_takes_none(browser):
    policy.use(msgspec.structs.replace(policy.in_use(), attachments=Attachments(per_message=0)))
    ticket = await a_ticket()
    review = await browser.post("/new/technical", data={**TYPED, "action": "check"})
    page = await browser.get(f"/t/{ticket.token}")
    assert ('type="file"' in review.text, 'type="file"' in page.text) == (False, False)


async def test_arabic_says_the_same(browser, sara):
    ticket = await an_assigned_ticket(sara, now=clock.now(), files=await a_clean(a_photo()))
    await post_note(ticket.reference, Entry("note", files=await a_clean(b"words")), agent=sara, now=clock.now())
    await post_reply(ticket.reference, Entry("reply", files=await a_clean(a_pdf())), agent=sara, now=clock.now())
    await reveal(ticket.reference, "file 1", purpose="work", agent=sara, now=clock.now())
    page = re.sub("[\u2068\u2069]", "", (await browser.get(f"/t/{ticket.token}", params={"lang": "ar"})).text)
    assert re.findall(r"ملف \d · \S+ · \S+ \S+?<", page) == ["ملف 1 · JPEG · 1 كيلوبايت<", "ملف 3 · PDF · 1 كيلوبايت<"]
    assert "أُزيل منه الموقع وبيانات الكاميرا." in page
    assert "اطّلع" in page
