"""Every door that takes something from outside: each puts canaries of its own in, and remembers where each may be seen."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp

from tests.canaries.desk import Desk
from tests.canaries.people import PASSWORD, address
from tests.canaries.values import FOUND, MANY, PLAIN, plain

READERS = ("team", "assignee", "outside", "requester")
AGENTS = READERS[:3]
TYPIST = "typist"  # the answer to whoever just sent it, kept for nobody else
NONE: tuple[str, ...] = ()


@dataclass(slots=True)
class Sweep:
    """What was put in where, where it may be seen, and every answer that came back, by who got it."""

    desk: Desk
    values: dict[str, str] = field(default_factory=dict)  # "door: name" -> value
    may: dict[str, frozenset[str]] = field(default_factory=dict)
    answers: dict[str, list[bytes]] = field(default_factory=dict)
    browsers: dict[str, httpx.AsyncClient] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def plant(self, door: str, name: str, value: str, may: tuple[str, ...] = (TYPIST,)) -> str:
        self.values[f"{door}: {name}"] = value
        self.may[f"{door}: {name}"] = frozenset(may)
        return value

    def word(self, door: str, name: str = "word", may: tuple[str, ...] = (TYPIST,)) -> str:
        return self.plant(door, name, plain(f"{door} {name}"), may)

    async def send(self, who: str, method: str, path: str, *, got_by: str = TYPIST, **more: Any) -> httpx.Response:
        async with self.browsers[who].stream(method, path, **more) as response:
            content = await _read(response)
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.multi_items())
        every_byte = f"{response.status_code}\n{headers}\n".encode() + content
        self.answers.setdefault(got_by, []).append(every_byte)  # the echo of what was asked for is the asker's own
        return response


async def _read(response: httpx.Response) -> bytes:
    """Read the body; of a stream of events, which has no end, what comes in two seconds."""
    if not response.headers.get("content-type", "").startswith("text/event-stream"):
        return await response.aread()
    pieces: list[bytes] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(2):
            async for piece in response.aiter_raw():
                pieces.append(piece)
    return b"".join(pieces)


async def open_browsers(sweep: Sweep) -> None:
    """Sign everybody in by a browser of their own."""
    for role in ("nobody", "requester", "other requester", *sweep.desk.tokens):
        sweep.browsers[role] = httpx.AsyncClient(base_url=sweep.desk.url, timeout=60)
    for role in sweep.desk.tokens:
        form = {"email": address(role), "password": PASSWORD}
        inside = await sweep.browsers[role].post("/desk/sign-in", data=form)
        if inside.headers["location"] == "/desk/second-factor":
            await _set_up_factor(sweep.browsers[role])
        sweep.browsers[role].headers["x-csrf"] = await _csrf(sweep, role)


async def _set_up_factor(browser: httpx.AsyncClient) -> None:
    """Do as somebody whose role needs a second factor: type the key into an app and its code into the page."""
    page = (await browser.get("/desk/second-factor")).text
    key = re.search(r'class="tok breakable">([A-Z2-7 ]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    csrf = re.search(r'name="csrf" value="(\w+)"', page)[1]  # type: ignore[index]
    await browser.post("/desk/second-factor", data={"csrf": csrf, "code": pyotp.TOTP(key).now()})


async def close_browsers(sweep: Sweep) -> None:
    for browser in sweep.browsers.values():
        await browser.aclose()


async def _csrf(sweep: Sweep, role: str) -> str:
    page = await sweep.browsers[role].get("/desk/account")
    return re.search(r'name="csrf" value="(\w+)"', page.text)[1]  # type: ignore[index]


def bearer(sweep: Sweep, role: str) -> dict[str, str]:
    return {"authorization": f"Bearer {sweep.desk.tokens[role]}"}


async def do(sweep: Sweep, role: str, ticket: str, act: str, **fields: str) -> httpx.Response:
    """Send one of the desk's forms about a ticket."""
    csrf = sweep.browsers[role].headers["x-csrf"]
    path = f"/desk/tickets/{sweep.references[ticket]}/{act}"
    return await sweep.send(role, "POST", path, data={"csrf": csrf, **fields})


AGREED = {"terms_version": "1", "accept_terms": "yes", "action": "send"}


