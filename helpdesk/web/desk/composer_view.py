"""What stands in the composer of a ticket's page, and round it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from helpdesk import clock, i18n
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.tickets.drafts import MODES, drafts_of
from helpdesk.tickets.macros import macros_for
from helpdesk.tickets.tables import Priority
from helpdesk.tickets.tags import TagRow, all_tags
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.write import HOLD, UNDO
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into the composer when something went wrong; it is shown again so that nothing is lost."""

    mode: str = "reply"
    body: str = ""
    form_key: str = ""
    into: str = ""
    effects: tuple[str, ...] = ()


async def composer_view(
    request: AnyRequest, ticket: TicketRow, agent: StaffMember, draft: Draft | None
) -> Mapping[str, object]:
    """Give `draft` (what was just typed, else what is kept of the wished mode, else the newest), `form_key`, `macros`,
    and the `effects` of the macro that was just inserted.

    The caller reads as the agent.
    """
    kept = await drafts_of(ticket, agent=agent)
    newest = max(kept, key=lambda mode: kept[mode].saved_at, default="reply")
    wished = request.query_params.get("mode", "")
    mode = draft.mode if draft else wished if wished in MODES else newest
    other = "note" if mode == "reply" else "reply"
    view = {
        "mode": mode,
        "body": draft.body if draft else kept[mode].body if mode in kept else "",
        "saved_at": kept[mode].saved_at if mode in kept and not draft else None,
        "other": kept[other].body if other in kept else "",
        "into": draft.into if draft else "",
    }
    locale, wanted = locale_of(request), request.query_params.get("macro", "")
    ready = [] if ticket.is_closed else await macros_for(ticket, agent=agent, locale=locale, now=clock.now())
    codes = draft.effects if draft else [code for one in ready if str(one.id) == wanted for code in one.effects.codes]
    return {
        "draft": view,
        "form_key": (draft and draft.form_key) or str(uuid4()),
        "macros": ready,
        "effects": effect_views(codes, await all_tags() if codes else [], locale),
    }


def effect_views(codes: Sequence[str], tags: Sequence[TagRow], locale: str) -> list[Mapping[str, str]]:
    """Name what a macro does to a ticket; what no list has any more is left out."""
    names = {f"tag:{tag.id}": tag.name for tag in tags if not tag.is_retired}
    names |= {f"team:{slug}": team.name[locale] for slug, team in policy.in_use().teams.items()}
    words = i18n.words(locale)
    for step in Priority:
        names[f"priority:{step}"] = words.plain("effect-priority", priority=words.plain(f"priority-{step}"))
    names["status:open"] = words.plain("effect-open")
    for code in codes:
        if code.startswith("status:pending:"):
            names[code] = words.plain("effect-waits", n=int(code.rpartition(":")[2]))
    return [{"code": code, "kind": code.partition(":")[0], "name": names[code]} for code in codes if code in names]


def sent_view(ticket: TicketRow, messages: Sequence[Mapping[str, object]], locale: str) -> Mapping[str, object] | None:
    """Say which reply of whoever looks may be taken back yet, as `desk/_undo.html` shows it."""
    for message in reversed(messages):
        visible_at = message["visible_at"]
        if message["mine"] and isinstance(visible_at, datetime) and not ticket.is_closed:
            seconds = int((visible_at - HOLD + UNDO - clock.now()).total_seconds())
            if seconds > 0:
                action = f"/desk/tickets/{ticket.reference}/messages/{message['id']}/undo"
                return {"action": action, "seconds": seconds, "sentence": i18n.words(locale).plain("sent-held")}
    return None


def length_view(seconds: int, locale: str) -> Mapping[str, object]:
    """Name a length of time that a detail may be opened for."""
    unit, n = ("seconds", seconds) if seconds < 120 else ("minutes", seconds // 60)
    return {"seconds": seconds, "label": i18n.words(locale).plain(f"reveal-{unit}", n=n)}
