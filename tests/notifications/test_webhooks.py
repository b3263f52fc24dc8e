"""Calls to other programs: signed, to checked addresses only, with nothing but the register's fields, retried, logged."""

import asyncio
import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import ssl
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from helpdesk import wiring
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import TICKET_EVENTS, Both, Processor
from helpdesk.tickets import webhooks, write
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.wake import wake_ticket
from helpdesk.webhook_test import shown
from notifications import outbox
from notifications.tables import Outbound
from notifications.transport import Away, NotNow, Refused
from notifications.webhooks import Call, Caller, is_outside, signed_headers
from notifications.worker import run_once
from tests.builders import NOON, a_ticket, after, an_assigned_ticket, an_office
from tests.notifications.offices import outcomes

PROMISE = webhooks.recipient("any")
PARTNER = Processor(
    name=Both("Partner", "شريك"), purpose=Both("Statistics", "إحصاءات"), fields=["reference", "status", "opened_at"],
    events=list(TICKET_EVENTS), url="https://partner.test/hook",
)  # fmt: skip


class Receiver:
    """A program on loopback that is called: keeps requests, answers as told. Its certificate is for partner.test."""

    def __init__(self, folder) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[str] = []
        self.port = 0
        key, name = (
            ec.generate_private_key(ec.SECP256R1()),
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "partner.test")]),
        )
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("partner.test")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, SHA256())
        )  # fmt: skip
        self.certificate, self._key = str(folder / "certificate"), str(folder / "key")
        (folder / "certificate").write_bytes(certificate.public_bytes(Encoding.PEM))
        (folder / "key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    async def open(self) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self._key)
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()

    async def _talk(self, reader, writer) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode().split("\r\n")[1:-2]
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
                self.requests.append((headers, await reader.readexactly(int(headers.get("content-length", "0")))))
                answer = self.answers.pop(0) if self.answers else "204 No Content"
                writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


@pytest.fixture
async def receiver(tmp_path):
    made = Receiver(tmp_path)
    await made.open()
    yield made
    await made.close()


async def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def a_caller(receiver, *, resolve=loopback) -> Caller:
    return Caller(
        allowed=["partner.test"], resolve=resolve, verify=ssl.create_default_context(cafile=receiver.certificate)
    )


def a_call(receiver, **changes) -> Call:
    values = {"url": f"https://partner.test:{receiver.port}/hook", "body": b'{"a":1}', "secret": b"k" * 32, **changes}
    return Call(**values)


def with_partner(**changes) -> None:
    partner = msgspec.structs.replace(PARTNER, **changes)
    policy.use(msgspec.structs.replace(policy.in_use(), processors={**policy.in_use().processors, "partner": partner}))


async def work(office, *, now=NOON) -> None:
    while await run_once(replace(office, now=lambda: now)):
        pass


# ------------------------------------------------------------------------------------------- the call itself


async def test_a_call_is_signed_as_standard_webhooks_says(receiver):
    caller = a_caller(receiver)
    await caller.send(a_call(receiver), promise=PROMISE, now=NOON)
    await caller.close()

    headers, body = receiver.requests[0]
    signed = f"{PROMISE}.{int(NOON.timestamp())}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"k" * 32, signed, hashlib.sha256)).decode()
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (str(PROMISE), str(int(NOON.timestamp())))
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert (headers["host"], headers["content-type"], body) == (
        f"partner.test:{receiver.port}",
        "application/json",
        b'{"a":1}',
    )


def test_the_published_example_of_standard_webhooks_gets_the_published_signature():
    # github.com/standard-webhooks/standard-webhooks, libraries/python/tests/test_webhooks.py, test_sign_function
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    call = Call("https://x.test", b'{"test": 2432232314}', key)
    sent_at = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    headers = signed_headers(call, promise="msg_p5jXN8AQM9LWM0D4loKWxJek", now=sent_at)
    assert {name: value for name, value in headers.items() if name.startswith("webhook-")} == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("200 OK", None), ("204 No Content", None), ("500 Oops", NotNow), ("503 Later", NotNow), ("429 Slow", NotNow),
        ("404 Lost", NotNow), ("410 Gone", Refused),
    ],
)  # fmt: skip
async def test_what_an_answer_means(receiver, answer, error):
    receiver.answers = [answer]
    caller = a_caller(receiver)
    if error is None:
        await caller.send(a_call(receiver), promise=PROMISE, now=NOON)
    else:
        with pytest.raises(error) as raised:
            await caller.send(a_call(receiver), promise=PROMISE, now=NOON)
        assert type(raised.value) is error
    await caller.close()


