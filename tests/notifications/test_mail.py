"""Messages: headers that thread and explain, nothing that people typed can break one."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.mail import Mail, one_line, to_message

PROMISE = UUID("0190b6c2-7d2f-7000-8000-000000000001")


def built(**more: object):
    mail = Mail(
        **{"to": "max@customer.test", "subject": "Hello", "text": "t", "html": "<p>h</p>", "locale": "en", **more}
    )
    return to_message(mail, promise=PROMISE, sender="desk@desk.test", base_url="https://desk.test")


def test_headers_say_what_kind_of_mail_it_is():
    headers = dict(built(thread=PROMISE, stop_url="https://desk.test/s/x/stop").items())

    assert {name: str(value) for name, value in headers.items() if name not in ("Content-Type", "MIME-Version")} == {
        "From": "desk@desk.test",
        "To": "max@customer.test",
        "Subject": "Hello",
        "Message-ID": f"<{PROMISE}@desk.test>",
        "References": f"<thread.{PROMISE}@desk.test>",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": "<https://desk.test/s/x/stop>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_only_mails_that_can_be_stopped_say_so():
    assert built()["List-Unsubscribe"] is None


def test_text_comes_first_and_both_parts_survive_the_way():
    message = built(text="مرحبًا\nhttps://desk.test/t/x\n", html="<p>مرحبًا</p>", locale="ar")

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert next(iter(message.iter_parts())).get_content().replace("\r\n", "\n") == "مرحبًا\nhttps://desk.test/t/x\n"


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_a_header(text):
    message = built(subject=text)

    assert str(message["Subject"]) == one_line(text)
    head = message.as_bytes().partition(b"\r\n\r\n")[0]
    assert [line for line in head.split(b"\r\n") if line[:1] not in b" \t" and b":" not in line] == []


@pytest.mark.parametrize("address", ["", "nobody", "@x", "a@", "a@b\r\nBcc: x@y.test"])
def test_what_is_no_address_is_refused_or_harmless(address):
    try:
        message = built(to=address)
    except ValueError:
        return
    assert message["Bcc"] is None
