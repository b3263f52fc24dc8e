"""What somebody typed into the form of a new request, before anything is stored; it holds clear text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpdesk.errors import NotFound
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.requesters import what_is_known
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.tickets.submit import BODY_LIMIT, NewTicket
from helpdesk.tickets.texts import hide
from helpdesk.web.chips import Chip
from helpdesk.web.forms import SEVERAL, form_key

FRAME = frozenset({
    "subject", "body", "terms_version", "accept_terms", "form_key", "action", "hide", "no_survey", "may_ask",
    "diagnostics", "local_time", "direction",
})  # fmt: skip
TICKED = frozenset({"show"})
_WHO = ("email", "name")  # asked of nobody who signed in


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it is typed. `person` is whoever signed in; `agent` is what their browser says it is."""

    slug: str
    locale: str
    typed: Mapping[str, str] = field(default_factory=dict, repr=False)
    person: SignedInRequester | None = None
    diagnostics: str = field(default="", repr=False)

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    @property
    def fields(self) -> list[str]:
        """Give the category's own fields, in its order; address and name come last, and of nobody who signed in."""
        asked = asked_of(self.slug)
        return [name for name in asked if name not in _WHO]

    @property
    def who(self) -> list[str]:
        """Give what is asked of the person: address and name, where the category asks for them."""
        return [name for name in asked_of(self.slug) if name in _WHO and self.person is None]

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the words whose box "this is not private" is ticked."""
        return tuple(words for words in self["show"].split(SEVERAL) if words.strip())

    @property
    def hidden(self) -> tuple[str, ...]:
        """Give the words to hide besides, one a line."""
        return tuple(words for words in self["hide"].splitlines() if words.strip())

    def request(self) -> NewTicket:
        """Give what is asked for; the terms count only when their box is ticked."""
        return NewTicket(
            category=self.slug,
            email=self["email"],
            name=self["name"],
            locale=self.locale,
            subject=self["subject"],
            body=self["body"],
            terms_version=self["terms_version"] if self["accept_terms"] == "yes" else "",
            fields={name: self[name] for name in self.fields},
            shown=self.shown,
            hidden=self.hidden,
            form_key=form_key(self["form_key"]),
            requester=self.person.id if self.person else None,
            no_survey=self["no_survey"] == "yes" and not policy.in_use().asks_first,
            may_ask=self["may_ask"] == "yes" and policy.in_use().asks_first,
            diagnostics=self.diagnostics if self["diagnostics"] == "yes" else "",
            direction=self["direction"],
        )

    async def preview(self) -> Mapping[str, object] | None:
        """Hide what would be hidden on sending; the same call, so the same result."""
        text = "\n\n".join(part for part in (self["subject"].strip(), self["body"].strip()) if part)
        if not text:
            return None
        known = await what_is_known(self.person.id) if self.person else Known(name=self["name"], email=self["email"])
        hidden = await hide(
            text[:BODY_LIMIT],
            known=known,
            numbers=first_come(),
            locale=self.locale,
            shown=self.shown,
            hidden=self.hidden,
        )
        kinds = [{"kind": str(found.kind), "n": found.number, "value": found.value} for found in hidden.sealed]
        chips = {f"{one['kind']} {one['n']}": Chip.sealed(str(one["kind"]), int(str(one["n"]))) for one in kinds}
        still = [words for words in dict.fromkeys(self.shown) if words.strip().lower() in clean(text).lower()]
        return {"text": hidden.text, "chips": chips, "count": len(kinds), "kinds": kinds, "shown": still}


def asked_of(slug: str) -> list[str]:
    """Give what a category asks for besides subject and text; raises NotFound when there is none."""
    category = policy.in_use().categories.get(slug)
    if category is None:
        raise NotFound
    return category.fields
