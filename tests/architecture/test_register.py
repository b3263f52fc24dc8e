"""Every database column, log key and mail variable has an entry in the register; every entry has something to tell."""

from pathlib import Path

import minijinja
import msgspec
import pytest

from helpdesk import i18n, logs
from helpdesk.privacy.policy.register import LIVES_OF_STAGES, read_register
from helpdesk.web import pages
from notifications.tables import Outbound
from piccolo_conf import DB

MAILS = Path(pages.__file__).parents[1] / "templates" / "mail"
# ticket_words is a view of ticket_lexeme and has nothing of its own
COLUMNS = """
    SELECT table_name || '.' || column_name AS place FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'ticket_words' ORDER BY 1
"""


async def columns_of_the_database() -> set[str]:
    return {row["place"] for row in await Outbound.raw(COLUMNS)}


def columns_of_the_register() -> set[str]:
    return {f"{name}.{column}" for name, part in read_register().tables.items() for column in part.columns}


def variables_of(template: str) -> set[str]:
    """What a template is given besides the tools that every template has."""
    given = minijinja.Environment().undeclared_variables_in_str(template)
    return set(given) - {*pages._tools("en"), "other"}


def variables_of_mails() -> set[str]:
    return {
        f"{folder.name}.{variable}"
        for folder in MAILS.iterdir()
        for path in [*folder.iterdir(), MAILS / "_base" / "body.html"]
        if folder.name != "_base"
        for variable in variables_of(path.read_text("utf-8"))
    }


async def test_every_column_has_an_entry_and_every_entry_a_column(schema):
    found, told = await columns_of_the_database(), columns_of_the_register()

    assert len(found) > 100
    missing_and_stale = (sorted(found - told), sorted(told - found))
    assert missing_and_stale == ([], []), "Write them into helpdesk/privacy/policy/register.toml; its head says how."


async def test_the_probe_sees_a_new_column(schema):
    before = await columns_of_the_database()
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await Outbound.raw("ALTER TABLE ticket ADD COLUMN shoe_size text")
            await Outbound.raw("CREATE TABLE shoe (id uuid)")
            assert await columns_of_the_database() - before == {"ticket.shoe_size", "shoe.id"}
            raise ZeroDivisionError  # leave nothing behind
    assert await columns_of_the_database() == before


def test_every_log_key_has_an_entry():
    assert set(read_register().logs.keys) == logs.KEYS


def test_every_mail_variable_has_an_entry():
    told = {f"{kind}.{name}" for kind, part in read_register().mails.items() for name in part.variables}

    assert variables_of("{{ label('x') }} {{ address }}{% for n in names %}{{ n }}{% endfor %}") == {"address", "names"}
    assert len(told) > 5
    assert variables_of_mails() == told


def test_every_word_of_the_register_is_explained():
    register = read_register()

    assert msgspec.structs.replace(register, holds={}).words_missing() == set(register.holds)
    assert register.words_missing() == set()
    texts = [
        *register.holds.values(),
        *register.uses.values(),
        *register.readers.values(),
        *register.lives.values(),
        *register.subjects.values(),
    ]
    texts += [part.what for part in [*register.tables.values(), register.logs, *register.mails.values()]]
    assert all(text[locale].strip() for text in texts for locale in i18n.LOCALES)
    assert set(LIVES_OF_STAGES) <= set(register.lives)


def test_what_a_column_does_not_say_its_table_says():
    entries = {entry.place: entry for entry in read_register().entries()}

    link = entries["ticket.link"]
    assert (link.holds, link.use, link.basis, link.readers, link.life) == (
        "sealed", "deliver", "category", ["requester"], "pseudonym",
    )  # fmt: skip
    assert entries["ticket.category"].readers == read_register().tables["ticket"].readers
