"""Is the process alive, is it ready, what does it count: for whoever operates it."""

import asyncpg
from litestar import Response, get
from litestar.enums import MediaType

from helpdesk import clock
from helpdesk.audit.queries import unsealed
from helpdesk.migrate import pending
from helpdesk.privacy.erasure.restoration import RestoreUnfinished, is_unfinished
from helpdesk.privacy.vault.keyring import KeyringRefused
from helpdesk.privacy.vault.keys import check_keyring
from notifications.outbox import Figures, figures


@get("/healthz", media_type=MediaType.TEXT)
async def healthz() -> str:
    """Say that the process answers."""
    return "ok\n"


@get("/readyz")
async def readyz() -> Response[dict[str, object]]:
    """Say whether requests can be served: database, migrations; and how the mail fares, which stops no request."""
    try:
        if await is_unfinished():
            return _half_restored()
        mail, not_run = await figures(now=clock.now()), await pending()
        await check_keyring(now=clock.now())
    except RestoreUnfinished:
        return _half_restored()
    except KeyringRefused:
        return Response({"database": "up", "keyring": "foreign"}, status_code=503)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Response({"database": "down"}, status_code=503, headers={"Retry-After": "10"})
    state: dict[str, object] = {
        "database": "up",
        "keyring": "fits",
        "migrations": "current" if not_run == 0 else "pending",
        "mail_waiting": mail.waiting,
        "mail_late_seconds": _late(mail),
        "mail_quarantined": mail.quarantined,
        "mail_routes_failing": {name: f"{since:%Y-%m-%dT%H:%M:%SZ}" for name, since in mail.blocked.items()},
    }
    return Response(state, status_code=200 if not_run == 0 else 503)


def _half_restored() -> Response[dict[str, object]]:
    return Response({"database": "up", "restore": "unfinished"}, status_code=503)


@get("/metrics", media_type="text/plain; version=0.0.4")
async def metrics() -> str:
    """Give counters in Prometheus' text format; nothing in them belongs to a person."""
    mail, trail = await figures(now=clock.now()), await unsealed()
    gauges = (
        ("mail_waiting", "Promised mails that are not settled yet.", mail.waiting),
        ("mail_late_seconds", "How long the oldest mail that is due waits.", _late(mail)),
        ("mail_undelivered", "Mails of the last month that were refused or given up.", mail.failed),
        (
            "mail_quarantined",
            "Mails that cannot be rendered; `helpdesk mail retry` after the repair.",
            mail.quarantined,
        ),
        ("mail_routes_failing", "Ways out that fail and are left alone for now.", len(mail.blocked)),
        ("audit_unsealed", "Audit entries that are not chained yet.", trail.count),
        (
            "audit_unsealed_age_seconds",
            "How long the oldest of them has waited.",
            f"{trail.age(clock.now()).total_seconds():.0f}",
        ),
    )
    return "".join(
        f"# HELP helpdesk_{name} {says}\n# TYPE helpdesk_{name} gauge\nhelpdesk_{name} {value}\n"
        for name, says, value in gauges
    )


def _late(mail: Figures) -> int:
    return max(0, int((clock.now() - mail.oldest_due).total_seconds())) if mail.oldest_due else 0
