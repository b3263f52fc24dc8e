"""E-mail addresses, also written out."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexicon import commonness
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_PLAIN = re2.compile(
    r"[\pL\pN.!#$%&'*+/=?^_`{|}~-]+(?:@| @ )(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]"
)
_AT = r"[ \t]*(?:\[ ?at ?\]|\( ?at ?\)|\{ ?at ?\}|<at>|\(a\)|\(@\)|\[@\]|\(عند\)|\[آت\]|\(آت\)|\{[^{}\n]{0,24}(?:snail|at|@)[^{}\n]{0,24}\}|[ \t](?:at|AT|آت|ات|أت|ايت|آت ساين|عند|arobase|AROBASE)[ \t])[ \t]*"
_DOT = r"[ \t]*(?:\.|\[ ?dot ?\]|\( ?dot ?\)|\{ ?dot ?\}|\[\.\]|\(\.\)|\(نقطة\)|\(نقطه\)|\[دوت\]|[ \t](?:dot|DOT|point|POINT|دوت|نقط[ةه])[ \t])[ \t]*"
_SIGN = r"(?:" + _DOT + r"|[ \t](?:minus|MINUS|dash|DASH|hyphen|underscore|شرطة|شرطه|اندرسكور|tiret|TIRET)[ \t]|-|_)"
_PART = r"[\pL\pN][\pL\pN._+-]*"
_TLD = r"(?:com|net|org|info|me|io|co|biz|app|dev|shop|site|online|eg|sa|ae|jo|kw|qa|bh|om|ma|tn|dz|iq|lb|ps|sy|uk|de|fr|es|it|nl|us|in|pk|ng|ph|example|test|invalid|كوم|نت|اورج|أورج|مصر|السعودية)"
_SPELLED = re2.compile(
    r"(?i)("
    + _PART
    + r"(?:"
    + _SIGN
    + _PART
    + r"){0,3}?"
    + _AT
    + r"[\pL\pN-]+(?:"
    + _SIGN
    + r"[\pL\pN-]+)*?"
    + _DOT
    + _TLD
    + r"(?:"
    + _DOT
    + _TLD
    + r")?)(?:[^\pL\pN]|\z)"
)
# The sign, and what must stand behind it: a part of a host, then a dot or what joins two parts.
_LIKELY = re.compile(
    r"(?i)(?:[ \t](?:at|[آاأ]ت|ايت|آت ساين|عند|arobase)[ \t]|[\[({<] ?(?:at?|@|عند|[آا]ت) ?[\])}>]|\{[^{}\n]{0,24}(?:snail|at|@)[^{}\n]{0,24}\})[ \t]*[\w-]+"
    r"(?:[ \t]*[.\[({]|[ \t]+(?:dot|point|minus|dash|hyphen|underscore|tiret|دوت|نقط|شرط|اندرسكور))"
)
_SPACED = re2.compile(r"(?:[\pL\pN._-] ){2,}@(?:(?: [\pL\pN.-]){3,}| ?[\pL\pN-]+(?: ?\. ?[\pL\pN-]+)+)")
# Addresses of an office, not of a person.
_ROLES = frozenset(
    {"support", "info", "sales", "admin", "administrator", "abuse", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply", "webmaster", "hostmaster",
     "billing", "contact", "help", "helpdesk", "root", "mailer-daemon", "security", "dns", "legal", "hello", "office", "accounts", "accounting", "orders", "order",
     "invoices", "invoice", "newsletter", "notifications", "notification", "alerts", "alert", "cron", "daemon", "www-data", "nobody", "privacy", "careers", "jobs",
     "marketing", "press", "team", "service", "feedback", "shop", "dmarc", "reports", "monitoring", "git", "hr", "it", "mail", "bounce", "bounces", "frontdesk", "noc", "reception", "registrar", "webshop", "kontakt", "enquiries", "enquiry", "bookings", "booking", "reservations", "purchasing", "finance", "ops", "dpo", "soc", "ticket", "tickets", "care", "accountspayable"}
)  # fmt: skip


def email_address(reading: Reading) -> Iterator[Candidate]:
    """Find e-mail addresses.

    shape    local@host.tld in any script; "name [at] host [dot] com", «اسم آت جيميل دوت كوم», letter by letter
    accepts  all but addresses of an office (support@, info@ …)
    misses   quoted local parts, addresses over two lines, unusual words for the sign
    source   RFC 5321, section 4.1.2, as seen in practice
    """
    text = reading.text
    if "@" in text:
        for match in _PLAIN.finditer(text):
            start = match.start() + _lead(match[0])
            written = text[start : match.end()]
            if not written.startswith("@") and not _is_role(written) and not _is_remote(reading, start, written):
                same = written.casefold().replace(" ", "")
                yield Candidate(start, match.end(), Kind.EMAIL, "an e-mail address", same)
        for match in _SPACED.finditer(text) if " @" in text else ():
            yield Candidate(
                match.start(),
                match.end(),
                Kind.EMAIL,
                "an e-mail address letter by letter",
                match[0].casefold().replace(" ", ""),
            )
    for match in _SPELLED.finditer(text) if "mail address in words" in reading.shapes and _LIKELY.search(text) else ():
        if not _is_role(match[1]) and not _is_place(reading, match[1], match.start(1), match.end(1)):
            same = "".join(match[1].casefold().split())
            yield Candidate(match.start(1), match.end(1), Kind.EMAIL, "an e-mail address in words", same)


_PLACE = re.compile(r"([^\W\d_]+) (?:at|AT) \S+")  # "the page at site.example"


def _is_place(reading: Reading, written: str, start: int, end: int) -> bool:
    """Say whether it only tells where something common is: a page, a server."""
    place = _PLACE.fullmatch(written)
    return (
        place is not None
        and commonness(fold_arabic(place[1])) <= _COMMON
        and "email" not in reading.concepts(start, end)
    )


_COMMON = 3


def _lead(written: str) -> int:
    """Marks of the sentence before an address are allowed in it (RFC 5322) but hardly ever meant: it starts behind them."""
    local = written.partition("@")[0]
    if local[:1] in ("و", "ل", "ب") and local[1:2].isascii() and local[1:2].isalnum():
        return 1  # an Arabic clitic before a Latin address
    return max(local.rfind(mark) for mark in "=&?/|'*`{}!#$") + 1


def _is_role(written: str) -> bool:
    return re.split(r"[@ \[({<+]", written, maxsplit=1)[0].casefold() in _ROLES


_OF_MESSAGES = ("message-id", "message id", "msgid", "in-reply-to", "references")


def _is_remote(reading: Reading, start: int, written: str) -> bool:
    """Say whether it is no address but the git or ssh form user@host:path, or the part of one with a password."""
    before, _, local = reading.low[max(0, start - 80) : start].rpartition("<")
    if not any(map(str.isspace, local)) and before.rstrip(" \t:=").endswith(_OF_MESSAGES):
        return True
    return (
        written.startswith(("git@", "root@", "ubuntu@", "deploy@"))
        or reading.text[max(0, start - 3) : start].endswith("://")
        or (start > 0 and reading.text[start - 1] == ":" and "://" in reading.text[max(0, start - 60) : start])
    )