async def portal(sweep: Sweep) -> None:
    """The form: found and unfindable values in the text, words in every field, choices, a preview, mistakes."""
    door = "form"
    found = [canary for canary in FOUND + MANY if sweep.plant("text", canary.label, canary.value)]
    words = [sweep.plant("text", name, value, (TYPIST, *READERS)) for name, value in PLAIN.items()]
    form = {
        **AGREED,
        "email": sweep.plant(door, "e-mail", "tremolo.kestrel@customer-of-canaries.test", (TYPIST, "assignee", "mail")),
        "domain": sweep.plant(door, "domain", "shop-of-canaries.test", (TYPIST, "assignee")),
        "subject": sweep.word(door, "subject", (TYPIST, *READERS)),
        "body": "\n".join([*words, *(canary.written for canary in found)]),
    }
    await sweep.send("requester", "POST", "/new/technical", data={**form, "action": "check"})
    await _opened(sweep, "first", await sweep.send("requester", "POST", "/new/technical", data=form))
    billing = {
        **AGREED,
        "email": sweep.plant(door, "other e-mail", "sigil.kestrel@other-of-canaries.test", (TYPIST, "mail")),
        "invoice": sweep.word(door, "invoice"),
        "subject": "Invoice",
        "body": f"{sweep.word(door, 'public', (TYPIST, *AGENTS, 'other requester'))} and {sweep.word(door, 'hidden')}",
        "hide": sweep.values["form: hidden"],
        "show": sweep.values["form: public"],
        "form_key": sweep.word(door, "form key"),
    }
    await _opened(sweep, "second", await sweep.send("other requester", "POST", "/new/billing", data=billing))
    wrong = {"subject": "x", "body": sweep.word("form mistake", "body"), "email": sweep.word("form mistake", "e-mail")}
    await sweep.send("nobody", "POST", "/new/technical", data={**wrong, sweep.word("form mistake", "field"): "1"})
    await sweep.send("nobody", "POST", "/new/technical", data={**wrong, "domain": sweep.word("form mistake", "domain")})
    await sweep.send("nobody", "POST", "/new/technical", data={**AGREED, **wrong, "terms_version": "0"})
    huge = sweep.word("form mistake", "huge") + "x" * 700_000
    await sweep.send("nobody", "POST", "/new/technical", data={**wrong, "body": huge})
    file = {"body": (sweep.word("form mistake", "file name"), sweep.word("form mistake", "file").encode() * 9)}
    await sweep.send("nobody", "POST", "/new/technical", data={"subject": "x"}, files=file)
    words_of = {"subject": sweep.word("preview", "subject"), "body": f"My password is {plain('preview')}"}
    sweep.plant("preview", "password", plain("preview"))
    await sweep.send("nobody", "POST", "/preview", data=words_of)


async def _opened(sweep: Sweep, ticket: str, page: httpx.Response) -> None:
    assert page.status_code == 201, page.text[:2000]
    sweep.references[ticket] = re.search(r"SR-\w{4}-\w{4}", page.text)[0]  # type: ignore[index]
    sweep.links[ticket] = re.search(r'href="http[^"]+(/t/[^"]+)"', page.text)[1]  # type: ignore[index]


async def api(sweep: Sweep) -> None:
    """The API: a ticket, and everything that it refuses."""
    door = "api"
    ticket = {
        "category": "account",
        "email": sweep.plant(door, "e-mail", "cobalt.kestrel@api-of-canaries.test", (TYPIST, "mail")),
        "name": sweep.plant(door, "name", "Quintessa Cobalt-Kestrel"),
        "subject": sweep.word(door, "subject", (TYPIST, *AGENTS)),
        "body": f"Call {sweep.plant(door, 'phone', '+44 131 496 0877')}, password: {sweep.word(door, 'password')}",
        "locale": "en",
        "terms_version": "1",
        "fields": {},
        "hidden": [sweep.word(door, "hidden")],
    }
    once = {"idempotency-key": sweep.word(door, "idempotency key")}
    made = await sweep.send("nobody", "POST", "/api/v1/tickets", json=ticket, headers=once)
    assert made.status_code == 201, made.text
    sweep.references["third"] = made.json()["reference"]
    door = "api mistake"
    torn = b'{"email": "' + sweep.word(door, "torn json").encode()
    await sweep.send("nobody", "POST", "/api/v1/tickets", content=torn)
    for name in ("category", "locale", "terms_version", "email"):
        await sweep.send("nobody", "POST", "/api/v1/tickets", json={**ticket, name: sweep.word(door, name)})
    await sweep.send("nobody", "POST", "/api/v1/tickets", json={**ticket, sweep.word(door, "key"): 1})
    await sweep.send("nobody", "POST", "/api/v1/tickets", json={**ticket, "fields": {sweep.word(door, "field"): "x"}})
    await sweep.send("nobody", "POST", "/api/v1/tickets", json={**ticket, "subject": [sweep.word(door, "list")]})
    wrong = {"authorization": f"Bearer {sweep.word(door, 'bearer')}"}
    await sweep.send("nobody", "GET", "/api/v1/tickets", headers=wrong)
    await sweep.send("nobody", "GET", f"/api/v1/tickets/{sweep.references['first']}/ledger", headers=wrong)
    mine, place = bearer(sweep, "assignee"), f"/api/v1/tickets/{sweep.references['third']}"
    for name in ("view", "cursor", "limit"):
        await sweep.send("nobody", "GET", "/api/v1/tickets", params={name: sweep.word(door, name)}, headers=mine)
    await sweep.send("nobody", "POST", f"{place}/assignment", json={"agent": sweep.word(door, "agent")}, headers=mine)
    for act, name in (("closure", "reason"), ("merger", "into"), ("notes", "text"), ("disclosures", "placeholder")):
        await sweep.send("nobody", "POST", f"{place}/{act}", json={name: sweep.word(door, name)}, headers=mine)


