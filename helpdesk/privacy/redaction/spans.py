"""The words of redaction: kinds, findings, what is known of a person, what a person chose."""

from dataclasses import dataclass
from enum import StrEnum

from helpdesk.errors import HelpdeskError


class TextNotScanned(HelpdeskError):
    """This text could not be checked for private details, so all of it stays hidden."""

    code = "error-not-scanned"


class Kind(StrEnum):
    """What a finding is; the value is the slug that stands in placeholders."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    BANK_ACCOUNT = "bank-account"
    IP = "ip"
    MAC = "mac"
    PASSWORD = "password"  # noqa: S105 - the name of a kind
    TOKEN = "token"  # noqa: S105 - the name of a kind
    PRIVATE_KEY = "private-key"
    JWT = "jwt"
    CONNECTION_STRING = "connection-string"
    CODE = "code"
    NATIONAL_ID = "national-id"
    PASSPORT = "passport"
    BIRTH_DATE = "birth-date"
    NAME = "name"
    ADDRESS = "address"
    GPS = "gps"
    PLATE = "plate"
    HEALTH = "health"
    TEXT = "text"  # a whole text that could not be scanned


# What opens a door by itself.
SECRETS = frozenset({Kind.PASSWORD, Kind.TOKEN, Kind.PRIVATE_KEY, Kind.JWT, Kind.CONNECTION_STRING, Kind.CODE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One private detail: code-point offsets, why it was found, and the form in which equal values are equal."""

    start: int
    end: int
    kind: Kind
    rule: str
    same: str

    def __repr__(self) -> str:
        return f"Finding({self.start}, {self.end}, {self.kind}, {self.rule!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What is known of the requester; it is found wherever they write it."""

    name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the requester decided about a part of their text: hide it too, or show it as written."""

    start: int
    end: int
    hide: bool


@dataclass(frozen=True, slots=True)
class OwnRules:
    """The operator's own kinds: (kind, pattern) pairs in RE2 syntax, and words that are never hidden."""

    patterns: tuple[tuple[str, str], ...] = ()
    allowed: tuple[str, ...] = ()
