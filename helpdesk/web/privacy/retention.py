"""What goes when: the last run, what the next one does, twelve weeks ahead; for officers, administrators, managers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from litestar import Response, get

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention import runs
from helpdesk.privacy.retention.runs import PastRun
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.privacy.vault.set_aside import sizes_set_aside
from helpdesk.tickets import access
from helpdesk.tickets.hold import sizes_of_holds
from helpdesk.tickets.retain import WEEKS, Due, due, oldest_kept
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page

LATE = timedelta(hours=3)  # the worker runs every hour


@get("/privacy/retention")
async def show(request: AnyRequest) -> Response[str]:
    """Show the forecast: numbers only, never which tickets."""
    member = await session.guardian(request)
    now = clock.now()
    async with access.seen_by(member):
        found, last = await due(now=now, weeks=WEEKS), await runs.newest(limit=5)
        holds, oldest, aside = await sizes_of_holds(), await oldest_kept(), await sizes_set_aside()
    context = {
        "runs": last,
        "trouble": _trouble(last),
        "rows": _next_run(found, locale_of(request)),
        "totals": {stage: _sum(found, stage, 0) for stage in STAGES},
        "held": sum(one.held for one in found if one.week == 0),
        "holds": len(holds),
        "aside": aside,
        "weeks": [
            {"from": now + timedelta(weeks=week - 1), **{stage: _sum(found, stage, week) for stage in STAGES}}
            for week in range(1, WEEKS + 1)
        ],
        "oldest": oldest,
        "place": "/privacy/retention",
    }
    return page(request, "privacy/retention/show.html", context)


def _sum(found: Sequence[Due], stage: str, week: int) -> int:
    return sum(one.tickets for one in found if (one.stage, one.week) == (stage, week))


def _trouble(last: Sequence[PastRun]) -> str:
    """Say what is wrong: the last run failed or was stopped, or none ended for too long; "" when all is well."""
    ended = [run for run in last if run.state != "running"]
    if ended and ended[0].state != "done":
        return ended[0].state
    newest = max((run.ended_at or run.began_at for run in last), default=None)
    return "late" if newest is None or clock.now() - newest > LATE else ""


def _next_run(found: Sequence[Due], locale: str) -> list[Mapping[str, object]]:
    """Give a line a category: its days, and how many tickets the next run brings to each stage."""
    rules = policy.in_use().categories
    slugs = list(dict.fromkeys([*rules, *(one.category for one in found if one.tickets or one.held)]))
    return [
        {
            "name": rules[slug].name[locale] if slug in rules else slug,
            "stages": [
                {
                    "days": days_of(slug, stage),
                    "tickets": sum(
                        one.tickets for one in found if (one.category, one.stage, one.week) == (slug, stage, 0)
                    ),
                }
                for stage in STAGES
            ],
            "held": sum(one.held for one in found if (one.category, one.week) == (slug, 0)),
        }
        for slug in slugs
    ]
