"""E-mail addresses: what we accept, how two spellings are the same, how one is looked up without being stored."""

import re
import unicodedata

from helpdesk.privacy.vault import keyring

MAXIMUM = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets
_LABELS = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
_HOST = re.compile(_LABELS + r"\.?")
_ADDRESS = re.compile(r"[^\s@\x00-\x1f\x7f<>()\[\],;:\\\"]{1,64}@" + _LABELS)


def normalise(address: str) -> str:
    """Give the form in which addresses are compared: NFKC, lower case, no blanks around."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def is_address(address: str) -> bool:
    """Say whether mail could be sent there: one @, a host with a dot, at most 254 characters, no controls."""
    return len(address) <= MAXIMUM and _ADDRESS.fullmatch(normalise(address)) is not None


def blind_index(address: str) -> bytes:
    """Give the keyed hash by which the person with this address is found."""
    return keyring.in_use().blind_index("person by e-mail", normalise(address))


def is_host(name: str) -> bool:
    """Say whether a text is a domain name: labels of 1..63 letters and digits of any script (RFC 5890), with a dot."""
    return len(name) <= 253 and _HOST.fullmatch(normalise(name)) is not None