async def test_a_redirect_is_not_followed(receiver):
    receiver.answers = [f"302 Found\r\nLocation: https://partner.test:{receiver.port}/elsewhere"] * 2
    caller = a_caller(receiver)
    with pytest.raises(NotNow):
        await caller.send(a_call(receiver), promise=PROMISE, now=NOON)
    await caller.close()
    assert len(receiver.requests) == 1


async def test_another_host_s_certificate_is_refused_although_the_address_is_right(receiver):
    caller = Caller(
        allowed=["other.test"], resolve=loopback, verify=ssl.create_default_context(cafile=receiver.certificate)
    )
    with pytest.raises(Away):
        await caller.send(a_call(receiver, url=f"https://other.test:{receiver.port}/hook"), promise=PROMISE, now=NOON)
    await caller.close()
    assert receiver.requests == []


async def test_the_connection_goes_to_the_address_that_was_checked(receiver):
    answers = [["93.184.215.14"], ["127.0.0.1"]]  # what the name says the first time, and a moment later
    asked = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), 2) - 1]

    caller = Caller(resolve=rebinding, verify=ssl.create_default_context(cafile=receiver.certificate))
    caller._made = Recorded()
    await caller.send(a_call(receiver, url="https://partner.test/hook"), promise=PROMISE, now=NOON)
    assert (asked, caller._made.hosts) == (["partner.test"], ["93.184.215.14"])


