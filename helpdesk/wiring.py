"""What the roots share: settings taken into use, and who renders, redacts and seals. A map of the product."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

import surveys.invite
import surveys.mail
from helpdesk import clock, embedded, i18n
from helpdesk.audit.sequencer import Trail
from helpdesk.audit.signer import Signer
from helpdesk.migrate import migrate, walls_stand
from helpdesk.notices.mail import service_notice
from helpdesk.notices.policy_change import policy_changed
from helpdesk.people import address_changes
from helpdesk.people.addresses import normalise
from helpdesk.people.held import profile_held, sessions_held
from helpdesk.people.mail import (
    STOPPED,
    Post,
    disclosure_alarm,
    hold_review,
    sign_in_link,
    staff_invitation,
    staff_reset,
    subject_request_due,
    surveys_stopped,
)
from helpdesk.people.requesters import address_of, count_requesters, digits_of, lasting_mark, proved, requesters_after
from helpdesk.people.staff import members
from helpdesk.people.tables import Role
from helpdesk.privacy.erasure.restoration import RestoreUnfinished, admit
from helpdesk.privacy.policy import policy, terms
from helpdesk.privacy.policy.publish import is_unpublished, publish_first
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.redaction.redact import first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.privacy.subject_requests import copy_file, remind
from helpdesk.privacy.subject_requests import mail as subject_requests
from helpdesk.privacy.subject_requests.ask import forget_unproved
from helpdesk.privacy.subject_requests.package import Source, Workshop, expire, make_next
from helpdesk.privacy.transfer import hand as transfer_hand
from helpdesk.privacy.transfer import make as transfer_make
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import check_keyring
from helpdesk.results import vault, webhook
from helpdesk.settings import BadSetting, Settings
from helpdesk.tickets import mail, webhooks
from helpdesk.tickets.contact import ask_for_contact
from helpdesk.tickets.held import tickets_held
from helpdesk.tickets.held_beside import acts_held, erasures_waiting, mails_held, requests_held, surveys_held, why_held
from helpdesk.tickets.held_files import files_held
from helpdesk.tickets.readers import keep_category_rules
from helpdesk.tickets.texts import hide
from helpdesk.tickets.ticket_rows import ticket_of_closure
from helpdesk.tickets.transfer import gather
from helpdesk.tickets.transfer_documents import documents
from helpdesk.tickets.undelivered import note_undelivered
from helpdesk.web import copy_page
from helpdesk.web.pages import mail_words
from helpdesk.web.portal.privacy_notice import policy_texts
from notifications import dkim, reply_address
from notifications.deliver import Office
from notifications.limits import Limits, Strangers
from notifications.mail import Letterhead, Mail, address
from notifications.render import Renderer, each
from notifications.smtp_url import MailServer
from notifications.suppression import suppressed
from notifications.transport import Smtp
from notifications.webhooks import Caller
from piccolo_conf import DB, SYSTEM, acting
from surveys.answers import Counter
from surveys.box import Box

# A stranger who files requests in somebody's name must not fill their mailbox: these are dropped over the limit.
SPARED = frozenset({"ticket_received", "subject_request_confirm"})
# And whose address nobody ever proved gets one of these an hour and five a day: they may never have heard of us.
STRANGERS = Strangers(frozenset({"ticket_received"}), proved)
# People and programs that work here, and links to sign in, of which only so many work at once.
FREE = frozenset(
    {
        "ticket_assigned",
        "disclosure_alarm",
        "hold_review",
        "staff_invitation",
        "staff_reset",
        "sign_in_link",
        "subject_request_due",
        *webhooks.KINDS,
        webhook.KIND,
    }
)


def take_into_use(settings: Settings) -> None:
    """Take policy, keyring and database into use; raises what refuses the start, with what to do."""
    policy.use(policy.read_policy(settings.policy))
    terms.use_folder(settings.policy)
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
        await DB.open(admit=admit)
        await _check_database()
    except RestoreUnfinished:
        raise BadSetting(
            "A restore of this database is not finished, so that erased data could be in it. Give the same `helpdesk "
            "restore` again."
        ) from None
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
    """Refuse a database without its walls or of another keyring; tell it the policy's categories."""
    if not await walls_stand():
        raise BadSetting("The database is not ready for this version. Run `helpdesk migrate` first.")
    await check_keyring(now=clock.now())
    async with acting(SYSTEM):
        await keep_category_rules()
        is_first_start = any([await is_unpublished(kind) for kind in VersionKind])
    terms.terms_texts(policy.in_use().terms)  # terms that cannot be read refuse the start
    if is_first_start:
        await publish_first(policy_texts(), now=clock.now())


