"""What must stay readable, whatever a guess says: hashes, versions, times, prices, hosts, codes of errors and things."""

import ipaddress
import re
from functools import lru_cache

from helpdesk.privacy.redaction.detectors.network import is_public
from helpdesk.privacy.redaction.lexicon import may_be_listed
from helpdesk.privacy.redaction.spans import Kind

_THINGS = re.compile(
    r"(?ix)"
    r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})"  # hashes
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # UUID (RFC 9562)
    r"|sha(?:1|256|512)[:-]?.*|md5:.*|\$2[aby]\$.*|\$argon2.*"
    r"|\d{4}-\d\d-\d\dt\d\d(?::\d\d.*)?|\[?\d{1,2}/[a-z]{3}/\d{4}[: ]\d\d:\d\d.*|\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?"  # times
    r"|1[5-9]\d{8}(?:\d{3})?"  # seconds or milliseconds since 1970, of the years 2017 to 2033
    r"|v?\d+(?:\.\d+){1,3}(?:[-+~][\w.+~-]+)?"  # versions
    r"|ghsa(?:-[0-9a-z]{4}){3}|(?:chg|inc|ritm|prb)\d{5,10}|[0-9a-f]{16}-[a-z]{3}|ffff[0-9a-f]{12}|[a-z]{2}\d{9}[a-z]{2}"  # advisories, changes, rays of a CDN, addresses in a kernel, letters in the post (UPU S10)
    r"|(?:[al]?gpl|bsd|mpl|epl|apache|cc-by(?:-[a-z]{2})*)-\d(?:\.\d)?(?:-clause|-only|-or-later)?"  # licences (SPDX)
    r"|(?:utf8(?:mb[34])?|latin1|ascii)_\w+|(?:desktop|laptop|win)-[0-9a-z]{4,9}|%[a-z]\w*-\d-[a-z_]+|x(?:-[a-z]+){2,}"  # collations, computers of Windows, what routers log, headers
    r"|(?:kb|aadsts|ora-?|sqlstate|bug-?|jira-?)\d{4,8}|[2-5]\d\d|0x[0-9a-f]{2,16}|[45]\.\d\.\d{1,3}|http/\d.*|e-?\d{3,5}|cve-\d{4}-\d+"  # codes of errors
    r"|(?:aes|rsa|sha|md|scram-sha)-?\d{1,4}(?:-[a-z]{2,8}\d{0,4}){0,3}|wpa\d?(?:-[a-z]+)*|tlsv?1\.\d|imap4rev1|\d\d\.\d\(\d+\)\w*"  # ciphers, protocols
    r"|(?:[a-z]{0,2}[$€£]|usd|eur|gbp|egp|sar|aed|jod|kwd|qar|omr|mad|tnd|lbp|ngn|inr|pkr)\s?[\d.,]+|[\d.,]+\s?(?:[$€£%]|usd|eur|gbp|egp|sar|aed|jod|kwd|جنيه|ريال|درهم|دينار|ليرة|دولار)"  # prices
    r"|[\d.,]+\s?(?:gb|mb|kb|tb|gib|mib|ms|sec|s|min|hours?|days?|px|[kmg]bps)"
    r"|[a-z][a-z-]{1,20}[_-](?:19|20)\d{6}(?:[_-]?\d{4,6})?"  # names with a day in them
    r"|(?:chg?|pi|txn|req|evt|cus|sub|in|acct|price|prod|seti|pm|msg|run|job)_[0-9a-z]+|ua-\d+-\d+|g-[0-9a-z]{10}"  # what services call things
    r"|[a-z]{2}-(?:gov-)?(?:central|east|west|north|south|northeast|northwest|southeast|southwest)-?\d[a-z]?"  # regions of clouds
    r"|(?:i|vol|sg|subnet|vpc|ami|eni|snap)-[0-9a-f]{8,17}|[a-z]+(?:-[a-z0-9]+)*-[0-9a-f]{8,10}-[a-z0-9]{5}"  # of clouds
    r"|(?:ubuntu|debian|centos|rocky|almalinux|fedora|alpine|windows|macos|php|mysql|mariadb|postgres|python|node|nginx|apache|ext|xfs|wordpress|laravel)-?\d[\d.]*(?:-(?:\d[\d.]*|x\d\d|amd64|arm64|lts|alpine|slim|fs|fpm|sha256|[0-9a-f]{6}))*"
    r"|tls_[a-z0-9_]{8,40}|[a-z]{2}_[a-z]{2}\.utf-?8|[12][0-9a-z]{5}-[0-9a-z]{6,11}-[0-9a-z]{2,4}"  # ciphers, locales, what Exim calls a mail
    r"|UGFzc3dvcmQ6|VXNlcm5hbWU6|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w+"  # what a mail server asks; sorts of public keys
)
_HOST = re.compile(r"(?i)(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:/[\w./-]*)?")
_FILE = re.compile(
    r"(?i)(?:/[\w.+-]+){2,}/?|[\w-]+\.(?:php|js|css|html?|conf|cfg|ini|log|sql|gz|zip|tar|png|jpe?g|gif|pdf|txt|csv|xml|py|rb|sh|exe|pem|crt|key|ya?ml|json|mp[34]|mov|avi|mkv|bak|docx?|xlsx?|pptx?|eml|pst|webp|svg|heic|iso|deb|rpm|apk|msi|bat|ps1|tgz|rar|7z|woff2?|ics|vcf)"
)
_MOMENT = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d \d\d(?::\d\d.*)?")
_DAY = re.compile(
    r"(?i)(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d|[0-3]?\d([-/. ])(?:[01]?\d|[a-z]{3,9})\2(?:19|20)\d\d|[0-3]?\d/[01]?\d/\d\d"
)
_NETWORK = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}")
# No password: networks, days, mailboxes without a host, references to a value, names of errors and settings, a commit, rights of a file.
_NOT_CHOSEN = re.compile(
    r"@?\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?|(?:19|20)\d\d-[01]\d-[0-3]\d|(?i:[a-z][a-z.-]{1,20})@"
    r"|\$\{?\w+\}?|(?:secrets|vars|env)\.\w+|[xX*•.#]{3,}|[A-Z]+(?:_[A-Z]+)+|(?=[0-9a-f]*\d[0-9a-f]*[a-f]|[a-f])[0-9a-f]{7}|0[0-7]{3}|(?:Ctrl|Alt|Cmd)\+.*|.*'@'.*"
)
_NUMBER = re.compile(r"\d|[٠-٩۰-۹]")
# Kinds that hold digits, or words for digits.
_NUMBERED = frozenset(
    {
        Kind.PHONE,
        Kind.CARD,
        Kind.IBAN,
        Kind.BANK_ACCOUNT,
        Kind.NATIONAL_ID,
        Kind.PASSPORT,
        Kind.IP,
        Kind.MAC,
        Kind.GPS,
        Kind.BIRTH_DATE,
        Kind.PLATE,
    }
)


