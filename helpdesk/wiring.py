"""What the roots share: settings taken into use, and who renders, redacts and seals. A map of the product."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg

import surveys.invite
import surveys.mail
from helpdesk import clock, embedded, i18n
from helpdesk.audit.sequencer import Trail
from helpdesk.audit.signer import Signer
from helpdesk.migrate import migrate, walls_stand
from helpdesk.people.requesters import address_of, lasting_mark
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import check_keyring
from helpdesk.results import vault
from helpdesk.settings import BadSetting, Settings
from helpdesk.tickets import mail
from helpdesk.tickets.access import keep_category_rules
from helpdesk.tickets.contact import ask_for_contact
from helpdesk.tickets.texts import hide
from helpdesk.web.pages import mail_words
from notifications.mail import Mail
from notifications.transport import Smtp, Transport
from notifications.worker import Office, Renderer
from piccolo_conf import DB, SYSTEM, acting
from surveys.answers import Counter
from surveys.box import Box


def take_into_use(settings: Settings) -> None:
    """Take policy, keyring and database into use; raises what refuses the start, with what to do."""
    policy.use(policy.read_policy(settings.policy))
    keyring.use_file(settings.keyring)
    url, owner_url = settings.database_url, settings.owner_url
    if not url:
        url, owner_url = embedded.start(settings.var / "postgres")
    DB.use(url, owner_url=owner_url)
    for locale in i18n.LOCALES:
        i18n.words(locale)


async def open_database(*, migrating: bool) -> None:
    """Open the pool on a current schema with a keyring that fits; raises KeyringRefused, BadSetting."""
    try:
        if migrating:
            await migrate()
        await DB.open()
        await _check_database()
    except (
        OSError,
        asyncpg.CannotConnectNowError,
        asyncpg.InvalidAuthorizationSpecificationError,
        asyncpg.InvalidCatalogNameError,
    ) as error:
        raise BadSetting(
            f"The database does not let us in ({type(error).__name__}). Check HELPDESK_DATABASE_URL and that the "
            "server is running; nothing was changed."
        ) from None
    except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError):
        raise BadSetting("The database is not ready for this version. Run `helpdesk migrate` first.") from None


async def _check_database() -> None:
    """Refuse a database without its walls or of another keyring; tell it what the policy says of each category."""
    if not await walls_stand():
        raise BadSetting("The database is not ready for this version. Run `helpdesk migrate` first.")
    await check_keyring(now=clock.now())
    async with acting(SYSTEM):
        await keep_category_rules()


@dataclass(frozen=True, slots=True)
class Renderers:
    """Makes the mails of every kind; words and addresses are put together only when a mail is sent."""

    base_url: str

    def all(self) -> Mapping[str, Renderer]:
        tickets = {kind: mail.renderer(kind, words=mail_words, base_url=self.base_url) for kind in mail.KINDS}
        return {**tickets, **{kind: self._survey(kind) for kind in (surveys.invite.KIND, surveys.invite.REMINDER)}}

    def _survey(self, kind: str) -> Callable[[UUID, UUID], Awaitable[Mail | None]]:
        post = surveys.mail.Post(address_of, lasting_mark, may_ask, mail_words, self.base_url, clock.now)
        return partial(surveys.mail.render_survey_mail, kind=kind, post=post)


def office(settings: Settings, *, smtp_url: str) -> Office:
    """Put together what the mail worker needs; raises BadSetting when there is no mail server."""
    if not smtp_url:
        raise BadSetting("Set HELPDESK_SMTP_URL, such as smtp://user:password@mail.example.com:587?tls=starttls.")
    try:
        transport: Transport = Smtp(smtp_url)
    except ValueError as error:
        raise BadSetting(str(error)) from None
    return Office(
        renderers=Renderers(settings.base_url).all(),
        transport=transport,
        sender=sender_of(smtp_url, settings.base_url),
        base_url=settings.base_url,
        now=clock.now,
    )


def trail(settings: Settings) -> Trail:
    """Put together what chaining the audit trail needs; the keyring must be in use."""
    signer = Signer(keyring.in_use().signing_key())
    return Trail(signer=signer, kept=settings.var / "audit-checkpoint.json", now=clock.now)


def sender_of(smtp_url: str, base_url: str) -> str:
    """Give the address mail comes from: `from` in the SMTP URL, its user if that is one, else support@ our host."""
    parts = urlsplit(smtp_url)
    chosen = parse_qs(parts.query).get("from", [""])[0] or (parts.username or "").replace("%40", "@")
    return chosen if "@" in chosen else f"support@{urlsplit(base_url).hostname}"


async def redact_comment(text: str) -> str:
    """Hide the private details of a survey comment; the details themselves are dropped, nobody needs them."""
    return (await hide(text, known=Known(), numbers=first_come())).text


BOX = Box(
    slot=vault.slot,
    seal=vault.seal_ballot,
    open=vault.open_ballots,
    forget=vault.forget_week,
    seal_comment=vault.seal_comment,
)
COUNTER = Counter(redact=redact_comment, box=BOX, follow_up=ask_for_contact)


def survey_hold() -> timedelta:
    """Give how long an answer is kept in the box at least."""
    return timedelta(hours=policy.in_use().survey_hold_hours)


async def may_ask(address: str) -> bool:
    """Say whether mail may go to an address: a list of those that refuse it comes with the delivery of mail."""
    return bool(address)
