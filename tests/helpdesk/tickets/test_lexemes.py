"""What a text is found by: the same lexemes however it was typed, technical words whole, keyed hashes and no word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.privacy.vault import keyring
from helpdesk.tickets.lexemes import fold, hashed, hashes, lexemes, wanted

WORDS = ["فاتورة", "مشكلة", "استضافة", "بريد", "أحمد", "إعدادات", "آخر", "مستشفى", "مدفوعات", "نطاق", "خادم"]
ORNAMENTS = ["", "\u0640", "\u064e", "\u0651", "\u0652", "\u200f", "\u200c", "\u0670", "\u2069", "\ufeff"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("فاتورة", "فاتوره"),
        ("فاتورة", "الفاتورة"),
        ("فاتورة", "والفاتورة"),
        ("فاتورة", "بالفاتورة"),
        ("فاتورة", "فَاتُورَة"),
        ("فاتورة", "فـــاتـورة"),
        ("مشكلة", "مشكلتي"),
        ("أحمد", "احمد"),
        ("مستشفى", "مستشفي"),
        ("كتابه", "کتابه"),
        ("٤٠٢", "402"),
        ("۴۰۲", "402"),
        ("PAY-٤٠٢", "pay-402"),
        ("ﻓﺎﺗﻮﺭﺓ", "فاتورة"),
        ("Invoices", "invoice"),
        ("bounced", "BOUNCING"),
        ("ｍａｉｌ", "mail"),
        ("Café", "cafe"),
        ("customer’s", "customer's"),
        ("PAY‑402", "PAY-402"),
    ],
)
def test_what_is_written_differently_is_found_alike(one, other):
    assert lexemes(one) == lexemes(other) != set()


def test_words_that_differ_are_told_apart():
    distinct = ["invoice", "mail", "فاتورة", "بريد", "402", "403", "pay-402"]

    assert len({frozenset(lexemes(word)) for word in distinct}) == len(distinct)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.data())
def test_ornaments_change_no_lexeme(words, data):
    plain = " ".join(words)
    dressed = "".join(letter + (data.draw(st.sampled_from(ORNAMENTS)) if letter != " " else "") for letter in plain)

    assert lexemes(dressed) == lexemes(plain)


@given(st.text(max_size=200))
def test_any_text_has_lexemes_in_every_normal_form(text):
    assert lexemes(unicodedata.normalize("NFC", text)) == lexemes(unicodedata.normalize("NFD", text))
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=120))
def test_a_text_is_found_by_each_of_its_own_words(text):
    assert wanted(text) <= lexemes(text)


def test_technical_words_are_found_whole_and_in_parts():
    found = lexemes("At mail.visitor.test it says PAY-402 and v1.2.3; see error_log and sign-in.")

    assert {"mail.visitor.test", "visitor.test", "visitor", "pay-402", "pay", "402", "v1.2.3", "error_log"} <= found
    assert wanted("PAY-402 visitor.test") == {"pay-402", "visitor.test"}
    assert wanted("sign-in") == {"sign"}


def test_placeholders_and_words_of_every_text_are_no_words():
    assert lexemes("the ⟦email 1⟧ and ⟦phone 12⟧ of this") == set()
    assert lexemes("هذا من ⟦name 1⟧ إلى") == set()


def test_hashes_are_keyed_and_fit_a_bigint(schema):
    first = hashes("zebra lighthouse ٤٠٢")
    assert first == sorted(set(first))
    assert len(first) == 3
    assert all(-(2**63) <= value < 2**63 for value in first)
    assert hashed({"zebra"})[0] in first

    mine = keyring.in_use()
    try:
        keyring.use(keyring.make_keyring())
        assert set(hashes("zebra lighthouse 402")).isdisjoint(first)
    finally:
        keyring.use(mine)


def test_hostile_texts_end(schema):
    for text in ("a" * 20_000, "a." * 10_000, "a-" * 10_000, "'" * 20_000, "ﷺ" * 20_000, "1.1-" * 5_000):
        assert len(hashes(text)) < 200