async def work(sweep: Sweep) -> None:
    """The desk: reply, note, the requester's answer, an opened detail with a reason, search, mistakes, closing."""
    readers = (TYPIST, *READERS)
    await do(sweep, "assignee", "first", "assignment", agent="me")
    await do(sweep, "assignee", "first", "replies", body=sweep.word("reply", may=readers))
    await do(sweep, "outside", "first", "notes", body=sweep.word("note", may=(TYPIST, *AGENTS)))
    secret = sweep.plant("reply", "password", "Reply#Canary5521")
    await do(sweep, "assignee", "first", "replies", body=f"Your new password is {secret}")
    answer = {"body": sweep.word("requester", may=readers)}
    await sweep.send("requester", "POST", f"{sweep.links['first']}/replies", data=answer)
    opened = "text: phone"  # one that is opened: its assignee sees it, nobody else
    sweep.may[opened] |= {"assignee"}
    reason = sweep.word("reason", may=(*readers, "officer"))
    page = await do(sweep, "assignee", "first", "disclosures", placeholder="phone 1", purpose="other", reason=reason)
    assert page.status_code == 303, page.status_code
    long_reason = sweep.word("desk mistake", "reason") * 20
    await do(sweep, "assignee", "first", "disclosures", placeholder="phone 2", purpose="other", reason=long_reason)
    await do(sweep, "assignee", "first", "disclosures", placeholder=sweep.word("desk mistake", "placeholder"))
    await do(sweep, "team", "first", "replies", body=sweep.word("desk mistake", "reply"))
    await do(sweep, "assignee", "first", "merger", into=sweep.word("desk mistake", "into"))
    await do(sweep, "assignee", "first", "closure", reason=sweep.word("desk mistake", "closure"))
    await do(sweep, "assignee", "first", "assignment", agent=sweep.word("desk mistake", "agent"))
    await sweep.send(
        "nobody",
        "POST",
        f"/desk/tickets/{sweep.references['first']}/replies",
        data={"body": sweep.word("desk mistake", "signed out"), "csrf": "x"},
    )
    csrf = sweep.browsers["team"].headers["x-csrf"]
    for name, question in {
        "words": sweep.word("search", "words"),
        "e-mail": sweep.plant("search", "e-mail", "searched.kestrel@nobody-of-canaries.test"),
        "domain": sweep.plant("search", "domain", "searched-kestrel-canaries.test"),
        "name": sweep.plant("search", "name", "Quennell Searched-Kestrel"),
    }.items():
        await sweep.send("team", "POST", "/desk/search", data={"q": question, "csrf": csrf}, headers={"x-door": name})
        await sweep.send("nobody", "POST", "/api/v1/search", json={"q": question}, headers=bearer(sweep, "team"))
    await sweep.send(
        "nobody", "POST", "/api/v1/search", json={"q": sweep.values["form: e-mail"]}, headers=bearer(sweep, "outside")
    )


async def second_persons(sweep: Sweep) -> None:
    """What agents ask a second person, what officers write about a look, the reason for breaking the glass."""
    everybody = (TYPIST, *READERS, "officer", "manager", "admin")
    asked = {"purpose": "other", "reason": sweep.word("question", may=everybody)}
    page = await do(sweep, "assignee", "first", "requests", placeholder="card 1", **asked)
    assert page.status_code == 303, page.text
    csrf = sweep.browsers["officer"].headers["x-csrf"]
    shown = await sweep.browsers["officer"].get("/privacy/disclosures")
    look = re.search(r'action="(/privacy/disclosures/[0-9a-f-]{36})"', shown.text)
    note = {"verdict": "flagged", "note": sweep.word("review", may=(TYPIST, "officer", "manager")), "csrf": csrf}
    await sweep.send("officer", "POST", look[1], data=note)  # type: ignore[index]
    glass = {"reference": sweep.references["first"], "reason": sweep.word("glass", may=everybody), "csrf": csrf}
    assert (await sweep.send("officer", "POST", "/privacy/break-glass", data=glass)).status_code == 303
    for wrong in ({"reference": sweep.word("glass", "reference")}, {"reason": sweep.word("glass", "long") * 30}):
        await sweep.send("officer", "POST", "/privacy/break-glass", data={**glass, **wrong})


