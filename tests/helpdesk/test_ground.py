"""Settings, ids, languages, logs, addresses: small things that everything stands on."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpdesk import i18n, ids, logs
from helpdesk.errors import TooMany
from helpdesk.people.addresses import is_address, is_host, normalise
from helpdesk.settings import BadSetting, read_settings
from helpdesk.web import prose
from helpdesk.web.limits import Bucket
from helpdesk.wiring import office


def test_references_have_no_look_alikes_and_do_not_repeat():
    references = {ids.new_reference() for _ in range(2000)}

    assert len(references) == 2000
    assert {
        bool(re.fullmatch(r"SR-[34679ACDEFGHJKMNPQRTUVWXY]{4}-[34679ACDEFGHJKMNPQRTUVWXY]{4}", r)) for r in references
    } == {True}


def test_tokens_are_long_and_kept_as_hashes():
    assert len(ids.new_token()) == 32
    assert len(ids.token_hash("x")) == 32
    assert ids.token_hash("\ud800") != ids.token_hash("x")


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("HELPDESK_DATABASE_URL", "sqlite:///x", "postgresql://"),
        ("HELPDESK_BASE_URL", "support.example.com", "https://support.example.com"),
        ("HELPDESK_BASE_URL", "ftp://x", "https://"),
    ],
)
def test_a_wrong_setting_says_what_is_right(setting, value, words):
    with pytest.raises(BadSetting, match=words):
        read_settings({setting: value})


def test_settings_have_defaults_and_do_not_print_secrets():
    settings = read_settings({"HELPDESK_DATABASE_URL": "postgresql://u:hunter2@h/d", "HELPDESK_VAR": "/tmp/x"})

    assert settings.keyring == Path("/tmp/x/keyring.json")
    assert settings.base_url == "http://127.0.0.1:8000"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("wishes", "chosen"),
    [
        ({"query": "ar"}, "ar"),
        ({"query": "fr", "cookie": "ar"}, "ar"),
        ({"accept_language": "fr-FR,ar-EG;q=0.8,en;q=0.5"}, "ar"),
        ({"accept_language": "en;q=0.2,ar;q=0.9"}, "ar"),
        ({"accept_language": "ar;q=0"}, "en"),
        ({"accept_language": ",;;q=x" * 1000}, "en"),
        ({"fallback": "ar", "accept_language": "en"}, "ar"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_readers_wish(wishes, chosen):
    assert i18n.choose_locale(**{"query": "", "cookie": "", "accept_language": "", "fallback": "", **wishes}) == chosen


def test_arguments_are_escaped_and_isolated():
    words = i18n.words("en")

    assert words.html("chip-until", time="<b>") == "until <bdi>&lt;b&gt;</bdi>"
    assert words.plain("chip-until", time="10:36") == "until \u206810:36\u2069"
    with pytest.raises(i18n.MissingMessage):
        words.plain("no-such-message")


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "لم نجد بيانات خاصة."),
        (1, "سيُحجب بيان واحد."),
        (2, "سيُحجب بيانان."),
        (3, "ستُحجب 3 بيانات."),
        (11, "سيُحجب 11 بيانًا."),
        (100, "سيُحجب 100 بيان."),
        (102, "سيُحجب 102 بيان."),
        (103, "ستُحجب 103 بيانات."),
    ],
)
def test_arabic_counts_in_six_forms(n, text):
    assert i18n.words("ar").plain("preview-count", n=n).replace("\u2068", "").replace("\u2069", "") == text


def test_counts_and_moments_are_written_in_each_readers_own_digits():
    def written() -> tuple[str, str, str]:
        moment = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
        words = i18n.words("ar")
        return words.html("preview-count", n=12), words.plain("preview-count", n=12), i18n.when(moment, "ar")

    before = written()
    with i18n.reading(i18n.ARABIC):
        assert written() == tuple(part.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) for part in before)
    assert written() == before
    assert ("12" in before[0], "12" in before[1], before[2]) == (True, True, "9 مارس 2026، 14:05")


MOMENT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
WRITTEN = {
    "en": ["9 Mar 2026, 14:05", "9 Mar 2026", "March 2026", "14:05", "1,234.5", "43%"],
    "ar": ["9 مارس 2026، 14:05", "9 مارس 2026", "مارس 2026", "14:05", "1,234.5", "43%"],
}


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_dates_times_and_numbers_are_written_in_the_reader_s_language(locale):
    def written() -> list[str]:
        return [
            i18n.when(MOMENT, locale), i18n.day(MOMENT, locale), i18n.month(MOMENT, locale), i18n.clock_time(MOMENT, locale),
            i18n.number(1234.5, 1, locale=locale), i18n.percent(0.43, locale),
        ]  # fmt: skip

    in_arabic = {ord("0") + digit: chr(0x660 + digit) for digit in range(10)} if locale == "ar" else {}
    assert written() == WRITTEN[locale]
    with i18n.reading(i18n.ARABIC):
        assert written() == [text.translate(in_arabic) for text in WRITTEN[locale]]


@pytest.mark.parametrize(
    "address",
    ["a@b.test", "first.last+tag@sub.domain.example", " Max@Customer.TEST ", "نور@مثال.مصر", "o'brien@mail.test"],
)
def test_addresses_that_can_get_mail(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a b@c.test",
        "a@b.test\n",
        "a@b..test",
        "a@-b.test",
        "<a@b.test>",
        "a@b.test,c@d.test",
        "x" * 65 + "@b.test",
        "a@" + "b." * 130 + "test",
    ],
)
def test_what_is_no_address(address):
    assert not is_address(address) or address == "a@b.test\n"  # a line end around it is taken off
    assert "\n" not in normalise(address)


def test_hosts():
    assert [
        is_host(name)
        for name in ("example.com", "موقع.مصر", "a_b.test", "localhost", "a b.test", "http://x.test", "-a.test")
    ] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_log_line_keeps_only_what_is_on_the_list(capsys):
    logs.configure()
    logs.log("listening", port=8000, email="max@customer.test", body="words")
    try:
        raise ValueError("max@customer.test") from KeyError("secret")  # noqa: TRY301
    except ValueError as error:
        logs.log_failure(error)
    import logging

    logging.getLogger("some.library").warning("request to %s", "https://x/t/secret")
    said = capsys.readouterr().err

    assert '"port":8000' in said
    assert '"error":"ValueError < KeyError"' in said
    assert '"logger":"some.library"' in said
    assert [word for word in ("max@", "words", "secret") if word in said] == []


def test_a_bucket_lets_a_burst_through_and_then_its_rate(database):
    now = [0.0]
    bucket = Bucket(burst=2, per_minute=6, clock=lambda: now[0])
    bucket.take("a")
    bucket.take("a")
    with pytest.raises(TooMany) as refused:
        bucket.take("a")
    assert refused.value.args == (10,)
    bucket.take("b")  # another caller has a bucket of their own
    now[0] = 10.0
    bucket.take("a")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("smtp://mail.test", "support@desk.test"),
        ("smtp://help%40desk.test:x@mail.test", "help@desk.test"),
        ("smtp://user:x@mail.test?from=care@desk.test", "care@desk.test"),
    ],
)
def test_the_sender_comes_from_the_settings(schema, url, sender):
    assert office(replace(schema, base_url="https://desk.test"), smtp_url=url).head.sender == sender


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("tls=maybe", "tls must be"),
        ("connections=0", "connections must be a number from 1 to 16"),
        ("per_minute=many", "per_minute must be"),
        ("dkim=s1", "dkim must look like"),
        ("dkim=s1:/nowhere/key.pem", "cannot be read"),
        ("secret=hunter2", "there is no setting secret"),
        ("from=nobody", "not an address"),
    ],
)
def test_a_mail_setting_that_is_wrong_is_said_and_never_quoted(schema, query, says):
    with pytest.raises(BadSetting, match=says) as refused:
        office(schema, smtp_url=f"smtp://user:pa55word@mail.test?{query}")
    assert "pa55word" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_reference_in_a_sentence_stays_on_one_line_and_reads_from_left_to_right(locale):
    whole = f'<bdi dir="ltr" class="whole">{(reference := ids.new_reference())}</bdi>'
    assert whole in i18n.words(locale).html("merged-into", reference=reference)
    assert "<bdi>SR-7K3M</bdi>" in i18n.words(locale).html(
        "merged-into", reference="SR-7K3M"
    )  # nothing else is taken for one
    assert prose.token(reference) == prose.line(reference, {}, locale) == whole.replace("whole", "tok whole")
