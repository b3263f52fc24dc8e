"""E-mail addresses, also written out."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.spans import Kind

_PLAIN = re2.compile(r"[\pL\pN.!#$%&'*+/=?^_`{|}~-]+@(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]")
_AT = r"\s*(?:\[at\]|\(at\)|\{at\}|\s(?:at|آت|ات|أت)\s)\s*"
_DOT = r"\s*(?:\.|\[dot\]|\(dot\)|\s(?:dot|دوت|نقط[ةه])\s)\s*"
_SPELLED = re2.compile(
    r"(?i)([\pL\pN][\pL\pN._+-]*"
    + _AT
    + r"[\pL\pN-]+(?:"
    + _DOT
    + r"[\pL\pN-]+)*?"
    + _DOT
    + r"(?:com|net|org|info|me|io|co|eg|sa|ae|jo|uk|de|كوم|نت))(?:[^\pL\pN]|\z)"
)
# Addresses of an office, not of a person.
_ROLES = frozenset(
    {"support", "info", "sales", "admin", "abuse", "postmaster", "noreply", "no-reply", "webmaster", "hostmaster",
     "billing", "contact", "help", "root", "mailer-daemon", "security", "dns", "legal"}
)  # fmt: skip


def email_address(text: str) -> Iterator[Candidate]:
    """Find e-mail addresses.

    shape    local@host.tld in any script; "name [at] host [dot] com" and «اسم آت جيميل دوت كوم»
    accepts  all but addresses of an office (support@, info@ …)
    misses   quoted local parts, addresses over two lines
    source   RFC 5321, section 4.1.2, as seen in practice
    """
    if "@" in text:
        for match in _PLAIN.finditer(text):
            if match[0].partition("@")[0].casefold() not in _ROLES:
                yield Candidate(match.start(), match.end(), Kind.EMAIL, "an e-mail address", match[0].casefold())
    for match in _SPELLED.finditer(text):
        same = "".join(match[1].casefold().split())
        yield Candidate(match.start(1), match.end(1), Kind.EMAIL, "an e-mail address in words", same)
