"""The tables in the code are the tables that the migrations make."""

from collections.abc import Iterator

import pytest
from piccolo.conf.apps import AppConfig
from piccolo.table import Table

import helpdesk.piccolo_app
import notifications.piccolo_app
import surveys.piccolo_app
from notifications.tables import Outbound
from piccolo_conf import DB

APPS: tuple[AppConfig, ...] = (
    helpdesk.piccolo_app.APP_CONFIG,
    surveys.piccolo_app.APP_CONFIG,
    notifications.piccolo_app.APP_CONFIG,
)
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
    WHERE table_schema = {} AND table_name NOT IN ('migration', 'ticket_words') ORDER BY 1, 2
"""
CONSTRAINTS = """
    SELECT c.conrelid::regclass::text AS table_name, c.contype::text AS kind, pg_get_constraintdef(c.oid) AS says
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE n.nspname = {} AND c.conrelid::regclass::text NOT LIKE '%migration' AND c.contype <> 'n'
    ORDER BY 1, 2, 3
"""


def in_order(tables: list[type[Table]]) -> Iterator[type[Table]]:
    """Referenced tables first."""
    made: set[type[Table]] = set()
    while len(made) < len(tables):
        for table in tables:
            needs = {key._foreign_key_meta.resolved_references for key in table._meta.foreign_key_columns}
            if table not in made and needs <= made:
                made.add(table)
                yield table


async def described(schema: str) -> tuple[list[dict], list[dict]]:
    def plain(rows):
        return [{name: str(value).replace(f"{schema}.", "") for name, value in row.items()} for row in rows]

    columns = plain(await Outbound.raw(COLUMNS, schema))
    return columns, sorted(plain(await Outbound.raw(CONSTRAINTS, schema)), key=str)


async def test_tables_equal_migrations():
    tables = [table for app in APPS for table in app.table_classes]
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await Outbound.raw("CREATE SCHEMA from_tables")
            await Outbound.raw("SET LOCAL search_path = from_tables")
            for table in in_order(tables):
                for statement in table.create_table().ddl:
                    await Outbound.raw(statement.replace("{", "{{").replace("}", "}}"))
            from_tables = await described("from_tables")
            await Outbound.raw("SET LOCAL search_path = public")
            from_migrations = await described("public")
            raise ZeroDivisionError  # leave nothing behind
    assert len(from_tables[0]) > 100
    assert from_tables == from_migrations


async def test_migrations_run_backwards_and_forwards_again(schema):
    from helpdesk.migrate import migrate, pending

    assert await pending() == 0
    await migrate()
    assert await pending() == 0
