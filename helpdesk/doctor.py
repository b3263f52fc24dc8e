"""Checks what a deployment needs and says what to do about each thing that is missing."""

from collections.abc import Awaitable, Callable

import aiosmtplib
import asyncpg

from helpdesk import clock, wiring
from helpdesk.backup.last import OLD, read_last
from helpdesk.errors import HelpdeskError
from helpdesk.migrate import pending
from helpdesk.privacy.erasure.journal import count_erased_since
from helpdesk.privacy.policy.policy import read_policy
from helpdesk.privacy.policy.publish import proposals
from helpdesk.privacy.vault.keyring import read_keyring
from helpdesk.privacy.vault.keys import check_keyring
from helpdesk.settings import Settings, read_settings
from helpdesk.tickets.index import not_found_yet
from helpdesk.web.assets import faults
from helpdesk.web.portal.privacy_notice import policy_texts
from notifications.transport import Smtp
from piccolo_conf import DB, RUNTIME, SYSTEM, acting


async def examine(say: Callable[[str], object]) -> bool:
    """Examine the configured installation; says a line for each check and gives whether all are well."""
    settings = read_settings()
    checks: dict[str, Callable[[Settings], Awaitable[str]]] = {
        "policy": _policy,
        "keyring": _keyring,
        "database": _database,
        "database login": _login,
        "mail server": _mail,
        "address": _address,
        "browser assets": _assets,
        "backup": _backup,
    }
    well = True
    for name, check in checks.items():
        problem = await _problem(check, settings)
        well = well and not problem
        say(f"{'ok  ' if not problem else 'FAIL'}  {name}{': ' + problem if problem else ''}")
    if made := read_last(settings.var):
        say(f"The last backup is {made.age(clock.now())} old.")
    return well


async def _problem(check: Callable[[Settings], Awaitable[str]], settings: Settings) -> str:
    try:
        return await check(settings)
    except HelpdeskError as error:
        return str(error) or error.sentence
    except (OSError, asyncpg.PostgresError) as error:
        return f"not reachable ({type(error).__name__})"


async def _policy(settings: Settings) -> str:
    read_policy(settings.policy)
    return ""


async def _keyring(settings: Settings) -> str:
    read_keyring(settings.keyring)
    return ""


async def _database(settings: Settings) -> str:
    wiring.take_into_use(settings)
    await DB.open()
    try:
        if await pending():
            return "migrations are pending; run `helpdesk migrate`"
        await check_keyring(now=clock.now())
        if left := await not_found_yet():
            return f"{left} tickets are not found by search yet; run `helpdesk search reindex`"
        if await proposals(policy_texts()):
            return "terms or privacy notice differ from what is public; run `helpdesk policy publish --dry-run`"
    finally:
        await DB.close()
    return "" if settings.database_url else "the embedded server is for trials; set HELPDESK_DATABASE_URL"


async def _login(settings: Settings) -> str:
    """Check that the login everything runs as owns nothing, so that it cannot step around row-level security."""
    if not settings.database_url:
        return ""
    connection = await asyncpg.connect(settings.database_url)
    try:
        owns = await connection.fetchval(
            "SELECT pg_has_role(tableowner, 'MEMBER') FROM pg_tables WHERE tablename='ticket'"
        )
    finally:
        await connection.close()
    if not owns:
        return ""
    return (
        f"it owns the tables; make a login that is only a member of {RUNTIME}, put it into HELPDESK_DATABASE_URL, and "
        "the owner's into HELPDESK_OWNER_URL for `helpdesk migrate`"
    )


async def _mail(settings: Settings) -> str:
    if not settings.smtp_url:
        return "set HELPDESK_SMTP_URL, such as smtp://user:password@mail.example.com:587?tls=starttls"
    try:
        await Smtp(settings.smtp_url, timeout=10).check()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return f"it does not let us in ({type(error).__name__}); check HELPDESK_SMTP_URL"
    return ""


async def _address(settings: Settings) -> str:
    return "" if settings.is_https else "set HELPDESK_BASE_URL to the https:// address that people use"


async def _assets(_: Settings) -> str:
    return "missing or changed; run `make setup`" if faults() else ""


async def _backup(settings: Settings) -> str:
    """Check that the last backup is young, and that no erasure came after its keys."""
    made = read_last(settings.var)
    if made is None:
        return "there is none; run `helpdesk backup --to FOLDER` by a timer, and copy it to another machine"
    if clock.now() - made.made_at > OLD:
        return f"the last one is {made.age(clock.now())} old; run `helpdesk backup` by a timer"
    wiring.take_into_use(settings)
    async with acting(SYSTEM):
        later = await count_erased_since(made.keys_made_at)
    return f"{later} erasures came after the last archive of keys; run `helpdesk backup --keys-only`" if later else ""
