"""`helpdesk policy check`: every mistake at once, each with its line and what to do; no file makes a traceback."""

import copy
import json
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.privacy.policy.commandline import check_file
from helpdesk.privacy.policy.places import find_places
from helpdesk.privacy.policy.read import LARGEST, SHIPPED, check

TEXT = SHIPPED.read_text("utf-8")
LINES = TEXT.splitlines()


def line_of(start: str, after: str = "") -> int:
    """The first line that starts so, after the one that starts so."""
    begin = next(n for n, line in enumerate(LINES) if line.startswith(after)) if after else 0
    return next(n for n, line in enumerate(LINES[begin:], begin + 1) if line.startswith(start))


def told(text: str) -> list[tuple[int, str, str]]:
    return [(mistake.line, mistake.where, mistake.what) for mistake in check(text.encode())[1]]


def test_the_shipped_file_is_right():
    assert told(TEXT) == []


def test_every_mistake_is_told_at_once_with_its_line():
    text = (
        TEXT.replace("disclosure_quota = 20", "disclosure_quota = 0")
        .replace('address = { en = "Write your postal address here", ar = "يُكتب هنا عنوانكم البريدي" }', "")
        .replace('name = { en = "Billing team", ar = "فريق الفوترة" }', 'name = { en = "Billing team", ar = " " }')
        .replace("needs_reason = true", "need_reason = true")
        .replace('team = "support"', 'team = "suport"', 1)
        .replace('fields = ["email", "domain"]', 'fields = ["domain", "email"]', 1)
        .replace("texts_days = 180", "texts_days = 20", 1)
        .replace("mail_text = false", 'mail_text = "no"', 1)
    )
    quota, controller, billing = (
        line_of("disclosure_quota"),
        line_of("[controller]"),
        line_of("name", "[teams.billing]"),
    )
    reason, technical = line_of("needs_reason"), "[categories.technical]"
    assert [(line, where) for line, where, _ in told(text)] == [
        (quota, "disclosure_quota"),
        (controller, "controller.address"),
        (billing, "teams.billing.name.ar"),
        (reason, "purposes.other.need_reason"),
        (line_of("team", technical), "categories.technical.team"),
        (line_of("fields", technical), "categories.technical.fields"),
        (line_of("mail_text", technical), "categories.technical.mail_text"),
        (line_of("texts_days", technical), "categories.technical.retention.texts_days"),
    ]
    remedies = {mistake.where: mistake.remedy for mistake in check(text.encode())[1]}
    assert remedies["purposes.other.need_reason"] == 'Did you mean "needs_reason"?'
    assert remedies["controller.address"] == 'Add address = { en = "…", ar = "…" }.'
    assert remedies["categories.technical.team"] == 'Did you mean "support"?'
    assert remedies["categories.technical.fields"] == 'Put "email" first.'
    assert remedies["categories.technical.mail_text"] == "It must be true or false."


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ('terms = "1"', 'terms = "../1"', "terms", "There are no terms"),
        ('version = "2026-11"', 'version = ""', "version", "A version is"),
        ('email = "privacy@example.com"', 'email = "nobody"', "controller.email", "no e-mail address"),
        ("[teams.support]", "[teams.'a b']", "teams.a b", "cannot be a name"),
        ("[purposes.other]", "[purposes.assigned]", "purposes.assigned", "a meaning of its own"),
        ('kind = "email"', 'kind = "line"', "fields.email.kind", "has another kind"),
        ('kind = "domain"', 'kind = "domane"', "fields.domain.kind", "is not possible here"),
        ('country = ""', 'country = "Egypt"', "processors.mail.country", "no country code"),
        ('fields = ["email", "reference"]', 'fields = ["phone"]', "processors.mail.fields[0]", "no category asks for"),
        ('country = ""', 'url = "http://x"', "processors.mail.events", "no event"),
        ('country = ""', 'contract_until = 1', "processors.mail.contract_until", "Here stands a number"),
        ('country = ""', 'events = ["x"]', "processors.mail.url", "no address"),
        ("allowed = []", 'allowed = [" "]', "redaction.allowed[0]", "is empty"),
        ("# text = ['KND-[0-9]{6}']", "text = ['a', '(?=x)']", "redaction.patterns.text[1]", "is refused"),
        ('basis = "contract"', 'basis = "contrakt"', "categories.technical.basis", "no lawful basis"),
        ('optional = ["invoice"]', 'optional = ["email"]', "categories.billing.optional", "cannot be optional"),
        ('passport = ["verify"] }', "passport = [] }", "categories.technical.opens.passport", "for no purpose"),
        ('passport = ["verify"] }', 'pasport = ["verify"] }', "categories.technical.opens.pasport", "no kind of detail"),
        ('opens = { national-id = ["verify"]', 'opens = { national-id = ["verfy"]', "categories.technical.opens.national-id[0]", "[purposes]"),
        ('two_person = ["name", "address"]', 'two_person = ["name", "card"]', "categories.abuse.two_person", "nobody may ever open it"),
        ('at_once = ["domain"]', 'at_once = ["domain", "name"]', "categories.abuse.at_once[1]", "is in two_person"),
        ('opens = { name', 'opens = { iban = ["work"], name', "categories.abuse.opens.iban", "but never at all"),
        ('purposes = ["contact", "work", "other"]', 'purposes = ["work", "work"]', "categories.abuse.purposes", "stands here 2 times"),
        ("survey = false", "survey_delay_minutes = -1", "categories.abuse.survey_delay_minutes", "must not be negative"),
        ("rest_days = 730", "rest_days = 99999", "categories.technical.retention.rest_days", "between 0 and 36500"),
        ("survey_delay_minutes = 60", "survey_delay_minutes = 1e9", "survey_delay_minutes", "a number with a point"),
        ("survey_delay_minutes = 60", "survey_delay_minutes = true", "survey_delay_minutes", "Here stands true or false"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_where_it_stands(old, new, where, what):
    changed = TEXT.replace(old, new, 1)
    line = changed[: changed.index(new)].count("\n") + 1
    found = [(at, place, said) for at, place, said in told(changed) if place == where]

    missing = where in ("processors.mail.events", "processors.mail.url")  # said where its table begins
    assert [at for at, _, _ in found] == [line_of("[processors.mail]") if missing else line]
    assert what in found[0][2]


def test_a_mistake_is_told_once_and_not_what_follows_from_it():
    text = TEXT.replace("[teams.", "[team.")

    assert [(where, what) for _, where, what in told(text)] == [
        ("teams", "This is missing."),
        ("team", "This key is not known."),
    ]


@pytest.mark.parametrize(
    ("content", "line", "column", "what", "remedy"),
    [
        (b"a = 1\nb = \n", 2, 5, "Invalid value", "quotation marks"),
        (b"a = 1\na = 2\n", 2, 6, "Cannot overwrite", "stand once"),
        (b"a = 1\n[x\n", 2, 3, "Expected ']'", "Close the bracket"),
        (b'a = "x\n', 1, 7, "Illegal character", "same line"),
        (b"a = 'x\n", 2, 0, "Expected", "same line"),
        (b'a = "\\q"', 1, 8, "Unescaped", "backslash twice"),
        (b"a = 1 2", 1, 7, "Expected newline", "one NAME = VALUE"),
        (b"a = 1\nb = '\xff'\n", 2, 6, "no UTF-8", "Save the file as UTF-8"),
        (b"a = " + b"[" * 100_000, 1, 0, "too deep", "three levels"),
        (b"a", 1, 0, "Expected '='", "NAME = VALUE"),
        (b"#" * (LARGEST + 1), 1, 0, "larger than", "Shorten"),
    ],
)
def test_what_is_no_toml_is_told_with_line_and_column(content, line, column, what, remedy):
    policy, (mistake,) = check(content)

    assert policy is None
    assert (mistake.line, mistake.column) == (line, column)
    assert what in mistake.what
    assert remedy in mistake.remedy


@given(st.binary(max_size=300))
def test_no_bytes_make_a_traceback(content):
    assert all(mistake.line >= 1 for mistake in check(content)[1])


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_no_change_of_some_bytes_makes_a_traceback(data):
    content = bytearray(TEXT.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=6))
    policy, mistakes = check(bytes(content))
    assert policy is not None or len(mistakes) == 1
    assert all(mistake.line >= 1 and mistake.what and mistake.remedy for mistake in mistakes)


