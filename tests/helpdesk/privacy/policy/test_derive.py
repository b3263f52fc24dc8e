"""What follows from the policy: what opening a detail asks, who must agree."""

import msgspec

from helpdesk.privacy.policy.derive import Opening, openings, prompt_for
from helpdesk.privacy.policy.policy import Category, read_policy


def a_category(**parts: object) -> Category:
    rules = {"purposes": ["contact", "work"], "opens": {}, "two_person": [], "never": [], **parts}
    return msgspec.structs.replace(read_policy().categories["technical"], **rules)


def test_a_kind_opens_for_its_own_purposes_or_else_the_category_s():
    category = a_category(opens={"card": ["work"]}, never=["passport"])

    assert category.purposes_for("card") == ["work"]
    assert category.purposes_for("phone") == ["contact", "work"]
    assert category.purposes_for("passport") == []


def test_what_never_opens_opens_for_no_purpose_even_if_one_is_named():
    assert a_category(opens={"card": ["work"]}, never=["card"]).purposes_for("card") == []


def test_two_people_are_needed_only_where_the_policy_says_so():
    category = a_category(two_person=["card"])

    assert (category.needs_two("card"), category.needs_two("phone")) == (True, False)


def test_the_prompt_offers_the_purposes_and_says_which_needs_words():
    rules = read_policy()
    prompt = prompt_for(rules, a_category(opens={"card": ["work", "other"]}, two_person=["card"]), "card")

    assert [(choice.id, choice.needs_reason) for choice in prompt.choices] == [("work", False), ("other", True)]
    assert prompt.needs_two
    assert prompt_for(rules, a_category(never=["card"]), "card").choices == ()


def test_kinds_that_open_alike_are_told_together_and_the_rest_at_the_end():
    category = a_category(opens={"iban": ["work"], "card": ["work"]}, two_person=["passport"], never=["plate"])

    assert openings(category) == [
        Opening(("card", "iban"), ("work",), False),
        Opening(("passport",), ("contact", "work"), True),
        Opening((), ("contact", "work"), False),
    ]
    assert openings(a_category(purposes=[])) == []


def test_a_category_has_its_own_delay_or_the_policy_s():
    rules = read_policy()
    own = a_category(survey_delay_minutes=5)
    changed = msgspec.structs.replace(rules, categories={**rules.categories, "technical": own})

    assert changed.survey_delay_of("technical").total_seconds() == 300
    assert changed.survey_delay_of("billing") == rules.survey_delay


def test_stages_follow_one_another_and_a_forgotten_category_has_the_shipped_ones():
    rules = read_policy()

    for slug in [*rules.categories, "gone"]:
        stages = rules.retention_of(slug).stages
        assert list(stages) == ["attachments", "texts", "pseudonym", "rest"]
        assert list(stages.values()) == sorted(stages.values())