@dataclass(frozen=True, slots=True)
class Renderers:
    """Makes the mails of every kind; words and addresses are put together only when a mail is sent.

    reply_base  the address that takes answers by mail, or ""
    """

    base_url: str
    reply_base: str = ""

    def all(self) -> Mapping[str, Renderer]:
        post = Post(mail_words, self.base_url, self._reply_to, clock.now)
        return {
            **{kind: mail.renderer(kind, post) for kind in mail.KINDS},
            **{kind: each(self._survey(kind)) for kind in (surveys.invite.KIND, surveys.invite.REMINDER)},
            "ticket_assigned": mail.ticket_assigned(post),
            "staff_invitation": staff_invitation(post),
            "staff_reset": staff_reset(post),
            "sign_in_link": sign_in_link(post),
            STOPPED: surveys_stopped(post),
            address_changes.CONFIRM: address_changes.address_confirmation(post),
            address_changes.TOLD: address_changes.address_changed(post),
            "disclosure_alarm": disclosure_alarm(post),
            "hold_review": hold_review(post),
            "service_notice": service_notice(post),
            **{kind: each(self._subject_request(kind)) for kind in subject_requests.KINDS},
            remind.KIND: subject_request_due(post),
            "policy_changed": policy_changed(post),
            **{
                kind: webhooks.renderer(event, secret=webhook_secret, now=clock.now)
                for kind, event in webhooks.KINDS.items()
            },
            webhook.KIND: webhook.renderer(secret=webhook_secret, now=clock.now),
        }

    def _survey(self, kind: str) -> Callable[[UUID, UUID], Awaitable[Mail | None]]:
        post = surveys.mail.Post(address_of, lasting_mark, thread_of, may_ask, mail_words, self.base_url, clock.now)
        return _in_their_digits(partial(surveys.mail.render_survey_mail, kind=kind, post=post))

    def _subject_request(self, kind: str) -> Callable[[UUID, UUID], Awaitable[Mail | None]]:
        post = subject_requests.Post(address_of, mail_words, self.base_url, clock.now)
        return _in_their_digits(partial(subject_requests.render, kind=kind, post=post))

    def _reply_to(self, ticket: UUID, person: UUID) -> str:
        if not self.reply_base:
            return ""
        until = clock.now().date() + reply_address.LIFE
        return reply_address.make(self.reply_base, about=ticket, to=person, seal=seal_reply_address, until=until)


def _in_their_digits(
    render: Callable[[UUID, UUID], Awaitable[Mail | None]],
) -> Callable[[UUID, UUID], Awaitable[Mail | None]]:
    """Render a mail to a requester with the digits that they read Arabic with."""

    async def rendered(about: UUID, recipient: UUID) -> Mail | None:
        async with acting(SYSTEM):
            digits = await digits_of([recipient])
        with i18n.reading(digits.get(recipient, i18n.LATIN)):
            return await render(about, recipient)

    return rendered


def office(settings: Settings, *, smtp_url: str) -> Office:
    """Put together what the mail worker needs; raises BadSetting when there is no mail server."""
    if not smtp_url:
        raise BadSetting("Set HELPDESK_SMTP_URL, such as smtp://user:password@mail.example.com:587?tls=starttls.")
    try:
        transport = Smtp(smtp_url)
        head = _letterhead(transport.server, settings.base_url)
    except OSError:
        raise BadSetting("A DKIM key that HELPDESK_SMTP_URL names cannot be read.") from None
    except ValueError as error:
        raise BadSetting(str(error)) from None
    return Office(
        renderers=Renderers(settings.base_url, transport.server.reply_to).all(),
        transport=transport,
        caller=Caller(allowed=settings.webhook_hosts),
        head=head,
        on_failed=note_undelivered,
        fingerprint=address_print,
        now=clock.now,
        limits=Limits(per_minute=transport.server.per_minute, spared=SPARED, free=FREE, strangers=STRANGERS),
    )


