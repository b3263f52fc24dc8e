"""The requester takes their ledger with them: as a table (CSV) and for programs (JSON), in their language."""

from collections.abc import Mapping

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.spreadsheet import spreadsheet
from helpdesk.tickets import doors
from helpdesk.tickets.doors import Door
from helpdesk.web.forms import AnyRequest
from helpdesk.web.ledger import Line, rows_of, whole_ledger
from helpdesk.web.responses import locale_of
from helpdesk.web.session import requester


@get("/t/{token:str}/ledger.csv")
async def as_csv(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Give the ledger as CSV (RFC 4180, UTF-8 with a mark, no cell that a spreadsheet would compute)."""
    return await _csv(request, doors.by_link(token))


@get("/t/{token:str}/ledger.json")
async def as_json(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Give the ledger as JSON: facts under fixed names, and `rows` as the table has them."""
    return await _json(request, doors.by_link(token))


@get("/me/requests/{reference:str}/ledger.csv")
async def own_as_csv(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """Give the ledger as CSV to its requester, who signed in."""
    return await _csv(request, doors.by_number(reference, await requester(request)))


@get("/me/requests/{reference:str}/ledger.json")
async def own_as_json(request: AnyRequest, reference: FromPath[str]) -> Response[bytes]:
    """Give the ledger as JSON to its requester, who signed in."""
    return await _json(request, doors.by_number(reference, await requester(request)))


async def _csv(request: AnyRequest, door: Door) -> Response[bytes]:
    reference, locale, ledgers = await _ledgers(request, door)
    rows = _rows(ledgers, locale)
    content = spreadsheet([rows[0] if rows else (), *(row.values() for row in rows)])
    return _file(content, "text/csv; charset=utf-8", f"ledger-{reference}.csv", locale)


async def _json(request: AnyRequest, door: Door) -> Response[bytes]:
    reference, locale, ledgers = await _ledgers(request, door)
    content = {
        "reference": reference,
        "language": locale,
        "made_at": clock.now(),
        "seen": [_without(line, "agent") for line in ledgers["ledger"]],
        "looked_up": [_without(line, "agent") for line in ledgers["looked_up"]],
        "let_in": [_without(line, "agent") for line in ledgers["let_in"]],
        "used_by_the_system_seen_by_nobody": ledgers["system_uses"],
        "rows": _rows(ledgers, locale),
    }
    return _file(msgspec.json.encode(content), "application/json", f"ledger-{reference}.json", locale)


def _rows(ledgers: Mapping[str, list[Line]], locale: str) -> list[dict[str, str]]:
    return rows_of(ledgers, locale, with_names=policy.in_use().ledger_names)


def _without(line: Line, name: str) -> dict[str, object]:
    """Leave a name out unless the policy lets the requester read it."""
    keep = policy.in_use().ledger_names
    return {key: value for key, value in line.items() if keep or key != name}


async def _ledgers(request: AnyRequest, door: Door) -> tuple[str, str, Mapping[str, list[Line]]]:
    async with doors.seen_from(door):
        ticket = await doors.ticket_through(door)
        locale = locale_of(request, ticket.locale)
        ledgers = await whole_ledger(ticket.face, locale=locale, now=clock.now(), for_staff=False)
    return ticket.reference, locale, ledgers


def _file(content: bytes, kind: str, name: str, locale: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": locale}
    return Response(content, media_type=kind, headers=headers)
