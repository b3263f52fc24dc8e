"""The whole ledger of a ticket in a reader's language: who saw what, who was let in, what only the system used."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from helpdesk import i18n
from helpdesk.people.staff import names_of
from helpdesk.privacy.disclosure.ledger import SystemUse, ledger_of, system_uses
from helpdesk.privacy.lawful.told import Told, told_about
from helpdesk.privacy.policy import policy
from helpdesk.privacy.transfer.told import PassedOn, passed_on
from helpdesk.tickets.break_glass import Glass, glasses_about
from helpdesk.tickets.look_up import LookUpRow, look_ups_that_found
from helpdesk.tickets.ticket_rows import TicketFace
from helpdesk.web.chips import kind_name
from helpdesk.web.views import duration, ledger_lines, purpose_name, team_name

Line = Mapping[str, object]


async def whole_ledger(ticket: TicketFace, *, locale: str, now: datetime, for_staff: bool) -> Mapping[str, list[Line]]:
    """Give `ledger` (sights), `looked_up` (searches by an exact value that found it), `let_in` (break-glass), `lawful`
    (authorities), `passed_on`, `system_uses`, oldest first.

    for_staff  staff read the agents' names; the requester does where the policy says so
    """
    with_names = for_staff or policy.in_use().ledger_names
    glasses = [glass for glass in await glasses_about(ticket) if glass.decision == "approved"]
    searches = await look_ups_that_found(ticket.id)
    people = [*(glass.asked_by for glass in glasses), *(search.staff for search in searches)]
    names = await names_of(people) if with_names else {}
    return {
        "ledger": await ledger_lines(await ledger_of(ticket.id), locale=locale, now=now, with_names=with_names),
        "looked_up": [look_up_line(search, locale, names.get(search.staff)) for search in searches],
        "let_in": [_let_in(glass, locale, now, names.get(glass.asked_by)) for glass in glasses],
        "lawful": [_told(told, locale) for told in await told_about(ticket.id)],
        "passed_on": [_passed_on(one, locale) for one in await passed_on(ticket.id)],
        "system_uses": [_use(use, locale) for use in await system_uses(ticket.id, ticket.requester)],
    }


def _let_in(glass: Glass, locale: str, now: datetime, name: str | None) -> Line:
    assert glass.decided_at is not None
    assert glass.expires_at is not None
    end = glass.end(now)
    return {
        "team": team_name(glass.role, locale),
        "agent": name,
        "reason": glass.reason,
        "at": glass.decided_at,
        "until": glass.expires_at,
        "ended_at": end,
        "length": i18n.words(locale).plain(
            "length-for", time=duration(((end or glass.expires_at) - glass.decided_at).total_seconds(), locale)
        ),
    }


def look_up_line(search: LookUpRow, locale: str, agent: str | None) -> Line:
    """Give one search by an exact value in a reader's language; never the value."""
    return {
        "team": team_name(search.team, locale),
        "agent": agent,
        "kind": search.kind,
        "purpose": purpose_name(search.purpose, locale),
        "at": search.at,
    }


def _told(told: Told, locale: str) -> Line:
    return {
        "authority": told.authority,
        "basis": told.basis,
        "document": told.document,
        "at": told.at,
        "details": _names(told.details, locale),
        "messages": told.messages,
    }


def _passed_on(one: PassedOn, locale: str) -> Line:
    return {
        "successor": one.successor,
        "ground": one.ground,
        "at": one.at,
        "details": _names(one.details, locale),
        "messages": one.messages,
    }


def _names(details: Sequence[str], locale: str) -> list[str]:
    """Name details such as "phone 1" and "field:domain" in a language."""
    parts = [name.removeprefix("field:").rpartition(" ") for name in details]
    return [f"{kind_name(kind, locale)} {n}" if kind else kind_name(n, locale) for kind, _, n in parts]


def _use(use: SystemUse, locale: str) -> Line:
    return {
        "kind": use.name.removeprefix("field:") if use.number == 0 else use.kind,
        "purpose": purpose_name(use.purpose, locale),
        "purpose_id": use.purpose,
        "times": use.times,
        "last_at": use.last_at,
    }


def rows_of(ledgers: Mapping[str, Sequence[Line]], locale: str, *, with_names: bool) -> list[dict[str, str]]:
    """Give the ledger as rows of one table, headings and values in a language, times in ISO 8601 (UTC)."""
    words = i18n.words(locale)
    rows = [_row_of_sight(line, locale) for line in ledgers["ledger"]]
    rows += [
        {**_row(line), "detail": kind_name(str(line["kind"]), locale), "reason": words.plain("ledger-looked-up-row")}
        for line in ledgers["looked_up"]
    ]
    rows += [
        {**_row(line), "detail": words.plain("ledger-thread"), "purpose": words.plain("purpose-break-glass")}
        for line in ledgers["let_in"]
    ]
    rows += [
        {
            **_row(line),
            "detail": words.plain("ledger-thread"),
            "seen_by": str(line["authority"]),
            "purpose": words.plain("purpose-lawful"),
            "reason": f"{line['basis']}, {line['document']}",
        }
        for line in ledgers["lawful"]
    ]
    rows += [
        {
            **_row(line),
            "detail": words.plain("ledger-thread"),
            "seen_by": str(line["successor"]),
            "purpose": words.plain("purpose-passed-on"),
            "reason": str(line["ground"]),
        }
        for line in ledgers["passed_on"]
    ]
    rows += [
        {
            **_row(line),
            "detail": kind_name(str(line["kind"]), locale),
            "seen_by": words.plain("ledger-nobody-system"),
            "until": _iso(line["last_at"]),
            "length": _plain(words.plain("system-times", n=line["times"])),
        }
        for line in ledgers["system_uses"]
    ]
    columns = [column for column in COLUMNS if column != "agent" or with_names]
    return [
        {_plain(words.plain(f"column-{column.replace('_', '-')}")): row[column] for column in columns} for row in rows
    ]


COLUMNS = ("detail", "seen_by", "agent", "purpose", "reason", "from", "until", "length", "extended_to", "second_person")


def _row_of_sight(line: Line, locale: str) -> dict[str, str]:
    words, kind = i18n.words(locale), kind_name(str(line["kind"]), locale)
    return {
        **_row(line),
        "detail": f"{kind} {line['number']}" if line["number"] else kind,
        "second_person": words.plain("yes") if line["agreed"] else "",
    }


def _row(line: Line) -> dict[str, str]:
    return {
        "detail": "",
        "seen_by": str(line.get("team", "")),
        "agent": str(line.get("agent") or ""),
        "purpose": str(line.get("purpose", "")),
        "reason": str(line.get("reason") or ""),
        "from": _iso(line.get("at")),
        "until": _iso(line.get("ended_at") or line.get("until")),
        "length": _plain(str(line.get("length", ""))),
        "extended_to": _iso(line.get("extended_to")),
        "second_person": "",
    }


def _iso(moment: object) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if isinstance(moment, datetime) else ""


def _plain(text: str) -> str:
    """Take away what isolates a part for a screen (FSI, PDI): a file is read by programs, too."""
    return text.translate({0x2068: None, 0x2069: None})
