"""The shapes of the policy: what may stand in the file, and what follows from one entry."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from helpdesk.privacy.redaction.spans import Kind, OwnRules

# Articles 6(1)(a)-(f) GDPR; Egypt's law 151/2020 and the Saudi PDPL know the same grounds under other numbers.
BASES = ("consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests")
FIELD_KINDS = ("email", "name", "domain", "line")
FILE = "file"  # what an image, a PDF or an unreadable text is sealed as, whole
KINDS = tuple(sorted({*map(str, Kind), *FIELD_KINDS, FILE}))  # what a sealed detail can be
# What a processor with an address can be told of: what happens to tickets, and once a day the shown results.
TICKET_EVENTS = (
    "ticket.opened", "ticket.assigned", "ticket.replied", "ticket.closed", "ticket.reopened", "ticket.postponed",
    "ticket.woken",
)  # fmt: skip
DAILY = "results.daily"
EVENTS = (*TICKET_EVENTS, DAILY)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PRIORITIES = ("low", "normal", "high", "urgent")
# What may be told of a ticket besides the fields it asked for; none of it names a person.
TICKET_FACTS = ("reference", "category", "team", "status", "locale", "opened_at", "closed_at")


class Both(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    ar: str

    def __getitem__(self, locale: str) -> str:
        return self.ar if locale == "ar" else self.en


class Controller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers for the data (GDPR, article 4(7)): name, postal address, address for questions about privacy."""

    name: Both
    address: Both
    email: str


