"""Messages: headers that thread and explain, nothing that people typed can break one."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.mail import Letter, Letterhead, Mail, address, one_line, to_letter
from tests.builders import NOON

PROMISE = UUID("0190b6c2-7d2f-7000-8000-000000000001")


HEAD = Letterhead("desk@desk.test", "https://desk.test")


def a_letter(head=HEAD, **more: object) -> Letter:
    mail = Mail(
        **{"to": "max@customer.test", "subject": "Hello", "text": "t", "html": "<p>h</p>", "locale": "en", **more}
    )
    return to_letter(mail, promise=PROMISE, head=head, now=NOON)


def built(**more: object) -> EmailMessage:
    return message_from_bytes(a_letter(**more).content, policy=policy.default)


def test_headers_say_what_kind_of_mail_it_is():
    headers = dict(built(thread=PROMISE, stop_url="https://desk.test/s/x/stop").items())

    assert {name: str(value) for name, value in headers.items() if name not in ("Content-Type", "MIME-Version")} == {
        "Date": "Mon, 02 Mar 2026 12:00:00 +0000",
        "From": "desk@desk.test",
        "To": "max@customer.test",
        "Subject": "Hello",
        "Message-ID": f"<{PROMISE}@desk.test>",
        "In-Reply-To": f"<thread.{PROMISE}@desk.test>",
        "References": f"<thread.{PROMISE}@desk.test>",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": "<https://desk.test/s/x/stop>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def test_only_mails_that_can_be_stopped_say_so():
    assert built()["List-Unsubscribe"] is None


def test_text_comes_first_and_both_parts_survive_the_way():
    message = built(text="مرحبًا\nhttps://desk.test/t/x\n", html="<p>مرحبًا</p>", locale="ar")

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert next(iter(message.iter_parts())).get_content().replace("\r\n", "\n") == "مرحبًا\nhttps://desk.test/t/x\n"


def test_lines_end_as_the_wire_wants_it_and_none_is_too_long():
    for locale, text in (("en", "Hello " * 300 + "\n.\nFrom x\n"), ("ar", "مرحبًا " * 300 + "\n.\r\n")):
        content = a_letter(text=text, html=f"<p>{text}</p>", subject=text[:200], locale=locale).content
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\r" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 78
        plain = built(text=text, locale=locale).get_body(("plain",))
        assert plain.get_content().replace("\r\n", "\n") == text.replace("\r\n", "\n")


def heads(content: bytes) -> list[bytes]:
    """The lines of a message's head that begin a field or are none."""
    return [line for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n") if line[:1] not in (b" ", b"\t")]


NAMES = [
    "Content-Type", "MIME-Version", "Message-ID", "Date", "Content-Language", "Auto-Submitted",
    "X-Auto-Response-Suppress", "In-Reply-To", "References", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Precedence", "From", "To", "Subject",
]  # fmt: skip
HOSTILE = ["a\r\nBcc: x@y.test", "a\nBcc: x@y.test", "a\rBcc: x@y.test", "a\0b", "a\u2028Bcc: x@y.test", "a\u2029b",
           "a\x85Bcc: x", "a\x0bb", "a\x0cb", "=?utf-8?q?a=0d=0aBcc:_x?=", "a\r\n\r\n<script>", "\ud800"]  # fmt: skip


def test_the_probe_sees_an_injected_field():
    content = a_letter().content.replace(b"Subject: Hello", b"Subject: Hello\r\nBcc: x@y.test")
    assert [line.partition(b":")[0] for line in heads(content)].count(b"Bcc") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_adds_a_field(text):
    letter = a_letter(
        subject=text, stop_url=f"https://desk.test/{text}", reply_to="reply@desk.test", thread=PROMISE, locale="en"
    )
    assert [line.partition(b":")[0].decode() for line in heads(letter.content)] == NAMES
    assert letter.content.count(b"\r\n\r\n") >= 3  # the head ends once, each part's head once


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["to", "reply_to", "sender"])
def test_a_hostile_address_is_refused(text, place):
    for wrong in (f"{text}@b.test", f"b@{text}", f"b@b.test{text[1:]}"):
        if not wrong.isprintable() or " " in wrong or ":" in wrong:
            with pytest.raises(ValueError):
                if place == "sender":
                    a_letter(Letterhead(wrong, "https://desk.test"))
                else:
                    a_letter(**{place: wrong})


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_a_header(text):
    message = built(subject=text)

    assert str(message["Subject"]) == one_line(text)
    assert len(heads(a_letter(subject=text).content)) == 10


@pytest.mark.parametrize(
    "wrong", ["", "nobody", "@x", "a@", "a b@c.test", "a@b@c.test", "<a@b.test>", "a,b@c.test", "a@-b"]
)
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(ValueError):
        address(wrong)


def test_a_host_of_another_script_goes_out_in_ascii_and_other_names_need_utf8():
    assert address("max@مثال.test") == "max@xn--mgbh0fb.test"
    assert (a_letter().is_utf8, a_letter(to="مريم@مثال.test").is_utf8) == (False, True)
    assert "مريم@xn--mgbh0fb.test".encode() in a_letter(to="مريم@مثال.test").content
