"""DKIM as another implementation checks it; reply addresses that cannot be made by anybody else."""

import base64
from datetime import date, timedelta
from uuid import uuid4

import dkim as oracle
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from helpdesk import clock, wiring
from notifications import dkim, reply_address
from notifications.mail import Letterhead, Mail, to_letter
from notifications.worker import run_once
from tests.builders import NOON, a_ticket

RSA, ED = rsa.generate_private_key(65537, 2048), ed25519.Ed25519PrivateKey.generate()


def record(name: bytes, timeout: int = 5) -> bytes:
    """What the domain publishes."""
    if name.startswith(b"s1._domainkey.desk.test"):
        public = RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    if name.startswith(b"s2._domainkey.desk.test"):
        return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(
            ED.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        )
    return b""


def signed(locale: str = "en", **keys) -> bytes:
    head = Letterhead("desk@desk.test", "https://desk.test", dkim.signer("desk.test", keys or {"s1": RSA, "s2": ED}))
    text = "Hello,\n\n.\n  blanks  \t here   \nFrom here\n\n\n" if locale == "en" else "مرحبًا\n\n.\nرابط\n"
    mail = Mail(
        to="max@customer.test", subject="رد جديد على طلبك" if locale == "ar" else "A reply", text=text,
        html=f"<p>{text}</p>", locale=locale, thread=uuid4(), stop_url="https://desk.test/s/x/stop", reply_to="r@desk.test",
    )  # fmt: skip
    return to_letter(mail, promise=uuid4(), head=head, now=NOON).content


def verdicts(message: bytes) -> list[bool]:
    """What the oracle says of each signature."""

    def verdict(place: int) -> bool:
        try:
            return oracle.DKIM(message).verify(idx=place, dnsfunc=record)
        except oracle.DKIMException:
            return False

    return [verdict(place) for place in range(message.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:"))]


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_both_signatures_are_right(locale):
    assert verdicts(signed(locale)) == [True, True]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"Subject: A reply", b"Subject: A lie"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click", b"List-Unsubscribe-Post: List-Unsubscribe=Two-Click"),
        (b"Hello,", b"Hullo,"),
        (b"From: desk@desk.test", b"From: evil@desk.test"),
        (b"To: max@customer.test", b"From: evil@x.test\r\nTo: max@customer.test"),
    ],
)
def test_whatever_is_changed_is_seen(was, becomes):
    message = signed()
    assert was in message
    assert verdicts(message.replace(was, becomes, 1)) == [False, False]


def test_blanks_that_relays_change_do_not_matter():
    message = signed()
    assert verdicts(message.replace(b"Subject: A reply", b"SUBJECT:   A \r\n reply ", 1)) == [True, True]


def test_keys_are_read_from_files_and_weak_or_foreign_ones_refused(tmp_path):
    def written(name, key):
        (tmp_path / name).write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return tmp_path / name

    keys = dkim.read_keys({"s1": written("rsa", RSA), "s2": written("ed", ED)})
    assert verdicts(signed(**keys)) == [True, True]
    with pytest.raises(ValueError, match="2048 bits"):
        dkim.read_keys({"s1": written("weak", rsa.generate_private_key(65537, 1024))})
    (tmp_path / "text").write_text("secret")
    with pytest.raises(ValueError, match="PEM") as refused:
        dkim.read_keys({"s1": tmp_path / "text"})
    assert "secret" not in str(refused.value)


async def test_with_keys_in_the_url_a_ticket_s_mail_arrives_signed_by_both(mailbox, schema, tmp_path):
    files = {"s1": tmp_path / "rsa.pem", "s2": tmp_path / "ed25519.pem"}
    for file, key in zip(files.values(), (RSA, ED), strict=True):
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    url = f"{mailbox.url}&from=help@desk.test" + "".join(f"&dkim={name}:{file}" for name, file in files.items())
    for locale in ("en", "ar"):
        await a_ticket(locale=locale, email=f"{locale}@customer.test", now=clock.now())
    office = wiring.office(schema, smtp_url=url)
    assert await run_once(office) == 2
    await office.transport.close()
    assert [verdicts(mail) for mail in mailbox.raw] == [[True, True], [True, True]]


TODAY = date(2026, 3, 2)


def an_address(about, to, *, until=TODAY + reply_address.LIFE) -> str:
    return reply_address.make("reply@in.desk.test", about=about, to=to, seal=wiring.seal_reply_address, until=until)


def test_a_reply_address_says_what_it_is_about_and_fits_the_envelope():
    about, to = uuid4(), uuid4()
    made = an_address(about, to)
    assert len(made.rpartition("@")[0]) <= 64
    assert made == made.lower()
    for as_it_comes_back in (made, made.upper()):
        claimed = reply_address.read(as_it_comes_back)
        assert claimed.about == about
        assert reply_address.is_genuine(claimed, to=to, seal=wiring.seal_reply_address, today=TODAY)


def test_a_reply_address_is_for_one_person_one_thing_one_time():
    about, to = uuid4(), uuid4()
    claimed = reply_address.read(an_address(about, to))

    def genuine(to=to, today=TODAY, seal=wiring.seal_reply_address, claimed=claimed):
        return reply_address.is_genuine(claimed, to=to, seal=seal, today=today)

    assert genuine()
    assert not genuine(to=uuid4())
    assert not genuine(today=TODAY + reply_address.LIFE + timedelta(days=1))
    assert not genuine(seal=lambda _: b"x" * 32)
    assert len(claimed.proof) * 8 >= 128


def test_no_changed_letter_of_a_reply_address_passes():
    to = uuid4()
    made = an_address(uuid4(), to)
    start, end = made.index("+") + 1, made.index("@")
    for place in range(start, end - 1):  # the last letter has bits that mean nothing
        letter = "a" if made[place] != "a" else "b"
        claimed = reply_address.read(made[:place] + letter + made[place + 1 :])
        assert claimed is None or not reply_address.is_genuine(
            claimed, to=to, seal=wiring.seal_reply_address, today=TODAY
        )


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        "reply@in.test",
        "reply+@in.test",
        "reply+!!!@in.test",
        "reply+" + "a" * 900 + "@in.test",
        "reply+aaaa@x",
        "reply+ä@x",
    ],
)
def test_what_is_no_reply_address_is_none(wrong):
    assert reply_address.read(wrong) is None
