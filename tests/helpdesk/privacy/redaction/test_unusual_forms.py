"""Details in the forms that strangers give them: by general rules, each with one that looks like it and must stay."""

import time

import pytest

from helpdesk.privacy.redaction.alike import alike
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.find import find, read_whole
from helpdesk.privacy.redaction.shapes import shapes
from helpdesk.privacy.redaction.spans import Kind


def hidden(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find(text)]


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("the dish: https://www.maps.example/@30.04,31.23,15z", ["30.04,31.23"]),
        ("at ///filled.count.soap please", ["filled.count.soap"]),
        ("plus code XPF4+7R in town", ["XPF4+7R"]),
        ("mast at 30 deg 2 min 40 sec N, 31 deg 14 min 8 sec E", ["30 deg 2 min 40 sec N", "31 deg 14 min 8 sec E"]),
        ("we are at thirty degrees two minutes north", ["thirty degrees two minutes north"]),
        ('{"x":31.2357,"y":30.0444}', ["31.2357", "30.0444"]),
        ("الموقع شمال ٢٤ درجة ٤٢ دقيقة", ["شمال ٢٤ درجة ٤٢ دقيقة"]),
        ("it is 30 degrees in the rack, and C++ or 22+33 stay", []),
    ],
)
def test_a_place_on_the_map_is_found_however_it_is_written(text, private):
    assert hidden(text) == private


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("I was born in nineteen ninety-one", ["nineteen ninety-one"]),
        ("انا مواليد شهر خمسة سنة واحد وتسعين", ["شهر خمسة سنة واحد وتسعين"]),
        ("he was born 91, in Cork", ["91"]),
        ("the company was born two years ago", []),
    ],
)
def test_a_day_of_birth_is_found_in_words_and_short(text, private):
    assert hidden(text) == private


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("my pswrd: hunter2x!", ["hunter2x!"]),
        ("storePassword Qx7-kelp-22", ["Qx7-kelp-22"]),
        ("كلمة السر: z a h r a 7", ["z a h r a 7"]),
        ("the safe-word is marmalade", ["marmalade"]),
        ("the order goes from 09-01-28 10764027", ["09-01-28", "10764027"]),
    ],
)
def test_a_secret_is_found_behind_the_many_names_for_it(text, private):
    assert hidden(text) == private


def of(text: str, value: str, kind: Kind) -> Candidate:
    start = text.index(value)
    return Candidate(start, start + len(value), kind, "a rule", value)


@pytest.mark.parametrize(
    ("text", "kind", "value", "private"),
    [
        ("use 5JR82KD and not 5JR82KO", Kind.NATIONAL_ID, "5JR82KD", ["5JR82KO"]),
        ("no, 4471 not 4417", Kind.CODE, "4471", ["4417"]),
        ("the code 4471 and the port 4417", Kind.CODE, "4471", []),
        ("the code 447182 and order 447128", Kind.CODE, "447182", []),
    ],
)
def test_a_corrected_value_is_as_private_as_the_right_one(text, kind, value, private):
    found = alike([of(text, value, kind)], read_whole(text))
    assert [text[other.start : other.end] for other in found] == private


def test_a_page_at_a_host_is_no_mail_address():
    assert hidden("see the page at cheap-watches.example") == []
    assert hidden("mail: anna at box.example") == ["anna at box.example"]


def test_a_long_word_with_digits_is_told_from_arabic_in_latin_letters_at_once():
    started = time.process_time()
    find("ya 3omri " + "a" * 60 + "2" + "a" * 60 + "1 and 2" + "ba" * 40 + "!")

    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I cannot log in to my account, please help", set()),
        ("sort code 12-34-56, Cookie: a", {"sort code", "cookie"}),
        ("place: 48.8583", {"two decimals", "four decimals"}),
        ("call 07OO 123 456", {"letters for digits"}),
        ("كتبت: رقمه 192.0.2.44", {"quotation", "four numbers", "two decimals"}),
        ("sk_live_qwertyuiopasdfgh, not pa55!word", {"run", "long run", "digit and sign"}),
    ],
)
def test_a_text_is_asked_once_which_parts_of_patterns_it_has(text, parts):
    assert shapes(text) == parts