class Team(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team of agents."""

    name: Both


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sealed detail may be opened for; `needs_reason` asks the agent to say it in words."""

    name: Both
    needs_reason: bool = False


class FieldRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a form may ask for, and why."""

    kind: Literal["email", "name", "domain", "line"]
    label: Both
    why: Both


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many days after closing what is kept: attachments, texts, the link to a person, and all the rest."""

    attachments_days: int = 30
    texts_days: int = 180
    pseudonym_days: int = 365
    rest_days: int = 730

    @property
    def stages(self) -> dict[str, int]:
        """Give the stages in their order: name -> days after closing."""
        return {
            "attachments": self.attachments_days,
            "texts": self.texts_days,
            "pseudonym": self.pseudonym_days,
            "rest": self.rest_days,
        }


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a desk works, in the time of a place; targets count only this time.

    zone      IANA name such as "Africa/Cairo"
    hours     of a working day, such as ["09:00-13:00", "14:00-17:00"]; "00:00-24:00" is the whole day
    days      other hours of single weekdays
    holidays  dates on which nobody works
    """

    name: Both
    zone: str
    hours: list[str]
    weekend: list[str] = []
    days: dict[str, list[str]] = {}
    holidays: list[date] = []


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In how many minutes of working time a request is answered and solved, by priority; no number, no target."""

    calendar: str
    response: dict[str, int] = {}
    solve: dict[str, int] = {}


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a kind of request needs and who may see it."""

    team: str
    name: Both
    description: Both
    basis: str
    fields: list[str]
    at_once: list[str]
    purposes: list[str]
    optional: list[str] = []
    opens: dict[str, list[str]] = {}
    two_person: list[str] = []
    never: list[str] = []
    text_for: Literal["desk", "team", "assignee"] = "desk"
    mail_text: bool = False
    survey: bool = True
    survey_delay_minutes: int | None = None
    retention: Retention = Retention()
    targets: Targets | None = None

    def purposes_for(self, kind: str) -> list[str]:
        """Give the purposes for which a kind of detail opens on request; none when it never opens."""
        return [] if kind in self.never else self.opens.get(kind, self.purposes)

    def needs_two(self, kind: str) -> bool:
        """Say whether a second person must agree before this kind of detail opens."""
        return kind in self.two_person


class Processor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody outside who gets something of a ticket: exactly `fields`, at `events`, while the contract runs.

    events   of tickets; "results.daily" tells no field, but the survey's figures as managers see them
    country  ISO 3166 code, or "" for the controller's own
    url      where a webhook goes; "" for one that is reached otherwise, such as a mail relay
    """

    name: Both
    purpose: Both
    country: str = ""
    fields: list[str] = []
    events: list[str] = []
    url: str = ""
    contract_until: date | None = None


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose time limits hold for requests about data (subject_requests/deadlines.py), and who hears complaints."""

    profile: Literal["eu", "eg", "sa"] = "eu"
    authority: Both | None = None


class Redaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The operator's own rules: patterns by the kind they find, and words that are never hidden."""

    patterns: dict[str, list[str]] = {}
    allowed: list[str] = []


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How staff come in.

    second_factor  roles that need a code of their authenticator app besides the password; the others may
    idle_minutes   a session that is not used for so long ends
    session_hours  a session ends after this, however much it is used
    """

    second_factor: list[Literal["agent", "manager", "officer", "admin"]] = msgspec.field(
        default_factory=lambda: ["officer", "admin"]
    )
    idle_minutes: int = 120
    session_hours: int = 12


class Attachments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may be attached to one message, and the operator's own scanner of files.

    scan_command  a program and its arguments: the file comes by stdin; it exits with 0 to let it through, with 1 to
                  refuse it; anything else, or no answer, refuses it, too
    """

    per_message: int = 5
    megabytes: int = 10
    megapixels: int = 40
    scan_command: list[str] = []

    @property
    def bytes(self) -> int:
        return self.megabytes * 1024 * 1024

    @property
    def pixels(self) -> int:
        return self.megapixels * 1_000_000


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole policy, checked.

    disclosure_minutes  how long one opened detail stays open
    disclosure_quota    details that one agent may open an hour
    approval_minutes    how long a second person's consent waits for its one opening
    break_glass_minutes how long an officer or administrator reads a ticket that a second person let them into
    survey_reminder_days  from the survey's mail to its only reminder; 0 for none
    survey_days         how long its link works
    survey_pause_days   nobody is asked more often
    survey_hold_hours   how long an answer may be changed at least before it is counted
    survey_consent      opt_out: who did not object is asked; opt_in: only about requests whose requester agreed
    reopen_days         how long after closing a customer may open their request again; 0 never
    ledger_names        whether the requester's ledger names the agent, or only the team
    tell_of_holds       whether requesters read that a law keeps something longer; never why, never of a silent hold
    """

    version: str
    terms: str
    disclosure_minutes: int
    survey_delay_minutes: int
    controller: Controller
    teams: dict[str, Team]
    purposes: dict[str, Purpose]
    fields: dict[str, FieldRule]
    categories: dict[str, Category]
    disclosure_quota: int = 20
    survey_reminder_days: int = 5
    survey_days: int = 14
    survey_pause_days: int = 30
    survey_hold_hours: int = 0
    survey_consent: Literal["opt_out", "opt_in"] = "opt_out"
    approval_minutes: int = 30
    break_glass_minutes: int = 30
    reopen_days: int = 30
    ledger_names: bool = False
    tell_of_holds: bool = True
    processors: dict[str, Processor] = {}
    calendars: dict[str, Calendar] = {}
    redaction: Redaction = Redaction()
    sign_in: SignIn = SignIn()
    attachments: Attachments = Attachments()
    law: Law = Law()

    @property
    def own_rules(self) -> OwnRules:
        """Give the operator's own rules as redaction takes them."""
        pairs = ((kind, pattern) for kind, patterns in self.redaction.patterns.items() for pattern in patterns)
        return OwnRules(tuple(pairs), tuple(self.redaction.allowed))

    @property
    def disclosure_time(self) -> timedelta:
        return timedelta(minutes=self.disclosure_minutes)

    @property
    def asks_first(self) -> bool:
        """Say whether somebody is asked how it went only when they agreed to that before."""
        return self.survey_consent == "opt_in"

    @property
    def survey_delay(self) -> timedelta:
        return timedelta(minutes=self.survey_delay_minutes)

    def survey_delay_of(self, category: str) -> timedelta:
        """Give the time from closing to the survey's mail in a category."""
        minutes = self.categories[category].survey_delay_minutes
        return self.survey_delay if minutes is None else timedelta(minutes=minutes)

    def retention_of(self, category: str) -> Retention:
        """Give the stages of a category, the shipped ones for a category that the policy no longer has."""
        rules = self.categories.get(category)
        return rules.retention if rules else Retention()
