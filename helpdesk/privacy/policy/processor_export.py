"""The register of processors as a file: what the policy says of each, handed out by an officer, written down."""

from datetime import date, datetime

import msgspec

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.errors import Refused
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.records import Say, recipient
from helpdesk.privacy.policy.spreadsheet import spreadsheet
from piccolo_conf import Actor, acting


class Listed(msgspec.Struct, frozen=True):
    """One processor of the policy; name, purpose and fields are in the reader's language.

    country  ISO 3166 code, or "" for the controller's own
    events   at which something goes there by itself; none for one that is reached otherwise, such as a mail relay
    """

    id: str
    name: str
    purpose: str
    country: str
    fields: list[str]
    events: list[str]
    contract_until: date | None


class ProcessorRegister(msgspec.Struct, frozen=True):
    """All of them, whose they are, and by which version of the policy."""

    controller: str
    policy: str
    made_at: datetime
    processors: list[Listed]


async def hand_out(locale: str, *, by: Actor, now: datetime) -> ProcessorRegister:
    """Give the register of processors to be taken away.

    raises   Refused (no officer)
    effects  one audit entry
    """
    if by.kind != "officer" or by.id is None:
        raise Refused
    async with acting(by):
        await record("processors.exported", actor=by.id, about=by.id, at=now)
    rules = policy.in_use()
    return ProcessorRegister(
        rules.controller.name[locale], rules.version, now, [_listed(name, locale) for name in rules.processors]
    )


def _listed(name: str, locale: str) -> Listed:
    rules = policy.in_use()
    processor = rules.processors[name]
    shown = recipient(rules, processor, locale)
    return Listed(
        name, shown.name, shown.purpose, processor.country, shown.fields, processor.events, processor.contract_until
    )


def as_table(register: ProcessorRegister, locale: str) -> bytes:
    """Give the register as CSV."""
    say = i18n.words(locale).plain
    heads = ("processors", "purpose", "country", "fields", "events", "contract-until")
    return spreadsheet(
        [[say(f"register-{head}") for head in heads], *(_cells(one, say) for one in register.processors)]
    )


def _cells(one: Listed, say: Say) -> list[str]:
    until = one.contract_until.isoformat() if one.contract_until else say("register-open-end")
    country = one.country or say("notice-processor-own-country")
    return [one.name, one.purpose, country, "; ".join(one.fields), "; ".join(one.events), until]
