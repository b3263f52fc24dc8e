"""Signing in with a second factor, a new password by mail, the password once more, one's own page."""

import re
from datetime import datetime

import httpx
import pyotp
import pytest

from helpdesk import clock
from helpdesk.people.second_factor import is_on
from helpdesk.people.sessions import form_token
from helpdesk.people.staff import StaffMember, add_token
from helpdesk.people.tables import ApiToken, Role, SetupLink, Staff, StaffSession
from helpdesk.privacy.policy import policy
from helpdesk.web.limits import SignInBrakes
from notifications.tables import Outbound
from piccolo_conf import DB
from tests.builders import PASSWORD, a_member, send_all
from tests.helpdesk.people.test_second_factor import set_up
from tests.mailbox import Mailbox

NEW = "four words of rain"


def csrf(browser: httpx.AsyncClient) -> str:
    return form_token([cookie.value for cookie in browser.cookies.jar if cookie.name == "session"][-1])


async def sign_in(
    browser: httpx.AsyncClient, email: str = "sara@desk.test", password: str = PASSWORD
) -> httpx.Response:
    return await browser.post("/desk/sign-in", data={"email": email, "password": password})


async def give(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await browser.post(path, data={"csrf": csrf(browser), **fields})


@pytest.fixture
async def sara() -> StaffMember:
    return await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)


async def test_the_code_is_asked_after_the_password_and_opens_the_page_that_was_wanted(browser, sara):
    app, _ = await set_up(sara, clock.now())
    asked = await browser.get("/desk/tickets")
    assert asked.url.path == "/desk/sign-in"
    page = await browser.post(
        "/desk/sign-in", data={"email": "sara@desk.test", "password": PASSWORD, "next": "/desk/tickets"}
    )

    assert page.url.path == "/desk/sign-in/code"
    assert (await browser.get("/desk/tickets")).url.path == "/desk/sign-in"  # nothing is open yet
    wrong = await give(browser, "/desk/sign-in/code", code="000000")
    assert (wrong.status_code, "not right" in wrong.text) == (401, True)
    page = await give(browser, "/desk/sign-in/code", code=app.now(), next="/desk/tickets")
    assert page.url.path == "/desk/tickets"


async def test_a_code_that_was_used_in_one_browser_opens_no_other(browser, other_browser, sara):
    app, _ = await set_up(sara, clock.now())
    code = app.now()
    for who, status in ((browser, 200), (other_browser, 401)):
        await sign_in(who)
        assert (await give(who, "/desk/sign-in/code", code=code)).status_code == status


async def test_a_recovery_code_opens_once(browser, other_browser, sara):
    _, codes = await set_up(sara, clock.now())
    for who, status in ((browser, 200), (other_browser, 401)):
        await sign_in(who)
        assert (await give(who, "/desk/sign-in/code", code=codes[3])).status_code == status
    assert "9 recovery codes are left" in re.sub(r"</?bdi>", "", (await browser.get("/desk/account")).text)


async def test_who_needs_a_second_factor_is_led_to_it_and_gets_nothing_else(browser):
    policy.use(policy.read_policy())
    await a_member("otto@desk.test", name="Otto", role=Role.OFFICER, password=True)
    page = await sign_in(browser, "otto@desk.test")

    assert page.url.path == "/desk/second-factor"
    key = re.search(r'class="tok breakable">([A-Z2-7 ]+)<', page.text)
    assert key is not None
    for path in ("/privacy", "/desk/account", "/desk/account/password"):
        assert (await browser.get(path)).url.path == "/desk/sign-in"
    assert "<svg" in page.text
    assert " style=" not in page.text
    app = pyotp.TOTP(key[1].replace(" ", ""))
    assert (await give(browser, "/desk/second-factor", code="000000")).status_code == 401
    page = await give(browser, "/desk/second-factor", code=app.now())
    codes = re.findall(r'class="tok">([\dA-Z-]{14})<', page.text)
    assert len(set(codes)) == 10
    assert (await browser.get("/privacy")).url.path == "/privacy"
    assert "recovery codes are left" in re.sub(r"</?bdi>", "", (await browser.get("/desk/account")).text)
    assert codes[0] not in (await browser.get("/desk/account")).text  # they were shown once
    refused = await give(browser, "/desk/account/second-factor/removal")
    assert refused.status_code == 403


