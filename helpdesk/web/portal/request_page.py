"""A requester's page of one request, the same by private link and signed in: thread, answer, who saw what, its end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from litestar import Response

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid
from helpdesk.people.requesters import digits_of
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.records import are_limits_carried_out, how_long, stages_of
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import doors, mergers
from helpdesk.tickets.doors import Door
from helpdesk.tickets.download import FileFace, files_of
from helpdesk.tickets.mergers import MergerRow
from helpdesk.tickets.news import looks_in, mark_of
from helpdesk.tickets.own_end import may_reopen, reopens_until
from helpdesk.tickets.own_words import names_in
from helpdesk.tickets.threads import ThreadMessage, close_reason, subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.web.chips import Chip
from helpdesk.web.files_view import field_view, files_again, own_file_view
from helpdesk.web.forms import AnyRequest
from helpdesk.web.kept import tells_of_hold
from helpdesk.web.ledger import Line, whole_ledger
from helpdesk.web.portal.accepted import accepted_view
from helpdesk.web.responses import locale_of, page
from helpdesk.web.views import chips


@dataclass(frozen=True, slots=True)
class Seen:
    """How the page is looked at.

    here    its address: forms and files hang on it
    typed   what was typed into a form that failed with `error`, and `form`: its name
    words   values of the requester's own words, shown to themselves
    """

    here: str
    locale: str = ""
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    error: HelpdeskError | None = None
    form: str = "answer"
    words: Mapping[str, str] | None = field(default=None, repr=False)


async def show(request: AnyRequest, door: Door, seen: Seen) -> Response[str]:
    """Show the request behind a door."""
    async with doors.seen_from(door):
        ticket = await doors.ticket_through(door)
        await _read_as(ticket, door)
        locale = locale_of(request, seen.locale or ticket.locale)
        context = {
            **await _context(ticket, seen, locale),
            **_frame(request, door, seen),
            **_errors(request, seen, locale),
        }
    status = seen.error.status if seen.error else 200
    return page(request, "requester/ticket.html", context, status=status, locale=seen.locale or ticket.locale)


async def news(request: AnyRequest, door: Door, seen: Seen, *, known: str, after: str) -> Response[str]:
    """Give what is new since a page was made, as parts of it; nothing (204) when nothing is.

    known  the mark of the page's ledger
    after  the last message that the page shows
    """
    async with doors.seen_from(door):
        ticket = await doors.ticket_through(door)
        mark = await mark_of(ticket, now=clock.now())
        if mark == known:
            return Response("", status_code=204)
        await _read_as(ticket, door)
        locale = locale_of(request, seen.locale or ticket.locale)
        context = {**await _context(ticket, seen, locale), **_frame(request, door, seen), "mark": mark}
    context |= {"looks": context["ledger"][looks_in(known) :], "newer": _newer(context["messages"], after)}
    return page(request, "requester/_news.html", context, locale=seen.locale or ticket.locale)


async def _read_as(ticket: TicketRow, door: Door) -> None:
    """Write numbers as the requester reads them; who signed in is known already."""
    if door.token:
        i18n.read_in((await digits_of([ticket.requester])).get(ticket.requester, i18n.LATIN))


def _newer(messages: Sequence[Mapping[str, Any]], after: str) -> int:
    """Count our messages that came after one."""
    ids = [str(message["id"]) for message in messages]
    return sum(not message["mine"] for message in messages[ids.index(after) + 1 :]) if after in ids else 0


def _frame(request: AnyRequest, door: Door, seen: Seen) -> Mapping[str, object]:
    return {
        "here": seen.here,
        "by_link": bool(door.token),
        "layout": "layouts/portal.html" if door.token else "layouts/me.html",
        "place": "requests",
        "body": seen.typed.get("body", ""),
        "form_key": seen.typed.get("form_key") or str(uuid4()),
        "attach": field_view(),
        "done": request.query_params.get("done", "") if request.query_params.get("done") in _DONE else "",
    }


_DONE = ("answered", "closed", "reopened")


async def _context(ticket: TicketRow, seen: Seen, locale: str) -> Mapping[str, Any]:
    now, merger = clock.now(), await mergers.merger_of(ticket)
    goes_on = merger if merger and merger.settled_at is None else None
    messages, subject = await thread(ticket, with_notes=False), await subject_of(ticket)
    files = await files_of([ticket.id])
    sealed = await faces([ticket.id, ticket.requester])
    ledger = await whole_ledger(ticket.face, locale=locale, now=now, for_staff=False)
    made = chips([face for face in sealed if face.owner == ticket.id], shown={})
    return {
        "ticket": {**await _ticket_view(ticket, locale), "subject": subject},
        "state": _state(ticket, messages, goes_on),
        "goes_on": goes_on is not None,
        "told": goes_on.told if goes_on else "",
        "messages": [
            {
                **_message_view(message, ticket, locale),
                "files": [_file_view(file, message, ticket, seen, locale) for file in files.get(message.id, ())],
            }
            for message in messages
        ],
        "chips": made,
        "own_chips": _with_words(made, seen.words),
        "words_shown": seen.words is not None,
        "entered": _entered(made, seen.words),
        **ledger,
        "mark": await mark_of(ticket, now=now),
        "totals": _totals(
            sealed,
            ledger["ledger"],
            names_in([subject, *(message.text for message in messages)]) | _names_of(files.values()),
        ),
        "accepted": await accepted_view(ticket.id, seen.here),
        "kept": _kept(ticket, locale),
        "is_held": await tells_of_hold(ticket),
        "kept_is_enforced": are_limits_carried_out(),
        **await _ends(ticket, goes_on, now),
    }


def _file_view(
    file: FileFace, message: ThreadMessage, ticket: TicketRow, seen: Seen, locale: str
) -> Mapping[str, object]:
    sign_in = "" if seen.here.startswith("/me/") else f"/me/requests/{ticket.reference}"
    return own_file_view(file, locale, here=seen.here, mine=message.author_id is None, sign_in=sign_in)


def _names_of(files: Iterable[Sequence[FileFace]]) -> set[str]:
    """Name what is sealed of some files: each whole, or the details of a text."""
    return {name for some in files for file in some for name in (file.value, *file.details)}


def _with_words(made: Mapping[str, Chip], words: Mapping[str, str] | None) -> Mapping[str, Chip]:
    """Open the chips of the requester's own words to themselves."""
    return {
        name: replace(chip, state="shown", value=words[name]) if words and name in words else chip
        for name, chip in made.items()
    }


