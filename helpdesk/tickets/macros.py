"""Macros: texts that agents insert, in both languages, and what they do besides; about nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.service_times import working
from helpdesk.tickets.effects import NOTHING, Effects, mistakes_of
from helpdesk.tickets.tables import NEVER, Macro
from helpdesk.tickets.texts import hide
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import acting

VARIABLES = ("reference", "category", "team", "agent", "due")
NAME_LIMIT, BODY_LIMIT = 80, 5_000
FIELDS = {"name_en": NAME_LIMIT, "name_ar": NAME_LIMIT, "body_en": BODY_LIMIT, "body_ar": BODY_LIMIT}
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class MacroRow:
    """A macro as managers wrote it."""

    id: UUID
    name_en: str
    name_ar: str
    body_en: str
    body_ar: str
    effects: Effects


@dataclass(frozen=True, slots=True)
class Ready:
    """A macro for one ticket: its name in the agent's language, its text in the requester's, variables filled in."""

    id: UUID
    name: str
    text: str
    effects: Effects


async def macros(*, viewer: StaffMember) -> Sequence[MacroRow]:
    """List all macros by their English name, for agents and managers."""
    async with acting(viewer.actor):
        rows = await Macro.select().order_by(Macro.name_en, Macro.id)
    return [_macro(row) for row in rows]


def _macro(row: Mapping[str, Any]) -> MacroRow:
    effects = {name: row[name] for name in ("status", "wake_days", "priority", "team")}
    texts = {name: row[name] for name in FIELDS}
    return MacroRow(id=row["id"], **texts, effects=Effects(**effects, tags=tuple(row["tags"])))


async def macros_for(ticket: TicketRow, *, agent: StaffMember, locale: str, now: datetime) -> Sequence[Ready]:
    """List the macros as they would go into a ticket."""
    values = _values(ticket, agent, now)
    return [
        Ready(
            macro.id,
            macro.name_ar if locale == "ar" else macro.name_en,
            _filled(macro.body_ar if ticket.locale == "ar" else macro.body_en, values),
            macro.effects,
        )
        for macro in await macros(viewer=agent)
    ]


async def save_macro(
    macro: UUID | None,
    texts: Mapping[str, str],
    effects: Effects = NOTHING,
    *,
    manager: StaffMember,
    now: datetime,
) -> UUID:
    """Write a new macro, or an old one anew; gives its id.

    texts    name_en, name_ar, body_en, body_ar
    raises   Invalid (missing, too long, an unknown variable, a private detail, an effect of no list), NotFound
    effects  one macro, one audit entry
    """
    found: dict[str, Any] = {name: clean(texts.get(name, "")).strip() for name in FIELDS}
    await _check(found, effects)
    found.update(asdict(effects) | {"tags": [*effects.tags]})
    async with acting(manager.actor):
        if macro is None:
            macro = new_id()
            row: dict[Column, Any] = {getattr(Macro, name): text for name, text in found.items()}
            await Macro.insert(Macro(row | {Macro.id: macro, Macro.saved_at: now}))
        else:
            changed: dict[Column | str, Any] = {"saved_at": now}
            changed.update(found.items())
            if not await Macro.update(changed).where(Macro.id == macro).returning(Macro.id):
                raise NotFound
        await record("macro.saved", actor=manager.id, about=macro, at=now)
    return macro


async def delete_macro(macro: UUID, *, manager: StaffMember, now: datetime) -> None:
    """Take a macro away; raises NotFound. One audit entry."""
    async with acting(manager.actor):
        if not await Macro.delete().where(Macro.id == macro).returning(Macro.id):
            raise NotFound
        await record("macro.deleted", actor=manager.id, about=macro, at=now)


async def _check(texts: Mapping[str, str], effects: Effects) -> None:
    mistakes = {name: code for name, limit in FIELDS.items() if (code := await _mistake(texts[name], limit))}
    mistakes |= mistakes_of(effects)
    if mistakes:
        raise Invalid(mistakes)


async def _mistake(text: str, limit: int) -> str:
    if not text:
        return "error-missing"
    if len(text) > limit:
        return "error-too-long"
    if set(_VARIABLE.findall(text)) - set(VARIABLES):
        return "error-unknown-variable"
    hidden = await hide(_VARIABLE.sub("", text), known=Known(), numbers=first_come())
    return "error-holds-details" if hidden.sealed else ""


def _values(ticket: TicketRow, agent: StaffMember, now: datetime) -> Mapping[str, str]:
    return {
        "reference": ticket.reference,
        "category": ticket.rules.name[ticket.locale],
        "team": policy.in_use().teams[ticket.team].name[ticket.locale],
        "agent": agent.name,
        "due": _promise(ticket, now),
    }


def _promise(ticket: TicketRow, now: datetime) -> str:
    """Say in the requester's language until when they hear of us: the day of the next target, where the desk works."""
    targets, words = ticket.rules.targets, i18n.words(ticket.locale)
    if targets is None or ticket.due_at >= NEVER or ticket.due_at <= now:
        return words.plain("macro-due-soon")
    zone = working.read(policy.in_use().calendars[targets.calendar]).zone
    return i18n.day(ticket.due_at.astimezone(zone).date(), ticket.locale)


def _filled(body: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), body)