async def test_what_changes_how_one_comes_in_asks_for_the_password_once_more(browser, sara):
    await sign_in(browser)
    await StaffSession.update({StaffSession.proved_at: datetime(2026, 1, 1, tzinfo=clock.now().tzinfo)}, force=True)
    for path in ("/desk/account/password", "/desk/second-factor"):
        assert (await browser.get(path)).url.path == "/desk/confirm"
    page = await give(browser, "/desk/account/password", password=NEW, again=NEW)
    assert page.url.path == "/desk/confirm"
    before = csrf(browser)

    wrong = await give(browser, "/desk/confirm", password="not it", next="/desk/account/password")
    assert (wrong.status_code, "The password is not right" in wrong.text) == (401, True)
    page = await give(browser, "/desk/confirm", password=PASSWORD, next="/desk/account/password")
    assert page.url.path == "/desk/account/password"
    assert csrf(browser) != before  # a fresh token
    page = await give(browser, "/desk/account/password", password=NEW, again=NEW)
    assert page.url.path == "/desk/account"
    assert (await sign_in(browser, password=NEW)).status_code == 200


async def test_the_password_once_more_asks_for_a_code_too_where_there_is_a_second_factor(browser, sara):
    app, codes = await set_up(sara, clock.now())
    await sign_in(browser)
    await give(browser, "/desk/sign-in/code", code=app.now())

    page = await give(browser, "/desk/confirm", password=PASSWORD, code="")
    assert page.status_code == 401
    page = await give(browser, "/desk/confirm", password=PASSWORD, code=codes[0])
    assert page.status_code == 200


async def test_after_signing_in_one_goes_only_to_pages_of_ours_that_fit_the_role(browser, other_browser, sara):
    await a_member("mona@desk.test", name="Mona", role=Role.MANAGER, password=True)
    for wish in ("//evil.test", "https://evil.test", "/desk/../results", "/manage", "/desk\\evil"):
        page = await browser.post("/desk/sign-in", data={"email": "sara@desk.test", "password": PASSWORD, "next": wish})
        assert page.url.path == "/desk/tickets"
        browser.cookies.clear()
    wish = {"email": "mona@desk.test", "password": PASSWORD, "next": "/manage/people"}
    assert (await other_browser.post("/desk/sign-in", data=wish)).url.path == "/manage/people"


# ---------------------------------------------------------------- a new password


def link_in(mailbox: Mailbox, place: int = -1) -> str:
    found = re.search(r"http://desk\.test(/desk/reset/\S+)", mailbox.text_of(place))
    assert found is not None
    return found[1]


async def test_a_reset_link_works_once_and_looking_uses_nothing_up(browser, other_browser, mailbox, sara):
    app, _ = await set_up(sara, clock.now())
    await sign_in(other_browser)
    await give(other_browser, "/desk/sign-in/code", code=app.now())
    await browser.post("/desk/reset", data={"email": " Sara@Desk.test "})
    await send_all(mailbox.url, now=clock.now())
    link = link_in(mailbox)

    for _ in range(2):
        assert (await browser.get(link)).status_code == 200
        assert (await browser.head(link)).status_code == 200
    weak = await browser.post(link, data={"password": "sara sara sara", "again": "sara sara sara"})
    assert (weak.status_code, "part of your name" in weak.text) == (422, True)
    page = await browser.post(link, data={"password": NEW, "again": NEW})
    assert page.url.path == "/desk/sign-in"
    assert (await browser.post(link, data={"password": NEW, "again": NEW})).status_code == 404
    assert (await browser.get(link)).status_code == 404
    assert (await other_browser.get("/desk/tickets")).url.path == "/desk/sign-in"  # signed out
    assert (await sign_in(browser)).status_code == 401  # the old password
    assert (await sign_in(browser, password=NEW)).url.path == "/desk/sign-in/code"  # the second factor stays


