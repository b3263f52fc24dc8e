"""The policy file: the shipped one is right, and every mistake is said with what to do."""

import msgspec
import pytest

from helpdesk.privacy.policy.policy import SHIPPED, Policy, PolicyRefused, Redaction, find_mistakes, read_policy
from helpdesk.privacy.redaction.spans import OwnRules


def changed(**parts: object) -> Policy:
    return msgspec.structs.replace(read_policy(), **parts)


def with_technical(**parts: object) -> Policy:
    rules = read_policy()
    technical = msgspec.structs.replace(rules.categories["technical"], **parts)
    return msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical})


def test_the_shipped_policy_is_whole():
    rules = read_policy()

    assert list(rules.categories) == ["technical", "billing", "domain", "account", "abuse", "contact"]
    assert rules.disclosure_time.total_seconds() == 900
    assert all(text for category in rules.categories.values() for text in (category.name["en"], category.name["ar"]))


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (with_technical(team="nobody"), 'team "nobody" is not among [teams]'),
        (with_technical(fields=["domain", "email"]), "fields must begin"),
        (with_technical(fields=["email", "domain", "shoe"]), '"shoe", which is not among [fields]'),
        (with_technical(purposes=["fun"]), '"fun", which is not among [purposes]'),
        (with_technical(at_once=["invoice"]), "at_once names"),
        (with_technical(optional=["invoice"]), "optional names"),
        (changed(disclosure_minutes=0), "between 1 and 1440"),
        (changed(survey_delay_minutes=-1), "must not be negative"),
    ],
)
def test_what_does_not_fit_together_is_said(rules, words):
    assert [words in mistake for mistake in find_mistakes(rules)] == [True]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "disclosure_minutes = 15",
            "disclosure_minutes = 'x'",
            "Line 5: disclosure_minutes: Here stands text. It must be a whole number.",
        ),
        ("disclosure_minutes = 15", "disclosure_minuts = 15", 'Did you mean "disclosure_minutes"'),
        ("[teams.support]", "[teams.support", "Line 32: This is no TOML"),
        ("text_for", "text_for", ""),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path, old, new, words):
    path = tmp_path / "policy.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(old, new, 1), "utf-8")
    if old == new:
        assert read_policy(path) == read_policy()
        return
    with pytest.raises(PolicyRefused, match=words):
        read_policy(path)


def test_a_missing_file_says_what_to_set(tmp_path):
    with pytest.raises(PolicyRefused, match="HELPDESK_POLICY"):
        read_policy(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"patterns": {"shoe": ["x"]}}, '"shoe" is no kind'),
        ({"patterns": {"text": ["(?=x)"]}}, "is refused"),
        ({"patterns": {"text": [r"(a)\1"]}}, "is refused"),
        ({"patterns": {"text": ["x*"]}}, "matches the empty text"),
    ],
)
def test_an_own_rule_that_cannot_run_in_linear_time_is_said(rules, words):
    policy = msgspec.structs.replace(read_policy(), redaction=msgspec.convert(rules, Redaction))

    assert len(find_mistakes(policy)) == 1
    assert words in find_mistakes(policy)[0]


def test_own_rules_reach_redaction():
    policy = msgspec.structs.replace(
        read_policy(), redaction=Redaction(patterns={"text": ["KND-[0-9]+"]}, allowed=["Northwind"])
    )

    assert policy.own_rules == OwnRules((("text", "KND-[0-9]+"),), ("Northwind",))