def _entered(made: Mapping[str, Chip], words: Mapping[str, str] | None) -> Sequence[Mapping[str, str]]:
    """What they entered besides their words, in fields of the form."""
    return [
        {"kind": made[name].kind, "value": value}
        for name, value in sorted((words or {}).items())
        if name.startswith("field:") and name in made
    ]


def _state(ticket: TicketRow, messages: Sequence[ThreadMessage], goes_on: MergerRow | None) -> str:
    if ticket.is_closed and goes_on is None:
        return "closed"
    return "answered" if messages and messages[-1].author_id is not None else "waiting-for-us"


async def _ends(ticket: TicketRow, goes_on: MergerRow | None, now: datetime) -> Mapping[str, object]:
    """Say what the requester may do with the request as it stands."""
    is_over = ticket.is_closed and goes_on is None
    return {
        "can_reply": not is_over,
        "can_close": not ticket.is_closed,
        "can_reopen": is_over and await may_reopen(ticket, now=now),
        "reopen_days": policy.in_use().reopen_days,
        "reopen_until": reopens_until(ticket),
    }


def _totals(sealed: Sequence[ValueFace], ledger: Sequence[Line], written: set[str]) -> Sequence[Mapping[str, object]]:
    """Count how often each detail was seen: what stands in texts they may read, what they entered, what was seen.

    A detail that only a note of ours holds is not counted: that it exists is none of what they read.
    """
    counted: dict[tuple[str, int], list[datetime]] = {}
    for face in sealed:
        if face.name in written or (face.number == 0 and face.name.count(":") == 1 and "~" not in face.name):
            kind = face.name.removeprefix("field:") if face.number == 0 else face.kind
            counted[kind, face.number] = []
    for line in ledger:
        at = line["at"]
        assert isinstance(at, datetime)
        counted.setdefault((str(line["kind"]), int(str(line["number"]))), []).append(at)
    return [
        {"kind": kind, "number": number, "times": len(times), "last": max(times, default=None)}
        for (kind, number), times in counted.items()
    ]


def _kept(ticket: TicketRow, locale: str) -> Sequence[Mapping[str, object]]:
    """Say how long each part is kept after closing, and until which day when it is closed."""
    words = i18n.words(locale).plain
    return [
        {
            "what": words(f"stage-{stage}"),
            "how_long": how_long(days, words),
            "until": ticket.closed_at + timedelta(days=days) if ticket.closed_at else None,
        }
        for stage, days in stages_of(ticket.rules)
    ]


def _errors(request: AnyRequest, seen: Seen, locale: str) -> Mapping[str, object]:
    if seen.error is None:
        return {"errors": [], "failed": ""}
    fields = seen.error.fields if isinstance(seen.error, Invalid) else {"": seen.error.code}
    field, code = next(iter(fields.items()))
    message = i18n.words(locale).plain(code, **seen.error.arguments)
    return {"errors": [{"field": field, "message": message}, *files_again(request, locale)], "failed": seen.form}


async def _ticket_view(ticket: TicketRow, locale: str) -> Mapping[str, object]:
    return {
        "reference": ticket.reference,
        "category_name": ticket.rules.name[locale],
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "close_reason": await close_reason(ticket),
    }


def _message_view(message: ThreadMessage, ticket: TicketRow, locale: str) -> Mapping[str, object]:
    mine = message.author_id is None
    return {
        "id": message.id,
        "mine": mine,
        "posted_at": message.posted_at,
        "text": message.text,
        "direction": message.direction,
        "author": "" if mine else policy.in_use().teams[ticket.team].name[locale],
    }
