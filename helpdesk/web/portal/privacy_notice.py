"""The public privacy notice, derived from the policy: it says what the rules say, and promises nothing else."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser

import msgspec
from litestar import Response, get

from helpdesk import i18n
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.derive import Opening, openings
from helpdesk.privacy.policy.publish import Texts
from helpdesk.privacy.policy.records import are_limits_carried_out, limits_of, recipient
from helpdesk.privacy.policy.register import read_register
from helpdesk.privacy.policy.shapes import Category, Policy
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.terms import terms_texts
from helpdesk.web import pages
from helpdesk.web.chips import kind_name
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page


@get("/privacy-notice")
async def show(request: AnyRequest) -> Response[str]:
    """Show the notice in the reader's language."""
    return page(request, "portal/privacy_notice.html", notice(policy.in_use(), locale_of(request)))


def policy_texts() -> Texts:
    """Give what can be published: the terms of the policy in use, and the notice as it reads today.

    raises  PolicyRefused when the terms cannot be read
    """
    rules = policy.in_use()
    notices = {locale: notice_text(rules, locale) for locale in i18n.LOCALES}
    return {VersionKind.TERMS: terms_texts(rules.terms), VersionKind.NOTICE: notices}


def notice_text(rules: Policy, locale: str) -> str:
    """Give the notice as plain text, a paragraph a line: what the page says, and nothing that it does not."""
    html = pages.render(
        "portal/privacy_notice.html", notice(rules, locale), locale=locale, nonce="", path="/privacy-notice"
    )
    reading = _Reading()
    reading.feed(html[html.index("<main") : html.index("</main>")])
    lines = (" ".join(line.split()) for line in "".join(reading.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reading(HTMLParser):
    """Takes the words out of a page; what stands in a block of its own gets a line of its own."""

    BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "dt", "dd", "tr", "br"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the library's own signature
        if tag in self.BLOCKS:
            self.parts.append("\n\n" if tag in ("h1", "h2", "h3") else "\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.parts.append(" | ")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


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
        "asks_first": rules.asks_first,
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
