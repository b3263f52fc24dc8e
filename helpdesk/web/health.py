"""Is the process alive, is it ready, what does it count: for whoever operates it."""

import asyncpg
from litestar import Response, get
from litestar.enums import MediaType

from helpdesk import clock
from helpdesk.audit.queries import unsealed
from helpdesk.migrate import pending
from helpdesk.privacy.vault.keyring import KeyringRefused
from helpdesk.privacy.vault.keys import check_keyring
from notifications.outbox import waiting


@get("/healthz", media_type=MediaType.TEXT)
async def healthz() -> str:
    """Say that the process answers."""
    return "ok\n"


@get("/readyz")
async def readyz() -> Response[dict[str, object]]:
    """Say whether requests can be served: database, migrations; and how much mail waits."""
    try:
        mail, not_run = await waiting(), await pending()
        await check_keyring(now=clock.now())
    except KeyringRefused:
        return Response({"database": "up", "keyring": "foreign"}, status_code=503)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Response({"database": "down"}, status_code=503, headers={"Retry-After": "10"})
    state: dict[str, object] = {
        "database": "up",
        "keyring": "fits",
        "migrations": "current" if not_run == 0 else "pending",
        "mail_waiting": mail,
    }
    return Response(state, status_code=200 if not_run == 0 else 503)


@get("/metrics", media_type="text/plain; version=0.0.4")
async def metrics() -> str:
    """Give counters in Prometheus' text format; nothing in them belongs to a person."""
    trail = await unsealed()
    return (
        "# HELP helpdesk_mail_waiting Promised mails that are not sent yet.\n# TYPE helpdesk_mail_waiting gauge\n"
        f"helpdesk_mail_waiting {await waiting()}\n"
        "# HELP helpdesk_audit_unsealed Audit entries that are not chained yet.\n"
        "# TYPE helpdesk_audit_unsealed gauge\n"
        f"helpdesk_audit_unsealed {trail.count}\n"
        "# HELP helpdesk_audit_unsealed_age_seconds How long the oldest of them has waited.\n"
        "# TYPE helpdesk_audit_unsealed_age_seconds gauge\n"
        f"helpdesk_audit_unsealed_age_seconds {trail.age(clock.now()).total_seconds():.0f}\n"
    )
