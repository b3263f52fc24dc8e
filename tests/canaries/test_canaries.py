"""Canaries go in through every door of a running desk; no place but the sanctioned one has any of them."""

import tempfile
from pathlib import Path

import asyncpg
import pytest

from helpdesk.privacy.redaction.spans import Kind
from notifications.tables import Outbound
from tests.canaries.sweep import sweep
from tests.canaries.values import FOUND, MANY
from tests.leakscan import hits


async def test_what_goes_in_is_nowhere_but_where_it_may_be():
    with tempfile.TemporaryDirectory(prefix="canaries") as folder:  # pytest's own is closed to the server's user
        result = await sweep(Path(folder), whole=False)

    assert result.blind == set()  # every place was read, and what was not hidden is seen there
    assert result.leaks == set(), "\n" + result.table()
    assert len(result.values) >= 120
    assert len(result.found) >= 18
    assert {canary.kind for canary in FOUND} == {*Kind} - {Kind.TEXT}
    assert len(FOUND) + len(MANY) >= 60  # details of one ticket, of which one was opened
    details = {f"text: {canary.label}" for canary in FOUND + MANY}
    assert {who: inside & details for who, inside in result.found.items() if inside & details} == {
        "typist": details,  # the preview, to whoever typed them
        "assignee": {"text: phone"},
    }


async def test_a_failed_write_leaves_no_row_in_the_server_s_log(schema):
    with pytest.raises(asyncpg.CheckViolationError, match="text_is_sealed"):
        await Outbound.raw(
            "INSERT INTO ticket (id, requester, subject, link, link_hash, terms_accepted_at, opened_at, active_at) VALUES"
            " (gen_random_uuid(), gen_random_uuid(), 'canary-in-a-failed-row', 'x', 'x', now(), now(), now())"
        )
    log = (schema.var / "postgres" / "log").read_bytes()

    assert b"text_is_sealed" in log  # the probe sees the failure
    assert hits(["canary-in-a-failed-row"], log) == set()
