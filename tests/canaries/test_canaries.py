"""Canaries go in through every door of a running desk; no place but the sanctioned one has any of them."""

from helpdesk.privacy.redaction.spans import Kind
from tests.canaries.sweep import sweep
from tests.canaries.values import FOUND, PLAIN


async def test_what_goes_in_is_nowhere_but_where_it_may_be(tmp_path):
    result = await sweep(tmp_path, whole=False)

    assert result.blind == set()  # every place was read, and what was not hidden is seen there
    assert result.leaks == set(), "\n" + result.table()
    assert len(result.values) >= 120
    assert len(result.found) >= 18
    assert {canary.kind for canary in FOUND} == {*Kind} - {Kind.TEXT}
    assert len(FOUND) + len(PLAIN) >= 40
