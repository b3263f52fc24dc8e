"""The public privacy notice, derived from the policy: it says what the rules say, and promises nothing else."""

from collections.abc import Mapping, Sequence

import msgspec
from litestar import Response, get

from helpdesk import i18n
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.derive import Opening, openings
from helpdesk.privacy.policy.records import are_limits_carried_out, limits_of, recipient
from helpdesk.privacy.policy.register import read_register
from helpdesk.privacy.policy.shapes import Category, Policy
from helpdesk.web.forms import AnyRequest
from helpdesk.web.pages import kind_name
from helpdesk.web.responses import locale_of, page


@get("/privacy-notice")
async def show(request: AnyRequest) -> Response[str]:
    """Show the notice in the reader's language."""
    return page(request, "portal/privacy_notice.html", notice(policy.in_use(), locale_of(request)))


def notice(rules: Policy, locale: str) -> Mapping[str, object]:
    """Give everything that the notice says, in a language."""
    register = read_register()
    return {
        "version": rules.version,
        "controller": {
            "name": rules.controller.name[locale],
            "address": rules.controller.address[locale],
            "email": rules.controller.email,
        },
        "categories": [_category(rules, category, locale) for category in rules.categories.values()],
        "minutes": rules.disclosure_minutes,
        "ledger_names": rules.ledger_names and register.promises.ledger_names,
        "are_limits_enforced": are_limits_carried_out(),
        "processors": [
            msgspec.to_builtins(recipient(rules, processor, locale)) for processor in rules.processors.values()
        ],
        "surveyed": [category.name[locale] for category in rules.categories.values() if category.survey],
        "with_text": [
            category.name[locale]
            for category in rules.categories.values()
            if category.mail_text and register.promises.mail_text
        ],
        "has_contact": "contact" in rules.categories,
    }


def _category(rules: Policy, category: Category, locale: str) -> Mapping[str, object]:
    return {
        "name": category.name[locale],
        "description": category.description[locale],
        "basis": category.basis,
        "team": rules.teams[category.team].name[locale],
        "text_for": category.text_for,
        "fields": [
            {
                "label": rules.fields[name].label[locale],
                "why": rules.fields[name].why[locale],
                "optional": name in category.optional,
            }
            for name in category.fields
        ],
        "at_once": [_field_name(rules, name, locale) for name in category.at_once],
        "openings": [_opening(rules, opening, locale) for opening in _promised(category)],
        "never": [kind_name(kind, locale) for kind in category.never],
        "limits": limits_of(category, i18n.words(locale).plain),
    }


def _field_name(rules: Policy, name: str, locale: str) -> str:
    return rules.fields[name].label[locale] if name in rules.fields else kind_name(name, locale)


def _promised(category: Category) -> Sequence[Opening]:
    """Say only what the product carries out by now."""
    promises = read_register().promises
    told = category if promises.two_person else msgspec.structs.replace(category, two_person=[])
    return openings(told if promises.purposes_by_kind else msgspec.structs.replace(told, opens={}))


def _opening(rules: Policy, opening: Opening, locale: str) -> Mapping[str, object]:
    return {
        "kinds": [kind_name(kind, locale) for kind in opening.kinds],
        "purposes": [rules.purposes[purpose].name[locale] for purpose in opening.purposes],
        "needs_two": opening.needs_two,
    }