class Recorded:
    """A client that only notes where a request would go."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def build_request(self, _, url, **__):
        self.hosts.append(url.host)

    async def send(self, _, **__):
        return Answer()

    async def aclose(self) -> None:
        pass


class Answer:
    status_code = 200

    async def aclose(self) -> None:
        pass


INSIDE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:0a00:0001::",
    "2001:0:7f00:1:0:0:f5ff:fffe", "fc00::1", "fd12:3456::1", "fe80::1", "ff02::1", "2001:db8::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
async def test_nothing_inside_is_called(address):
    assert not is_outside(ipaddress.ip_address(address))

    async def resolve(host: str, port: int) -> list[str]:
        return [address]

    caller = Caller(resolve=resolve)
    caller._made = Recorded()
    with pytest.raises(Refused):
        await caller.send(Call("https://partner.test/hook", b"", b"k"), promise=PROMISE, now=NOON)
    assert caller._made.hosts == []


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_the_probe_lets_the_outside_through(address):
    assert is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.test/", "https://user@partner.test/", "https://user:pass@partner.test/", "https:///x", "file:///etc/passwd",
        "https://partner.test:22/", "https://partner.test:8443/", "https://partner.test:99999/", "gopher://partner.test/",
        "https://127.1/", "https://0/", "https://2130706433/", "https://0177.0.0.1/", "https://0x7f.1/", "https://[::]/",
        "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://169.254.169.254/latest/meta-data/", "https://１２７.0.0.1/",
    ],
)  # fmt: skip
async def test_no_spelling_of_an_inside_address_or_another_port_is_called(url):
    caller = Caller()  # the machine's own resolver
    caller._made = Recorded()
    if url == "https://partner.test:22/":

        async def outside(host: str, port: int) -> list[str]:
            return ["93.184.215.14"]

        caller._resolve = outside
    with pytest.raises((Refused, Away)):
        await caller.send(Call(url, b"", b"k"), promise=PROMISE, now=NOON)
    assert caller._made.hosts == []


async def test_one_inside_address_among_others_is_enough_to_refuse():
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.1"]

    caller = Caller(resolve=both)
    caller._made = Recorded()
    with pytest.raises(Refused):
        await caller.send(Call("https://partner.test/", b"", b"k"), promise=PROMISE, now=NOON)


# ------------------------------------------------------------------------------------------- through the outbox


async def test_a_processor_is_told_the_register_s_fields_and_nothing_else(agent, mailbox, receiver):
    with_partner(url=f"https://partner.test:{receiver.port}/hook")
    ticket = await an_assigned_ticket(agent)
    await write.post_reply(ticket.reference, write.Entry("Turn the blue wheel."), agent=agent, now=NOON)
    await postpone_ticket(ticket.reference, until=after(days=3).date(), agent=agent, now=NOON)
    await wake_ticket(ticket.reference, agent=agent, now=NOON)
    await close_ticket(ticket.reference, Reason.SPAM, agent=agent, now=NOON)
    await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    await work(replace(an_office(mailbox.url), caller=a_caller(receiver)))

    bodies = [json.loads(body) for _, body in receiver.requests]
    assert sorted(body["type"] for body in bodies) == sorted(TICKET_EVENTS)
    for body in bodies:
        assert set(body) == {"type", "timestamp", "data"}
        assert body["data"] == {"reference": ticket.reference, "status": "open", "opened_at": "2026-03-02T12:00:00Z"}
    everything = b"".join(body for _, body in receiver.requests)
    assert not any(word in everything for word in (b"wheel", b"tessa", b"visitor", b"bounces"))
    verified = [
        hmac.compare_digest(
            headers["webhook-signature"].removeprefix("v1,"),
            base64.b64encode(
                hmac.digest(
                    wiring.webhook_secret("partner"),
                    f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body,
                    hashlib.sha256,
                )
            ).decode(),
        )
        for headers, body in receiver.requests
    ]
    assert verified == [True] * len(TICKET_EVENTS)


async def test_without_a_processor_or_after_its_contract_nothing_is_promised(mailbox, receiver):
    await a_ticket()
    with_partner(contract_until=date(2026, 3, 1))
    await a_ticket()
    with_partner(events=["ticket.closed"])
    await a_ticket()
    assert await Outbound.count().where(Outbound.kind.like("webhook/%")) == 0


async def test_a_contract_that_ends_while_a_call_waits_stops_it(mailbox, receiver):
    with_partner(url=f"https://partner.test:{receiver.port}/hook", contract_until=date(2099, 1, 1))
    await a_ticket()
    caller = a_caller(receiver)
    receiver.answers = ["500 Oops"]
    await work(replace(an_office(mailbox.url), caller=caller))
    with_partner(url=f"https://partner.test:{receiver.port}/hook", contract_until=date(2026, 3, 1))
    await work(replace(an_office(mailbox.url), caller=caller), now=after(days=1))
    assert (len(receiver.requests), sorted(await outcomes())) == (1, ["sent", "withdrawn"])


async def test_a_call_that_fails_is_tried_again_with_the_same_id_and_mail_goes_on(mailbox, receiver):
    with_partner(url=f"https://partner.test:{receiver.port}/hook")
    await a_ticket()
    receiver.answers = ["500 Oops", "503 Later"]
    office = replace(an_office(mailbox.url), caller=a_caller(receiver))
    for minutes in (0, 1, 2, 3):
        await work(office, now=after(minutes=minutes))
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 1
    assert len(receiver.requests) == 3
    assert (len(mailbox.mails), await outcomes()) == (1, ["sent", "sent"])
    log = await outbox.deliveries(webhooks.recipient("partner"))
    assert [(call.kind, call.outcome, call.attempts) for call in log] == [("webhook/ticket.opened", "sent", 3)]


async def test_a_processor_that_is_away_blocks_its_own_route_only(mailbox, receiver):
    with_partner(url=f"https://partner.test:{receiver.port}/hook")
    await receiver.close()
    for _ in range(4):
        await a_ticket()
    office = replace(an_office(mailbox.url), caller=a_caller(receiver))
    await work(office)
    assert len(mailbox.mails) == 4
    assert list((await outbox.figures(now=NOON)).blocked) == ["webhook:partner"]


def test_the_test_command_shows_exactly_what_is_sent():
    with_partner(events=["ticket.opened"])
    head, _, body = shown("partner").partition("\n\n")
    assert head.splitlines()[0] == "POST https://partner.test/hook"
    assert [line.partition(":")[0] for line in head.splitlines()[1:]] == [
        "content-type", "user-agent", "webhook-id", "webhook-timestamp", "webhook-signature",
    ]  # fmt: skip
    assert json.loads(body) == {
        "type": "ticket.opened",
        "timestamp": "2026-03-02T12:00:00Z",
        "data": {"reference": "SR-7K3M-9QXD", "status": "open", "opened_at": "2026-03-02T12:00:00Z"},
    }


def test_a_policy_that_sends_details_or_unknown_events_is_refused():
    from helpdesk.privacy.policy.mistakes import find_mistakes

    assert find_mistakes(policy.in_use()) == []
    with_partner()
    assert find_mistakes(policy.in_use()) == []
    with_partner(fields=["reference", "email"])
    assert any("may not be sent to an address" in mistake for mistake in find_mistakes(policy.in_use()))
    with_partner(events=["ticket.eaten"])
    assert any("is none that can be told" in mistake for mistake in find_mistakes(policy.in_use()))
