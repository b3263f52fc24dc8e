"""Keys and tokens: where to look for them."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.made_by_machine import entropic, speaks_of_hash
from helpdesk.privacy.redaction.detectors.secret.provider_key import PREFIXED
from helpdesk.privacy.redaction.detectors.secret.value import chunk, is_void, sorts_of_letters
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind


def access_token(reading: Reading) -> Iterator[Candidate]:
    """Find keys and tokens: of known providers by prefix, in headers, cookies, addresses, beside words for a key, by entropy.

    misses   short tokens without prefix in prose
    """
    text = reading.text
    for match in PREFIXED.finditer(text) if "run" in reading.shapes else ():
        yield Candidate(match.start(), match.end(), Kind.TOKEN, "a key with a known provider's prefix", match[0])
    for pattern, part, rule in _SIGNED:
        for match in pattern.finditer(text) if part in reading.shapes else ():
            group = next((number for number in range(1, len(match.groups()) + 1) if match[number] is not None), 0)
            if group and not is_void(match[group]):
                yield Candidate(match.start(group), match.end(group), Kind.TOKEN, rule, match[group])
    for header in _COOKIE.finditer(text) if "cookie" in reading.shapes else ():
        for match in _COOKIE_VALUE.finditer(header[1]):
            if match[1].lower() not in _PUBLIC_COOKIES:
                yield Candidate(
                    header.start(1) + match.start(2), header.start(1) + match.end(2), Kind.TOKEN, "a cookie", match[2]
                )
    yield from _in_groups(reading)
    yield from entropic(reading)
    yield from _beside_key_words(reading)


_AUTHORIZATION = re2.compile(
    r"(?i)(?:authorization\s*[:=]\s*)?(?:bearer|basic|token|apikey|digest)\s+([A-Za-z0-9._~+/=-]{12,})|(?:x-[a-z-]*(?:key|token|auth|secret))\s*:\s*([^\s\"']{6,})"
)
_COOKIE = re2.compile(r"(?i)(?:set-)?cookie:\s*([^\n]+)")
_COOKIE_VALUE = re2.compile(r"([A-Za-z0-9_.-]+)=([^;\s]{6,})")
_PUBLIC_COOKIES = frozenset(
    {
        "path",
        "domain",
        "expires",
        "max-age",
        "samesite",
        "lang",
        "locale",
        "theme",
        "consent",
        "cookieconsent",
        "timezone",
    }
)
_SESSION = re2.compile(
    r"(?i)\b(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|connect\.sid|laravel_session|sessionid|session_id|wordpress_logged_in[a-z0-9_]*|wordpress_sec[a-z0-9_]*|csrftoken|XSRF-TOKEN|remember_[a-z0-9_]+|sid|cpsession|roundcube_sessid)\s*(?:=|:|equals| is )\s*[\"']?([A-Za-z0-9%|._~+/-]{8,})"
)
_QUERY = re2.compile(
    r"(?i)[?&;](?:[a-z_-]*token|[a-z_-]*key|api_?key|auth|sig|signature|secret|password|passwd|pwd|pass|session|sess|sid|code|otp|hash|nonce|credential|jwt|ticket|cpsess[0-9]*|reset|invite|magic|access)=([^\s&;#\"'<>]{4,})"
)
_PATH = re2.compile(
    r"(?i)/(?:cpsess([0-9]{6,})|(?:services/T[A-Z0-9]+/B[A-Z0-9]+/([A-Za-z0-9]{16,}))|(?:reset|confirm|verify|activate|invite|magic|token|login|unsubscribe)/([A-Za-z0-9_-]{16,}))|hooks\.[a-z.]+/[a-z/]+([A-Za-z0-9_/-]{20,})|/(?:web)?hooks?/(?:[\w-]+/){0,3}([A-Za-z0-9_-]{20,})|api\.telegram\.org/bot([0-9]+:[A-Za-z0-9_-]{20,})"
)
_SIGNED = (
    (_AUTHORIZATION, "header", "credentials in a header"),
    (_QUERY, "query", "a token in an address"),
    (_PATH, "path of a token", "a token in an address"),
    (_SESSION, "session", "a session cookie"),
)
# The seed of an authenticator in groups of base 32 (RFC 4648), as apps show it.
_SEED = re.compile(r"\b[A-Z2-7]{4}(?:[ -][A-Z2-7]{4}){3,12}\b")
_RECOVERY = re.compile(r"\b(?:\d{6}-){5,7}\d{6}\b")  # of an encrypted disk


def _in_groups(reading: Reading) -> Iterator[Candidate]:
    """Recovery keys of disks and seeds of authenticators."""
    text = reading.text
    for match in _RECOVERY.finditer(text) if "recovery key" in reading.shapes else ():
        yield Candidate(*match.span(), Kind.TOKEN, "a recovery key", match[0])
    for match in _SEED.finditer(text) if "base 32" in reading.shapes else ():
        if any(letter.isdigit() for letter in match[0]) and any(letter.isalpha() for letter in match[0]):
            is_named = bool(reading.speaks & {"token", "code"}) or "authenticator" in reading.low
            yield Candidate(match.start(), match.end(), Kind.TOKEN, "groups of base 32", match[0], sure=is_named)


_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # RFC 9562: a key where it is called one
_HEXADECIMAL = re.compile(r"[0-9a-f]+|[0-9A-F]+")


def _beside_key_words(reading: Reading) -> Iterator[Candidate]:
    words, text = reading.words, reading.text
    for cue in reading.cues if "token" in reading.speaks else ():
        if "token" not in cue.concepts:
            continue
        line = words[cue.last].line
        for place in range(cue.last + 1, min(len(words), cue.last + 9)):
            if words[place].line > line + 1:
                break
            start, end = chunk(reading, words[place].start)
            value = text[start:end]
            if (
                start == words[place].start
                and len(value) >= 8
                and looks_chosen(value)
                and sorts_of_letters(value) >= 2
                and not is_void(value)
                and not speaks_of_hash(reading, start)
            ):
                rule, beside = "what looks made beside a word for a key", place <= cue.last + 2
                named = _UUID.fullmatch(value) is not None and "token" in reading.concepts(start, end)
                sure = named or (beside and len(value) >= 32 and _HEXADECIMAL.fullmatch(value) is not None)
                yield Candidate(start, end, Kind.TOKEN, rule, value, sure)
