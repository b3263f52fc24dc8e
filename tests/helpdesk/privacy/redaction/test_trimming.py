"""What is left of a finding when what is not private in it is taken away, and which guesses name a value or a thing."""

import pytest

from helpdesk.privacy.redaction.detectors.candidate import tidied
from helpdesk.privacy.redaction.find import read_whole
from helpdesk.privacy.redaction.readable import must_stay, names_a_value
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.trim import is_never_private, of_date, of_name


@pytest.mark.parametrize(
    ("found", "kind", "left"),
    [
        ("(024 455 5013", Kind.PHONE, "024 455 5013"),
        ("(024) 455 5013", Kind.PHONE, "(024) 455 5013"),
        ("Jolene's", Kind.NAME, "Jolene"),
        ("Elli Saarelainen.", Kind.NAME, "Elli Saarelainen"),
        ("sunny-Day.", Kind.PASSWORD, "sunny-Day."),
        ("(sunny-Day", Kind.PASSWORD, "sunny-Day"),
    ],
)
def test_a_finding_keeps_no_mark_that_belongs_to_the_sentence(found, kind, left):
    start, end = tidied(found, 0, len(found), kind)

    assert found[start:end] == left


@pytest.mark.parametrize(
    ("text", "guess", "named"),
    [
        ("User-Password = x", "User-Password", True),
        ("imapsync --password1 x", "password1", True),
        ("copy to s3://leavers-2025/", "leavers-2025", True),
        ("<BuyerReference>n/a", "BuyerReference", True),
        ("pass=DT!ger =\nand", "DT!ger", False),
        ("hunter23 = the wifi", "hunter23", False),
        ("the safe says mou-1789 now", "mou-1789", False),
    ],
)
def test_what_names_a_value_is_no_value(text, guess, named):
    start = text.index(guess)

    assert names_a_value(text, start, start + len(guess)) is named


@pytest.mark.parametrize(
    "guess",
    ["2025-11-18 03", "2025-12-01", "support@", "ubuntu-20-04-x64", "ar_JO.UTF-8", "i-09f3e7a21c55", "0xA0", "web-7c9f5d8b6d-9kk4t"],
)  # fmt: skip
def test_things_are_no_passwords(guess):
    assert must_stay(guess, Kind.PASSWORD)


def test_a_name_is_trimmed_to_itself_and_a_date_to_its_numbers():
    named, dated = read_whole("Lady Ursula Trevanion"), read_whole("by hijri 27 Rajab 1412 I think")
    empty = read_whole("in Osh")

    assert of_name(named, 0, 2) == (1, 2)
    assert of_date(dated.words, 0, len(dated.words) - 1) == (2, 4)
    assert of_date(empty.words, 0, 1) is None


@pytest.mark.parametrize(("text", "never"), [("January–December", True), ("Ubuntu", True), ("الاثنين", True), ("Monday Adeyemi", False)])  # fmt: skip
def test_days_and_programs_are_nobodys_names(text, never):
    words = read_whole(text).words

    assert is_never_private(words, 0, len(words) - 1) is never
