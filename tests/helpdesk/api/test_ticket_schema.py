"""The schema of a new ticket is derived from the policy, and says yes exactly where the API does."""

import random

import jsonschema_rs
import msgspec
import pytest

from helpdesk.api.ticket_schema import ticket_schema
from helpdesk.privacy.policy import policy
from helpdesk.web.limits import Bucket

WHERE = "http://desk.test/api/v1/schema/ticket"
RIGHT = {
    "category": "technical",
    "email": "tessa@customer.test",
    "locale": "en",
    "subject": "Mail bounces",
    "body": "Since Monday",
    "fields": {"domain": "visitor.test"},
    "terms_version": "1",
}
# What may stand in each place, right and wrong; the test draws from it.
TEXTS = ["x", "", " ", "\u200f", "مرحبا", "a" * 200, "a" * 201, "a" * 20_000, "a" * 20_001, 7, None, ["x"], "⟦", "\n"]
EMAILS = ["tessa@customer.test", "تيسا@مثال.مصر", "", "x", "a b@c.test", "a@b", "a@b.c1", "a@-b.test", "a" * 64 + "@b.test", "a" * 65 + "@b.test", "a@" + "b" * 63 + ".test", "a@" + "b." * 125 + "cd", "a@b.test.", '"a"@b.test', 7]  # fmt: skip
HOSTS = ["visitor.test", "مثال.مصر", "a.b.c.test.", "a_b.test", "a..test", "-a.test", "a" * 64 + ".test", "x", "", "a b.test", "1.2.3.4", "a.b1", "a.1b", 7, None]  # fmt: skip
CHANGES = {
    "category": ["technical", "billing", "domain", "account", "abuse", "contact", "weather", "", 7],
    "email": EMAILS,
    "name": ["", "Tessa", "a" * 253, "a" * 254, None, 7],
    "locale": ["en", "ar", "fr", "", None],
    "subject": TEXTS,
    "body": TEXTS,
    "terms_version": ["1", "0", "", 1],
    "fields": [{}, None, [], {"shoe": "44"}, {"email": "a@b.test"}],
    "shown": [[], ["x"], [1], "x", None],
    "hidden": [[], ["x"], [1], {}],
    "extra": ["x"],
}


def a_case(dice: random.Random) -> dict[str, object]:
    case = {**RIGHT, "category": dice.choice([*policy.in_use().categories])}
    asked = [name for name in policy.in_use().categories[case["category"]].fields if name != "email"]
    case["fields"] = {name: "visitor.test" for name in asked if dice.random() < 0.95}
    if asked and dice.random() < 0.4:
        case["fields"][asked[0]] = dice.choice(HOSTS)
    for name in dice.sample(list(CHANGES), dice.choice([0, 0, 1, 1, 2])):
        case[name] = dice.choice(CHANGES[name])
    if dice.random() < 0.1:
        del case[dice.choice(list(case))]
    return case


def use_stricter_policy() -> None:
    """Names asked for, a domain that may be missing, an invoice that may not."""
    rules = policy.in_use()
    categories = {
        "technical": msgspec.structs.replace(rules.categories["technical"], fields=["email", "name", "domain"], optional=["domain"]),
        "billing": msgspec.structs.replace(rules.categories["billing"], fields=["email", "invoice", "domain"], optional=[]),
    }  # fmt: skip
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, **categories}))


@pytest.mark.parametrize("is_stricter", [False, True])
async def test_what_the_schema_accepts_is_what_the_api_accepts(browser, app, is_stricter):
    if is_stricter:
        use_stricter_policy()
    app.state.ticket_limit = Bucket(burst=10_000, per_minute=10_000)
    dice, outcomes = random.Random(4), []
    validator = jsonschema_rs.Draft202012Validator((await browser.get("/api/v1/schema/ticket")).json())
    for _ in range(250):
        case = a_case(dice)
        status = (await browser.post("/api/v1/tickets", json=case)).status_code
        assert (validator.is_valid(case), status in (201, 409, 422)) == (status == 201, True), (status, case)
        outcomes.append(status)
    assert min(outcomes.count(201), outcomes.count(422)) > 60


@pytest.mark.parametrize("host", [host for host in HOSTS if isinstance(host, str)])
async def test_an_optional_domain_may_be_empty_and_else_must_be_one(browser, app, host):
    rules = policy.in_use()
    technical = msgspec.structs.replace(rules.categories["technical"], optional=["domain"])
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical}))
    validator = jsonschema_rs.Draft202012Validator((await browser.get("/api/v1/schema/ticket")).json())
    case = {**RIGHT, "fields": {"domain": host}}

    assert validator.is_valid(case) == ((await browser.post("/api/v1/tickets", json=case)).status_code == 201)


async def test_the_schema_follows_policy_and_language(browser):
    english, arabic = [
        await browser.get("/api/v1/schema/ticket", headers={"accept-language": language}) for language in ("en", "ar")
    ]
    assert english.headers["content-type"].startswith("application/schema+json")
    assert (english.json()["$id"], arabic.headers["content-language"]) == (WHERE, "ar")
    rules = policy.in_use()
    for answer, locale in ((english, "en"), (arabic, "ar")):
        schema = answer.json()
        jsonschema_rs.meta.validate(schema)
        assert [part["title"] for part in schema["oneOf"]] == [each.name[locale] for each in rules.categories.values()]
        domain = schema["oneOf"][0]["properties"]["fields"]["properties"]["domain"]
        assert (domain["title"], domain["description"]) == (rules.fields["domain"].label[locale], rules.fields["domain"].why[locale])  # fmt: skip
        assert all(part["additionalProperties"] is False for part in schema["oneOf"])


def test_new_terms_are_in_the_schema():
    schema = ticket_schema(msgspec.structs.replace(policy.in_use(), terms="7"), "en", where=WHERE)

    assert {part["properties"]["terms_version"]["const"] for part in schema["oneOf"]} == {"7"}
    assert not jsonschema_rs.Draft202012Validator(schema).is_valid(RIGHT)
    assert jsonschema_rs.Draft202012Validator(schema).is_valid({**RIGHT, "terms_version": "7"})