async def test_a_reset_link_ends_after_a_quarter_of_an_hour_and_with_the_next_one(browser, mailbox, sara):
    await browser.post("/desk/reset", data={"email": "sara@desk.test"})
    await send_all(mailbox.url, now=clock.now())
    await browser.post("/desk/reset", data={"email": "sara@desk.test"})
    await send_all(mailbox.url, now=clock.now())
    first, second = link_in(mailbox, 0), link_in(mailbox, 1)

    assert ((await browser.get(first)).status_code, (await browser.get(second)).status_code) == (404, 200)
    life = await SetupLink.raw(
        "SELECT extract(epoch FROM expires_at - now())::int AS s FROM setup_link WHERE sort = 'reset'"
    )
    assert 14 * 60 < life[0]["s"] <= 15 * 60
    await SetupLink.update({SetupLink.expires_at: clock.now()}, force=True)
    assert (await browser.get(second)).status_code == 404


def outward(answer: httpx.Response) -> tuple[int, str, list[tuple[str, str]]]:
    """What a stranger sees of an answer, but for the page's nonce and the address they typed themselves."""
    text = re.sub(r'nonce="[^"]+"|value="[^"]*"', "", answer.text)
    told = sorted(
        (name, value)
        for name, value in answer.headers.items()
        if name not in ("content-security-policy", "content-length", "date")
    )
    return answer.status_code, text, told


async def test_a_reset_tells_a_stranger_nothing_of_who_works_here(browser, mailbox, sara):
    await a_member("gone@desk.test", name="Gone", role=Role.AGENT, password=True)
    await Staff.update({Staff.deactivated_at: clock.now()}).where(Staff.name == "Gone")
    answers, writes = [], []
    for email in ("sara@desk.test", "nobody@desk.test", "gone@desk.test"):
        before = await Outbound.count()
        answers.append(outward(await browser.post("/desk/reset", data={"email": email})))
        writes.append(await Outbound.count() - before)
    await send_all(mailbox.url, now=clock.now())

    assert answers[0] == answers[1] == answers[2]
    assert "set-cookie" not in dict(answers[0][2])
    assert writes == [1, 1, 1]  # the same work, so the same time
    assert [mail["To"] for mail in mailbox.mails] == ["sara@desk.test"]


async def test_a_wrong_sign_in_tells_a_stranger_nothing_of_who_works_here(browser, sara):
    await set_up(sara, clock.now())
    await a_member("new@desk.test", name="New", role=Role.AGENT)  # invited, without a password yet
    answers = [
        outward(await sign_in(browser, f"{name}@desk.test", "not the password")) for name in ("sara", "nobody", "new")
    ]

    assert answers[0] == answers[1] == answers[2]
    assert "set-cookie" not in dict(answers[0][2])


async def test_a_mailbox_gets_three_resets_an_hour_and_the_answer_does_not_tell(browser, in_one_moment, mailbox, sara):
    answers = [outward(await browser.post("/desk/reset", data={"email": "sara@desk.test"})) for _ in range(6)]
    await send_all(mailbox.url, now=clock.now())
    assert [answer == answers[0] for answer in answers] == [True] * 6
    assert await Outbound.count() == 3


async def test_nobody_asks_for_resets_without_end(browser, in_one_moment):
    statuses = [(await browser.post("/desk/reset", data={"email": f"a{n}@desk.test"})).status_code for n in range(11)]
    assert statuses == [200] * 10 + [429]


# ---------------------------------------------------------------- brakes


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def wait_of(brakes: SignInBrakes, client: str, address: str) -> float:
    from helpdesk.errors import TooMany

    try:
        brakes.check(client, address)
    except TooMany as error:
        return float(error.args[0])
    return 0.0


def test_the_wait_of_a_browser_doubles_and_is_for_its_address_only(schema):
    hands = Hands()
    brakes = SignInBrakes(clock=hands)
    waits = []
    for _ in range(9):
        brakes.failed("browser", "sara@desk.test")
        waits.append(wait_of(brakes, "browser", "sara@desk.test"))
        hands.now += waits[-1]

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert wait_of(brakes, "another", "sara@desk.test") == 0
    assert wait_of(brakes, "browser", "omar@desk.test") == 0


def test_a_browser_that_tries_many_addresses_waits(schema):
    hands = Hands()
    brakes = SignInBrakes(clock=hands)
    for number in range(22):
        brakes.failed("browser", f"a{number}@desk.test")
    assert wait_of(brakes, "browser", "never-tried@desk.test") == 4
    assert wait_of(brakes, "another", "never-tried@desk.test") == 0


