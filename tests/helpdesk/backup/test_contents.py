"""Every table is in one archive or left out on purpose, and comes after those that it refers to."""

from helpdesk.backup.contents import KEYS, LEFT_OUT, sources
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER, on_behalf_of

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
REFERENCES = """
    SELECT conrelid::regclass::text AS one, confrelid::regclass::text AS other FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid
"""


async def test_every_table_has_its_place(schema):
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
    try:
        placed = {kind: [source.name for source in found] for kind, found in (await sources(connection)).items()}
    finally:
        await connection.close()
    every = {row["tablename"] for row in await Outbound.raw(TABLES)}

    assert {*placed["content"], *placed["keys"], *LEFT_OUT} == every
    assert set(placed["keys"]) == set(KEYS)
    order = {name: place for place, name in enumerate(placed["keys"] + placed["content"])}
    pairs = [(row["one"], row["other"]) for row in await Outbound.raw(REFERENCES)]
    assert len(pairs) > 20
    assert [pair for pair in pairs if pair[0] in order and order.get(pair[1], 0) > order[pair[0]]] == []
    assert [pair for pair in pairs if pair[0] in order and pair[1] in LEFT_OUT] == []
