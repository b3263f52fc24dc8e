"""Open a ticket: check what was asked for, hide private details, seal everything, promise the confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.ids import new_id, new_reference, new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.requesters import find_or_make_requester, lasting_mark, what_is_known
from helpdesk.privacy.files.clean import CleanFile
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.redaction.spans import Known
from helpdesk.privacy.vault.keys import DataKey, new_key, store_key
from helpdesk.privacy.vault.values import Numbers, seal_field
from helpdesk.tickets.accept import check_terms, keep_acceptance
from helpdesk.tickets.attach import hide_files, store_files
from helpdesk.tickets.diagnostics import seal_diagnostics
from helpdesk.tickets.due import of_new
from helpdesk.tickets.index import add_fields, add_to_index
from helpdesk.tickets.tables import Audience, Message, Ticket
from helpdesk.tickets.texts import Hidden, direction_told, hide, seal_body, store_details
from helpdesk.tickets.webhooks import announce
from notifications import outbox
from piccolo_conf import Actor, acting
from surveys.answers import object_for
from surveys.objection import agree_again

SUBJECT_LIMIT, BODY_LIMIT, FIELD_LIMIT = 200, 20_000, 253  # characters
LIMITS = {"subject": SUBJECT_LIMIT, "body": BODY_LIMIT}  # of any other field it is FIELD_LIMIT


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a person asks for; holds clear text, so it never leaves the operation.

    fields     the category's own fields besides e-mail and name: name -> value
    shown      words that the requester called public; `hidden`: words they want hidden, too
    form_key   made with the form: a form sent twice opens one ticket
    requester  who signed in: they are asked for no address and no name
    no_survey  they do not want to be asked how it went, of this request or another
    may_ask    they may be asked how this one went; counts where the policy asks first
    diagnostics  what they added of their browser, shortened
    files      what they attach, cleaned
    direction  of the text, ltr or rtl, when the browser told it
    """

    category: str
    email: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    locale: str
    terms_version: str
    name: str = field(default="", repr=False)
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    form_key: UUID | None = None
    shown: tuple[str, ...] = field(default=(), repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)
    requester: UUID | None = None
    no_survey: bool = False
    may_ask: bool = False
    diagnostics: str = field(default="", repr=False)
    files: tuple[CleanFile, ...] = ()
    direction: str = "auto"


@dataclass(frozen=True, slots=True)
class Submitted:
    """The new ticket's reference and the token of its private link; the token is "" when the form came twice."""

    reference: str
    token: str = field(repr=False)


async def submit_ticket(new: NewTicket, *, now: datetime) -> Submitted:
    """Open a ticket for a requester.

    raises   Invalid (field -> mistake), TermsChanged
    effects  one ticket with its first message and key, the requester when new, one audit entry, one promised mail
    """
    new = check(new)
    await check_terms(new.terms_version)
    key = new_key(new_id())
    numbers = Numbers(key)
    known = await what_is_known(new.requester) if new.requester else Known(name=new.name, email=new.email)
    subject, body = [
        await hide(text, known=known, numbers=numbers, locale=new.locale, shown=new.shown, hidden=new.hidden)
        for text in (new.subject, new.body)
    ]
    files = await hide_files(new.files, known=known, numbers=numbers)
    async with acting(Actor("intake", about=key.owner, form=new.form_key)):
        if earlier := await _sent_before(new.form_key):
            return earlier
        requester = new.requester or await find_or_make_requester(new.email, new.name, locale=new.locale, now=now)
        await store_key(key, now=now)
        submitted = await _store_ticket(new, key, requester, subject, now=now)
        await keep_acceptance(key.owner, new.terms_version, new.locale, now=now)
        message = await _store_first_message(body, key, new.direction, now=now)
        await _store_details(new, key, numbers, subject, body, now=now)
        await store_files(files, message, key, numbers, now=now)
        await seal_diagnostics(new.diagnostics, key, now=now)
        await add_to_index(key.owner, f"{subject.text}\n{body.text}", audience=Audience.EVERYONE)
        await add_fields(key.owner, new.fields)
        await record("ticket.opened", actor=requester, about=key.owner, at=now)
        await _record_choices(key.owner, requester, (subject, body), now=now)
        await outbox.enqueue("ticket_received", about=key.owner, to=requester, due_at=now)
        await announce("ticket.opened", key.owner, now=now)
        await _keep_wish(new, requester, now=now)
    return submitted


async def _keep_wish(new: NewTicket, requester: UUID, *, now: datetime) -> None:
    """Keep an objection to surveys; only who signed in takes one back: anybody can type somebody's address."""
    mark = await lasting_mark(requester) if new.no_survey or (new.may_ask and new.requester) else None
    if mark is not None:
        await (object_for(requester, mark, now=now) if new.no_survey else agree_again(mark))


async def check_request(new: NewTicket) -> None:
    """Check a request as `submit_ticket` does, and do nothing; raises Invalid, TermsChanged."""
    await check_terms(check(new).terms_version)