def must_stay(text: str, kind: Kind) -> bool:
    """Say whether a guessed finding is in truth something that the agent works with.

    text   the plain text of the finding
    """
    bare = text.strip(" .,;:()[]'\"")
    if kind not in (Kind.GPS, Kind.BIRTH_DATE) and (
        all(map(_is_thing, _SPLIT.split(bare))) or _MOMENT.fullmatch(bare) is not None
    ):
        return True
    if (
        kind in (Kind.NAME, Kind.PASSWORD, Kind.ADDRESS, Kind.EMAIL)
        and ("." in bare or "/" in bare)
        and (_HOST.fullmatch(bare) or _FILE.fullmatch(bare))
        and "@" not in bare
    ):
        return True
    if kind is Kind.NAME:
        return bool(re.search(r"\d{2}|[@=<>{}]|://", bare)) or len(bare.split()) > 7 or _is_small(bare)
    if kind is Kind.ADDRESS:
        return len(bare) < 8 or len(bare.split()) < 2
    if kind is Kind.EMAIL:
        return not re.search(r"(?i)@|\bat\b|\(a\)|آت|\bات\b|عند|arobase|snail", text) or bool(
            re.fullmatch(r"\d[\d.]+@\S+|\w{1,20}@", bare)
        )
    if kind is Kind.IP:
        return not _is_public_address(bare)
    if kind is Kind.PASSWORD:
        return len(bare.split()) > 9 or len(bare) < 3 or _NOT_CHOSEN.fullmatch(bare) is not None
    if (
        kind in _NUMBERED
        and kind is not Kind.BIRTH_DATE
        and len(re.findall(r"[^\W\d_]{4,}", bare)) >= 2
        and len(_NUMBER.findall(bare)) >= 3
    ):
        return True
    if kind in _NUMBERED and (_NETWORK.fullmatch(bare) or (kind is not Kind.BIRTH_DATE and _DAY.fullmatch(bare))):
        return True
    return kind in _NUMBERED and len(_NUMBER.findall(bare)) < 2 and len(bare.split()) < 3


_ASSIGNED = re.compile(r" ?=(?![=\n])[^\n]")
_IDENTIFIER = re.compile(r"[^\W\d][^\W\d .?-]*(?:[ .?-][^\W\d]+)*\d?")
_TAG = re.compile(r"<[\w:/.-]*$")
_OPTION = re.compile(r"(?:^|\s)--?$|://$")


_REPORTED = re.compile(r""",? ?["'](?:err|msg|message|status|description)""")


def is_reported(text: str, end: int) -> bool:
    """Say whether words for an error follow right behind a value: {"code":1006,"errtext": …}."""
    return _REPORTED.match(text, end) is not None


def names_a_value(text: str, start: int, end: int) -> bool:
    """Say whether a span stands before the sign of an assignment or behind those of an option or a scheme: what stands
    there names a value or a place, it is none."""
    opened = _OPTION.search(text[max(0, start - 3) : start]) if " " not in text[start:end] else None
    tagged = text[end : end + 1] == ">" and _TAG.search(text, max(0, start - 24), start) is not None
    # "hunter2 = the wifi" says what a password is for: before a blank only what is spelled like a key is one
    named = text[end : end + 1] == "=" or _IDENTIFIER.fullmatch(text, start, end) is not None
    return tagged or opened is not None or is_reported(text, end) or (named and _ASSIGNED.match(text, end) is not None)


_SPLIT = re.compile(r"[\s,/]+(?:و|and|-)?")
_SHORTEST_HASH = 32


@lru_cache(maxsize=4_000)
def _is_thing(part: str) -> bool:
    is_word = part.isalpha() and len(part) < _SHORTEST_HASH  # all other things hold more than letters
    return not part or (not is_word and bool(_THINGS.fullmatch(part) or _FILE.fullmatch(part)))


def _is_small(bare: str) -> bool:
    """Latin words all in small letters of which no list has one: hardly ever a name, often Arabic in Latin letters."""
    return bare.isascii() and bare.islower() and not any(may_be_listed(word) for word in re.findall(r"[a-z]{2,}", bare))


def _is_public_address(text: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(text))
    except ValueError:
        return bool(re.search(r"[^\W\d_]{3}", text)) and len(text.split()) > 3  # written in words