def test_an_address_that_is_tried_from_everywhere_is_answered_late_and_never_refused(schema):
    hands = Hands()
    brakes = SignInBrakes(clock=hands)
    for number in range(60):
        brakes.failed(f"browser {number}", "sara@desk.test")
    assert brakes.check("her own browser", "sara@desk.test") == 8
    assert brakes.check("her own browser", "omar@desk.test") == 0
    hands.now += 3601
    brakes.failed("browser", "sara@desk.test")
    assert brakes.check("her own browser", "sara@desk.test") == 0  # forgotten after an hour


# ---------------------------------------------------------------- one's own page


async def test_name_language_and_digits_are_changed_and_arabic_pages_follow(browser, sara):
    await sign_in(browser)
    page = await give(browser, "/desk/account", name="  Sara   H. ", locale="ar", digits="arab")

    assert 'lang="ar"' in page.text
    assert "Sara H." in page.text
    today = clock.now()
    assert str(today.year).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) in page.text
    english = (await browser.get("/desk/account?lang=en")).text
    assert str(today.year) in english
    wrong = await give(browser, "/desk/account", name="", locale="en", digits="latn")
    assert wrong.status_code == 422


async def test_sessions_are_listed_and_ended_one_by_one_and_all_others_at_once(browser, other_browser, sara):
    await sign_in(browser)
    await sign_in(other_browser)
    page = await browser.get("/desk/account")
    assert (page.text.count("Signed in"), page.text.count("This browser")) == (2, 1)
    other = re.search(r"/desk/account/sessions/([\w-]{36})/end", page.text)
    assert other is not None

    await give(browser, f"/desk/account/sessions/{other[1]}/end")
    assert (await other_browser.get("/desk/tickets")).url.path == "/desk/sign-in"
    await sign_in(other_browser)
    await give(browser, "/desk/account/sessions/end")
    assert (await other_browser.get("/desk/tickets")).url.path == "/desk/sign-in"
    assert (await browser.get("/desk/tickets")).url.path == "/desk/tickets"


async def test_nobody_sees_or_ends_a_colleague_s_session(browser, other_browser, sara):
    await a_member("omar@desk.test", name="Omar", role=Role.AGENT, password=True)
    await sign_in(browser)
    await sign_in(other_browser, "omar@desk.test")
    sessions = await StaffSession.select(StaffSession.id).where(StaffSession.staff == sara.id)
    page = await other_browser.get("/desk/account")
    assert (page.text.count("Signed in"), f"{sessions[0]['id']}" in page.text, len(sessions)) == (1, False, 1)
    await give(other_browser, f"/desk/account/sessions/{sessions[0]['id']}/end")
    await give(other_browser, "/desk/account/sessions/end")
    assert (await browser.get("/desk/tickets")).url.path == "/desk/tickets"


async def test_tokens_are_listed_and_ended_by_their_owner_only(browser, other_browser, sara):
    await a_member("omar@desk.test", name="Omar", role=Role.AGENT, password=True)
    token = await add_token("sara@desk.test", name="our <script>", now=clock.now())
    row = await ApiToken.select(ApiToken.id).first()
    assert row is not None
    await sign_in(other_browser, "omar@desk.test")
    await give(other_browser, f"/desk/account/tokens/{row['id']}/revocation")
    headers = {"authorization": f"Bearer {token}"}
    assert (await browser.get("/api/v1/tickets", headers=headers)).status_code == 200

    await sign_in(browser)
    page = await browser.get("/desk/account")
    assert "our &lt;script&gt;" in page.text
    await give(browser, f"/desk/account/tokens/{row['id']}/revocation")
    assert (await browser.get("/api/v1/tickets", headers=headers)).status_code == 401


async def test_a_form_of_the_account_without_its_token_does_nothing(browser, sara):
    app, _ = await set_up(sara, clock.now())
    await sign_in(browser)
    assert (await browser.post("/desk/sign-in/code", data={"code": app.now(), "csrf": "0"})).status_code == 403
    await give(browser, "/desk/sign-in/code", code=app.now())
    for path in ("/desk/account/second-factor/removal", "/desk/account/recovery-codes", "/desk/account/sessions/end"):
        assert (await browser.post(path, data={"csrf": "0" * 64})).status_code == 403
    assert await is_on(sara.id)
    assert DB.fallback.kind == "owner"