def check(new: NewTicket) -> NewTicket:
    """Clean and check what was typed against the policy; raises Invalid with every mistake."""
    category = policy.in_use().categories.get(new.category)
    if category is None:
        raise Invalid({"category": "error-unknown-category"})
    cleaned = replace(
        new,
        email=clean(new.email).strip(),
        subject=" ".join(clean(new.subject).split()),
        body=clean(new.body).strip(),
        name=" ".join(clean(new.name).split()),
        fields={name: " ".join(clean(value).split()) for name, value in new.fields.items()},
        diagnostics=clean(new.diagnostics).strip(),
    )
    mistakes = {name: mistake for name, mistake in _mistakes(cleaned, category) if mistake}
    if mistakes:
        raise Invalid(mistakes)
    return cleaned


def _mistakes(new: NewTicket, category: policy.Category) -> list[tuple[str, str]]:
    asked = [name for name in category.fields if name not in ("email", "name")]
    return [
        *((name, "error-unknown-field") for name in new.fields if name not in asked),
        ("locale", "" if new.locale in ("en", "ar") else "error-unknown-locale"),
        ("email", "" if new.requester else _mistake_of_email(new.email)),
        ("name", _too_long(new.name, FIELD_LIMIT)),
        *((name, _mistake_of_field(name, new.fields.get(name, ""), category)) for name in asked),
        ("diagnostics", _too_long(new.diagnostics, FIELD_LIMIT)),
        ("subject", _missing(new.subject) or _too_long(new.subject, SUBJECT_LIMIT)),
        ("body", _missing(new.body) or _too_long(new.body, BODY_LIMIT)),
        ("terms_version", "" if new.terms_version else "error-terms-missing"),
    ]


def _mistake_of_email(email: str) -> str:
    return _missing(email) or ("" if addresses.is_address(email) else "error-email")


def _mistake_of_field(name: str, value: str, category: policy.Category) -> str:
    if not value:
        return "" if name in category.optional else "error-missing"
    if policy.in_use().fields[name].kind == "domain" and not addresses.is_host(value):
        return "error-domain"
    return _too_long(value, FIELD_LIMIT)


def _missing(value: str) -> str:
    return "" if has_words(value) else "error-missing"


def has_words(text: str) -> bool:
    """Say whether anything in a text can be seen: blanks and direction marks alone are nothing."""
    return any(letter.isprintable() and not letter.isspace() for letter in text)


def _too_long(value: str, limit: int) -> str:
    return "error-too-long" if len(value) > limit else ""


async def _sent_before(form_key: UUID | None) -> Submitted | None:
    """Find what this form made already; a lock on the key makes the second of two at once wait for the first."""
    if form_key is None:
        return None
    await Ticket.raw("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))", str(form_key))
    row = await Ticket.select(Ticket.reference).where(Ticket.form_key == form_key).first()
    return Submitted(row["reference"], "") if row else None


async def _store_ticket(new: NewTicket, key: DataKey, requester: UUID, subject: Hidden, *, now: datetime) -> Submitted:
    token, reference = new_token(), new_reference()
    await Ticket.insert(
        Ticket(
            id=key.owner,
            reference=reference,
            requester=requester,
            category=new.category,
            team=policy.in_use().categories[new.category].team,
            locale=new.locale,
            subject=key.seal(subject.text, row=key.owner, kind="subject"),
            link=key.seal(token, row=key.owner, kind="link"),
            link_hash=token_hash(token),
            form_key=new.form_key,
            terms_version=new.terms_version,
            terms_accepted_at=now,
            survey_agreed=new.may_ask,
            opened_at=now,
            active_at=now,
            **of_new(new.category, now=now),
        )
    )
    return Submitted(reference, token)


async def _store_first_message(body: Hidden, key: DataKey, direction: str, *, now: datetime) -> UUID:
    message = new_id()
    await Message.insert(
        Message(
            id=message,
            ticket=key.owner,
            audience=Audience.EVERYONE,
            body=seal_body(body, key, message),
            sealed=len(body.sealed),
            is_unscanned=body.is_unscanned,
            direction=direction_told(direction),
            posted_at=now,
        )
    )
    return message


async def _record_choices(ticket: UUID, requester: UUID, texts: tuple[Hidden, ...], *, now: datetime) -> None:
    """Write down that the requester decided against the redaction, never about what."""
    if any(text.shown for text in texts):
        await record("ticket.detail_shown", actor=requester, about=ticket, at=now)
    if any(text.added for text in texts):
        await record("ticket.detail_added", actor=requester, about=ticket, at=now)


async def _store_details(new: NewTicket, key: DataKey, numbers: Numbers, *texts: Hidden, now: datetime) -> None:
    for name, value in new.fields.items():
        await seal_field(key, name, policy.in_use().fields[name].kind, value, now=now)
    for text in texts:
        await store_details(text, key, numbers, now=now)
