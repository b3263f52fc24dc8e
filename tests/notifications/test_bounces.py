"""What comes back: reports about mail of ours, automatic answers, people; and input made to hurt."""

import random
import time
from uuid import UUID

import pytest

from notifications.bounces import LARGEST, Failure, examine

PROMISE = UUID("0190b6c2-7d2f-7000-8000-000000000001")
HOST = "desk.test"


def a_report(
    *,
    status: str = "5.1.1",
    action: str = "failed",
    returned: str = "message/rfc822",
    address: str = "max@customer.test",
) -> bytes:
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.customer.test>
To: desk@desk.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.test
Arrival-Date: Mon, 2 Mar 2026 12:00:00 +0000

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user
--b
Content-Type: {returned}

From: desk@desk.test
Message-ID: <{PROMISE}@desk.test>
Subject: A reply to your request
--b--
""".replace("\n", "\r\n").encode()


def a_mail(body: str = "Hello", **headers: str) -> bytes:
    lines = {"From": "Max <max@customer.test>", "To": "desk@desk.test", "Subject": "Re: my site", **headers}
    return ("".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()) + "\r\n" + body).encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_promise_and_the_dead_mailbox(returned):
    seen = examine(a_report(returned=returned), host=HOST)
    assert (seen.is_report, seen.is_automatic, seen.promise) == (True, True, PROMISE)
    assert seen.failures == (Failure("max@customer.test", is_hard=True, is_final=True),)


@pytest.mark.parametrize(
    ("status", "action", "is_hard", "is_final"),
    [("5.1.1", "failed", True, True), ("5.1.10", "failed", True, True), ("5.2.2", "failed", False, True),
     ("5.7.1", "failed", False, True), ("4.4.1", "delayed", False, False), ("nonsense", "failed", False, True)],
)  # fmt: skip
def test_only_a_mailbox_that_is_none_is_hard(status, action, is_hard, is_final):
    seen = examine(a_report(status=status, action=action), host=HOST)
    assert [(failure.is_hard, failure.is_final) for failure in seen.failures] == [(is_hard, is_final)]


def test_a_report_of_success_has_no_failures():
    assert examine(a_report(status="2.0.0", action="delivered"), host=HOST).failures == ()


def test_a_message_id_of_another_host_is_no_promise_of_ours():
    assert examine(a_report(), host="other.test").promise is None


def test_an_answer_names_the_promise_it_answers():
    seen = examine(a_mail(In_Reply_To=f"<thread.x@desk.test>\r\n <{PROMISE}@desk.test>"), host=HOST)
    assert (seen.promise, seen.is_automatic, seen.is_report) == (PROMISE, False, False)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<x.test>"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@x.test"},
        {"From": "Nobody <no-reply@x.test>"},
        {"From": "bounce+123=x@y.test"},
        {"Subject": "Out of Office: holidays"},
        {"Subject": "Automatic reply: Re: my site"},
        {"Subject": "=?utf-8?b?2LHYryDYqtmE2YLYp9im2Yo6INi32YTYqNmD?="},
        {"Subject": "رد تلقائي: طلبك"},
    ],
)
def test_programs_are_known_by_what_they_say(headers):
    assert examine(a_mail(**headers), host=HOST).is_automatic is True


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Subject": "I am out of ideas"},
        {"Subject": "Re: Out of office"},
        {"From": "Noreen Plyreno <noreen@x.test>"},
        {"Return_Path": "<max@customer.test>"},
        {"Subject": "موقعي لا يعمل"},
    ],
)
def test_people_are_taken_for_people(headers):
    assert examine(a_mail(**headers), host=HOST).is_automatic is False


def hostile() -> dict[str, bytes]:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(6000))
    return {
        "nothing": b"",
        "a nul": b"\0" * 100_000,
        "only a head": b"Subject: x",
        "nested parts": deep,
        "nested messages": b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
        "a hundred thousand parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 100_000,
        "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 60_000 + b"\r\n\r\n",
        "a long head": b"Subject: " + b"a " * 500_000 + b"\r\n\r\n",
        "many fields": b"X: y\r\n" * 150_000 + b"\r\n",
        "parameters": b"Content-Type: multipart/report; " + b"a=b; " * 100_000 + b"\r\n\r\n",
        "semicolons": b"Content-Disposition: attachment" + b";" * 400_000 + b"\r\n\r\n",
        "brackets": b"From: " + b"(" * 400_000 + b"\r\n\r\n",
        "angles": b"References: " + b"<" * 400_000 + b"\r\n\r\n",
        "almost ours": b"References: " + b"<0190b6c2-7d2f-7000-8000-00000000000" * 10_000 + b"\r\n\r\n",
        "a charset that is none": b"Subject: =?rot13?q?a?=\r\n\r\n",
        "a charset with a nul": b"Subject: =?\0?b?YQ==?=\r\n\r\n",
        "a broken encoded word": b"Subject: =?utf-8?b?YQ=?=\r\n\r\n",
        "statuses": a_report().replace(b"Status: 5.1.1", b"Status: " + b"5." * 50_000),
        "recipients": a_report().replace(b"Action: failed", b"Action: failed\r\n\r\n" + b"Final-Recipient: rfc822;a@b\r\nAction: failed\r\n\r\n" * 5000),
        "a megabyte too much": a_report() + b"x" * (2 * LARGEST),
    }  # fmt: skip


@pytest.mark.parametrize("shape", sorted(hostile()))
def test_hostile_input_costs_little_and_raises_nothing(shape):
    raw = hostile()[shape]
    began = time.process_time()
    seen = examine(raw, host=HOST)
    assert time.process_time() - began < 2
    assert len(seen.failures) <= 100


def test_mutants_raise_nothing():
    picker = random.Random(7)
    for _ in range(1500):
        raw = bytearray(a_report())
        for _ in range(picker.randint(1, 12)):
            raw[picker.randrange(len(raw))] = picker.randrange(256)
        examine(bytes(raw[: picker.randint(1, len(raw))]), host=HOST)
