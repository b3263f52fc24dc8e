"""No query touches tickets outside the few modules that are ways to one; operations write what those gave them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READS = {
    "helpdesk/tickets/access.py",
    "helpdesk/tickets/doors.py",
    "helpdesk/tickets/mergers.py",
    "helpdesk/tickets/ticket_rows.py",
    "helpdesk/tickets/batches.py",
    "helpdesk/tickets/queries.py",
    "helpdesk/tickets/own_requests.py",
}
# What operations may still do with the table: write a row that they were given.
WRITES = {
    "helpdesk/tickets/submit.py": {"insert", "raw", "select"},  # the form's key: reference only, under its own lock
    "helpdesk/tickets/write.py": {"update"},
    "helpdesk/tickets/assign.py": {"update"},
    "helpdesk/tickets/close.py": {"update"},
    "helpdesk/tickets/undelivered.py": {"update"},
    "helpdesk/tickets/merge.py": {"update"},
    "helpdesk/tickets/prioritise.py": {"update"},
    "helpdesk/tickets/tag.py": {"update"},
    "helpdesk/tickets/postpone.py": {"update"},
    "helpdesk/tickets/wake.py": {"update"},
    "helpdesk/tickets/move.py": {"update"},
    "helpdesk/tickets/undo.py": {"update"},
    "helpdesk/tickets/reckon.py": {"update"},
    "helpdesk/tickets/take_back.py": {"update"},
}


def uses_of_ticket(source: str) -> set[str]:
    """The methods that are called on the table class."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Ticket"
        if node.attr in {"select", "objects", "raw", "insert", "update", "delete", "count", "exists"}
    }


def test_the_probe_sees_a_query():
    assert uses_of_ticket("async def f():\n    return await Ticket.select(Ticket.id)") == {"select"}


def test_no_other_module_queries_tickets():
    found = {}
    for package in ("helpdesk", "surveys", "notifications"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            uses = uses_of_ticket(path.read_text("utf-8"))
            if uses and name not in READS:
                found[name] = uses
    assert found == WRITES


def test_no_raw_sql_names_the_ticket_table_elsewhere():
    statement = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+ticket\b", re.IGNORECASE)
    assert statement.search("SELECT 1 FROM ticket WHERE x")
    found = [
        path.relative_to(ROOT).as_posix()
        for package in ("helpdesk", "surveys", "notifications")
        for path in [*(ROOT / package).rglob("*.py"), *(ROOT / package).rglob("*.sql")]
        if statement.search(path.read_text("utf-8"))
    ]
    assert found == ["helpdesk/walls.sql"]  # the database's own rules