async def coming_in(sweep: Sweep) -> None:
    """Sign-in with what is wrong, set-up links that nobody made."""
    door = "sign-in"
    for email in (sweep.plant(door, "e-mail", "wrong.kestrel@sign-in-of-canaries.test"), address("team")):
        form = {
            "email": email,
            "password": sweep.word(door, f"password {email[:5]}", NONE),
            "next": sweep.word(door, "next"),
        }
        await sweep.send("nobody", "POST", "/desk/sign-in", data=form)
    await sweep.send("nobody", "GET", f"/desk/setup/{sweep.word(door, 'set-up link')}")
    pair = {"password": sweep.word(door, "new password", NONE), "again": "x"}
    await sweep.send("nobody", "POST", f"/desk/setup/{sweep.word(door, 'other link')}", data=pair)


async def the_rest_of_a_request(sweep: Sweep) -> None:
    """Addresses, query strings, cookies and headers of requests that find nothing or go wrong."""
    door = "request"
    headers = {
        name: sweep.word(door, name)
        for name in ("user-agent", "referer", "x-forwarded-for", "accept-language", "x-request-id", "if-none-match")
    } | {"cookie": f"lang={sweep.word(door, 'language')}; session={sweep.word(door, 'session')}"}
    for path in (
        "/",
        "/new/technical",
        "/desk/tickets",
        "/nothing",
        "/results",
        "/api/v1/tickets",
        "/healthz",
        "/readyz",
    ):
        await sweep.send("nobody", "GET", path, params={"q": sweep.word(door, "query")}, headers=headers)
    for name in ("lang", "view", "status", "cursor", "rating", "from", "by"):
        value = sweep.word("query string", name)
        for path in ("/", "/desk/tickets", "/results", "/s/x", "/api/v1/results/csat"):
            await sweep.send("manager" if "results" in path else "team", "GET", path, params={name: value})
    for path in (
        "/{}",
        "/t/{}",
        "/s/{}",
        "/s/{}/stop",
        "/new/{}",
        "/static/{}",
        "/desk/tickets/{}",
        "/api/v1/tickets/{}",
        "/api/{}",
    ):
        address_of = path.format(sweep.word("address", path.replace("/", " ").replace("{}", "").strip() or "root"))
        for method in ("GET", "POST", "DELETE"):
            await sweep.send("team", method, address_of, headers=bearer(sweep, "team"))
    foreign = {"origin": f"https://{sweep.word(door, 'origin')}.test"}
    await sweep.send("nobody", "POST", "/preview", data={"body": "x"}, headers=foreign)
    await sweep.send(
        "nobody",
        "POST",
        "/preview",
        content=sweep.word(door, "raw body").encode(),
        headers={"content-type": sweep.word(door, "content type")},
    )


async def closing(sweep: Sweep) -> None:
    """Close the ticket; the survey's answer comes by the link in the mail."""
    page = await do(sweep, "assignee", "first", "closure", reason="solved")
    assert page.status_code == 303, page.status_code
    link = await _survey_link(sweep)
    comment = f"{sweep.word('survey', 'comment')} and my phone is {sweep.plant('survey', 'phone', '+44 161 496 0313')}"
    await sweep.send("nobody", "POST", link, data={"comment": comment})  # without a rating: shown again
    await sweep.send("nobody", "POST", link, data={"comment": comment, "rating": "4"})
    await sweep.send("nobody", "POST", link, data={"comment": sweep.word("survey", "second"), "rating": "1"})


async def _survey_link(sweep: Sweep) -> str:
    for _ in range(300):
        for place in range(len(sweep.desk.mailbox.mails)):
            if found := re.search(r"http://[^/\s]+(/s/[^\s?]+)", sweep.desk.mailbox.text_of(place)):
                return found[1]
        await asyncio.sleep(0.1)
    raise TimeoutError("no survey mail came")


DOORS = (portal, api, work, coming_in, the_rest_of_a_request, closing)