def paths(part: object, path: tuple = ()) -> list[tuple]:
    if isinstance(part, dict):
        return [path, *(deeper for key, entry in part.items() for deeper in paths(entry, (*path, key)))]
    return [path]


def written(part: object) -> str:
    """TOML of what was read, everything inline below the first level."""
    if isinstance(part, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {written(entry)}" for key, entry in part.items()) + "}"
    return json.dumps(part, ensure_ascii=False) if not isinstance(part, float) else "1.5"


def file_of(data: dict) -> str:
    return "".join(f"{json.dumps(key)} = {written(entry)}\n" for key, entry in data.items())


PARSED = tomllib.loads(TEXT)
ALL = [path for path in paths(PARSED) if path]


def with_changed(path: tuple, change: object) -> str:
    data = copy.deepcopy(PARSED)
    place = data
    for part in path[:-1]:
        place = place[part]
    if change is None:
        del place[path[-1]]
    else:
        place[path[-1]] = change
    return file_of(data)


def test_the_file_says_the_same_when_written_inline():
    assert check(file_of(tomllib.loads(TEXT)).encode()) == (check(TEXT.encode())[0], [])


def test_every_key_that_is_taken_away_is_right_or_explained():
    explained = 0
    for path in ALL:
        policy, mistakes = check(with_changed(path, None).encode())
        assert policy is not None
        assert all(mistake.line >= 1 and mistake.what and mistake.remedy for mistake in mistakes), path
        explained += bool(mistakes)
    assert explained > 60