def _letterhead(server: MailServer, base_url: str) -> Letterhead:
    """Say who we are: the sender that is set, else support@ our host; signed when there are keys."""
    sender = address(server.sender or f"support@{urlsplit(base_url).hostname}")
    if server.reply_to:
        address(server.reply_to)
    keys = dkim.read_keys(server.dkim)
    return Letterhead(sender, base_url, dkim.signer(sender.rpartition("@")[2], keys) if keys else None)


def address_print(address: str) -> bytes:
    """Give the keyed hash that an address is suppressed by."""
    return keyring.in_use().blind_index("mail suppression", normalise(address))


def webhook_secret(name: str) -> bytes:
    """Give the key (32 bytes) that calls to a processor are signed with."""
    return keyring.in_use().blind_index("webhook secret", name)


def seal_reply_address(content: bytes) -> bytes:
    """Give the keyed hash that proves a reply address to be ours."""
    return keyring.in_use().blind_index("reply address", content.hex())


def trail(settings: Settings) -> Trail:
    """Put together what chaining the audit trail needs; the keyring must be in use."""
    signer = Signer(keyring.in_use().signing_key())
    return Trail(signer=signer, kept=settings.var / "audit-checkpoint.json", now=clock.now)


async def redact_comment(text: str) -> str:
    """Hide the private details of a survey comment; the details themselves are dropped, nobody needs them."""
    return (await hide(text, known=Known(), numbers=first_come())).text


def workshop() -> Workshop:
    """Put together what making a copy of somebody's data needs: what is held, part by part, and the page to read."""
    sources: Mapping[str, Source] = {
        "profile": profile_held,
        "sessions": sessions_held,
        "tickets": tickets_held,
        "requests": requests_held,
        "erasures": erasures_waiting,
        "surveys": surveys_held,
        "mails": mails_held,
        "acts": acts_held,
        "why": why_held,
    }
    return Workshop(sources=sources, files=files_held, pack=partial(copy_file.pack, page=copy_page.render))


async def make_copies(*, now: datetime) -> None:
    """Make the copies that wait, and destroy those whose week is over."""
    while await make_next(workshop(), now=now):
        pass
    await expire(now=now)


def transfers(settings: Settings, *, sealing: transfer_make.Sealing) -> transfer_make.Workshop:
    """Put together what making the archive for the successor of the business needs."""

    async def persons(after: UUID, limit: int) -> Sequence[UUID]:
        async with acting(SYSTEM):
            return await requesters_after(after, limit=limit)

    return transfer_make.Workshop(
        folder=settings.transfers,
        sealing=sealing,
        count=count_requesters,
        persons=persons,
        gather=gather,
        documents=documents,
        now=clock.now,
    )


async def make_transfers(workshop: transfer_make.Workshop, *, now: datetime) -> None:
    """Make the archives that wait, take back those that hold what was erased since, and end what is over."""
    await transfer_hand.renew_stale(now=now)
    while await transfer_make.make_next(workshop):
        pass
    await transfer_hand.sweep(folder=workshop.folder, now=now)


async def keep_time(*, now: datetime) -> None:
    """Remind officers of what comes due, and forget what nobody confirmed."""
    await remind.remind([member.id for member in await members(Role.OFFICER)], now=now)
    await forget_unproved(now=now)


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


async def thread_of(closure: UUID) -> UUID | None:
    """Give the ticket whose closing a survey asks about: a mail program shows its mails together."""
    async with acting(SYSTEM):
        ticket = await ticket_of_closure(closure)
    return ticket.id if ticket else None


async def may_ask(address: str) -> bool:
    """Say whether mail may go to an address: not where it bounced or was complained of."""
    return not await suppressed([address_print(address)])
