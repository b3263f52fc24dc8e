"""Exact private values that tickets are found by: which kinds, when two spellings are one, and their keyed hash."""

import contextlib
from collections.abc import Callable, Mapping
from typing import Final

from helpdesk.people import addresses
from helpdesk.privacy.redaction.normalise import digits_of, view
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.vault import keyring

_NATIONAL: Final = (
    9  # of a telephone number the last digits count, as in redaction: country and trunk codes come and go
)


def form_of(kind: str, value: str) -> str:
    """Give the form in which values of a kind are one; "" for what cannot be such a value."""
    return _FORMS[kind](value if kind == "domain" else view(value).text)


def hash_of(kind: str, form: str) -> bytes:
    """Give the keyed hash of a form that `form_of` gave."""
    if kind == "domain":
        return keyring.in_use().blind_index("ticket by domain", form)
    return keyring.in_use().blind_index("ticket by exact value", f"{kind} {form}")


def _email(value: str) -> str:
    address = addresses.normalise("".join(value.split()))
    return address if addresses.is_address(address) else ""


def _phone(value: str) -> str:
    digits = digits_of(value)
    return digits[-_NATIONAL:] if 6 <= len(digits) <= 15 else ""


def _iban(value: str) -> str:
    compact = _compact(value)
    return compact if 15 <= len(compact) <= 34 and compact[:2].isalpha() and compact[2:4].isdigit() else ""


def _national_id(value: str) -> str:
    compact = _compact(value)
    return compact if 5 <= len(compact) <= 20 and digits_of(compact) else ""


def _domain(value: str) -> str:
    """One form of a host name: www. and the root's dot make no other domain, nor does its xn-- spelling."""
    if not addresses.is_host(value.strip()):
        return ""
    name = addresses.normalise(value).rstrip(".").removeprefix("www.")
    with contextlib.suppress(UnicodeError):  # what IDNA does not take has one spelling only
        name = name.encode("idna").decode()
    return name


def _compact(value: str) -> str:
    return "".join(letter for letter in value if letter.isalnum()).upper()


_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.IBAN: _iban,
    Kind.NATIONAL_ID: _national_id,
    "domain": _domain,
}
# Never cards, never what opens a door: whoever has one of those has no business to look for it here.
KINDS: Final = tuple(str(kind) for kind in _FORMS)