@pytest.mark.parametrize("change", [7, -1, True, "", "x", [], ["x"], [[]], {}, {"x": 1}, {"en": "x", "ar": 1}, 1.5])
def test_every_key_that_is_changed_is_right_or_explained(change):
    for path in ALL:
        text = with_changed(path, change)
        policy, mistakes = check(text.encode())
        assert policy is not None
        line = text[: text.index(f"{json.dumps(path[0])} = ")].count("\n") + 1
        assert all(mistake.line >= 1 and mistake.what and mistake.remedy for mistake in mistakes), path
        if len(path) == 1 and mistakes and isinstance(change, (str, list, bool, float)) and change != "x":
            assert line in {mistake.line for mistake in mistakes}, path


HEADS = {n: max(h for h in range(n + 1) if h == 0 or LINES[h].startswith("[")) for n in range(len(LINES))}


@pytest.mark.parametrize("number", [n for n, line in enumerate(LINES) if " = " in line and not line.startswith("#")])
def test_every_line_that_is_taken_away_or_mistyped_is_right_or_told_where_it_was(number):
    head, name = HEADS[number] + 1, LINES[number].partition(" = ")[0]
    without = told("\n".join([*LINES[:number], *LINES[number + 1 :]]))
    assert [line for line, where, _ in without if where.rpartition(".")[2] == name and line != head] == []
    mistyped = told("\n".join([*LINES[:number], f"{name} = 1979-05-27T07:32:00Z", *LINES[number + 1 :]]))
    assert [line for line, where, _ in mistyped if where.rpartition(".")[2] == name] == [number + 1]


def test_the_lines_of_keys_tables_and_entries_are_found():
    text = '\n# no\n[a]\nb = [\n  1,\n  "x # [c]", # y\n]\n[[d."e.f"]]\ng = { h = """\n=\n""", i = \'\'\'x\'\'\' }\nk.l = 1.5\n[[d."e.f"]]\ng = 1\n'
    tomllib.loads(text)
    places = find_places(text)
    wanted = {
        ("a",): 3, ("a", "b"): 4, ("a", "b", 0): 5, ("a", "b", 1): 6, ("d", "e.f", 0): 8, ("d", "e.f", 0, "g", "h"): 9,
        ("d", "e.f", 0, "g", "i"): 11, ("d", "e.f", 0, "k", "l"): 12, ("d", "e.f", 1): 13, ("d", "e.f", 1, "g"): 14,
        ("nowhere",): 1, ("a", "missing"): 3,
    }  # fmt: skip
    assert {path: places.line_of(path) for path in wanted} == wanted


def test_the_command_speaks_to_people_and_programs(tmp_path):
    path = tmp_path / "p.toml"
    path.write_text(TEXT.replace("disclosure_quota = 20", 'disclosure_quota = "\\u001b[31m"'), "utf-8")
    said, is_right = check_file(path, as_json=False)

    assert not is_right
    assert (
        said
        == f"{path}:{line_of('disclosure_quota')}: disclosure_quota: Here stands text. It must be a whole number.\n1 mistake."
    )
    assert json.loads(check_file(path, as_json=True)[0])["mistakes"] == [
        {
            "line": line_of("disclosure_quota"),
            "column": None,
            "where": "disclosure_quota",
            "what": "Here stands text.",
            "remedy": "It must be a whole number.",
        }
    ]
    said, is_right = check_file(None, as_json=False)
    assert is_right
    assert said.splitlines()[1].startswith("Before you go live: [controller] still names the example")
    path.write_text(TEXT.replace("[purposes.other]", '[purposes."\\u001b[2J"]'), "utf-8")
    assert "\x1b" not in check_file(path, as_json=False)[0]
