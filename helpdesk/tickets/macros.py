"""Macros: texts that agents insert, in both languages, with variables that are about nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns import Column

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.tables import Macro
from helpdesk.tickets.texts import hide
from piccolo_conf import acting

VARIABLES = ("reference", "category", "team", "agent")
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


@dataclass(frozen=True, slots=True)
class Ready:
    """A macro for one ticket: its name in the agent's language, its text in the requester's, variables filled in."""

    id: UUID
    name: str
    text: str


async def macros(*, viewer: StaffMember) -> Sequence[MacroRow]:
    """List all macros by their English name, for agents and managers."""
    columns = (getattr(Macro, name) for name in MacroRow.__dataclass_fields__)
    async with acting(viewer.actor):
        rows = await Macro.select(*columns).order_by(Macro.name_en, Macro.id)
    return [MacroRow(**row) for row in rows]


async def macros_for(ticket: TicketRow, *, agent: StaffMember, locale: str) -> Sequence[Ready]:
    """List the macros as they would go into a ticket."""
    values = _values(ticket, agent)
    return [
        Ready(
            macro.id,
            macro.name_ar if locale == "ar" else macro.name_en,
            _filled(macro.body_ar if ticket.locale == "ar" else macro.body_en, values),
        )
        for macro in await macros(viewer=agent)
    ]


async def save_macro(macro: UUID | None, texts: Mapping[str, str], *, manager: StaffMember, now: datetime) -> UUID:
    """Write a new macro, or an old one anew; gives its id.

    texts    name_en, name_ar, body_en, body_ar
    raises   Invalid (missing, too long, an unknown variable, a private detail), NotFound
    effects  one macro, one audit entry
    """
    found = {name: clean(texts.get(name, "")).strip() for name in FIELDS}
    await _check(found)
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


async def _check(texts: Mapping[str, str]) -> None:
    mistakes = {name: code for name, limit in FIELDS.items() if (code := await _mistake(texts[name], limit))}
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


def _values(ticket: TicketRow, agent: StaffMember) -> Mapping[str, str]:
    return {
        "reference": ticket.reference,
        "category": ticket.rules.name[ticket.locale],
        "team": policy.in_use().teams[ticket.team].name[ticket.locale],
        "agent": agent.name,
    }


def _filled(body: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), body)
