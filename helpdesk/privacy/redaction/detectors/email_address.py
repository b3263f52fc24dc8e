"""E-mail addresses, also written out."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.spans import Kind

_PLAIN = re2.compile(r"[\pL\pN.!#$%&'*+/=?^_`{|}~-]+@(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]")
_SPELLED = re2.compile(
    r"(?i)([\pL\pN][\pL\pN._+-]*)\s*(?:\[at\]|\(at\)|\{at\}|\s+at\s+|\s+آت\s+|\s+ات\s+|\s+أت\s+)\s*"
    r"([\pL\pN-]+(?:\s*(?:\.|\[dot\]|\(dot\)|\s+dot\s+|\s+دوت\s+|\s+نقطة\s+)\s*[\pL\pN-]+)*"
    r"\s*(?:\.|\[dot\]|\(dot\)|\s+dot\s+|\s+دوت\s+|\s+نقطة\s+)\s*(?:com|net|org|info|me|io|co|eg|sa|ae|jo|uk|de|كوم|نت))\b"
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
        yield Candidate(
            match.start(), match.end(), Kind.EMAIL, "an e-mail address in words", "".join(match[0].casefold().split())
        )
