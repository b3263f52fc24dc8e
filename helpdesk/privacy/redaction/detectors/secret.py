"""Passwords, codes, keys, tokens, credentials in URLs and connection strings."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.redaction.words import word_list

_WORD = (
    r"(?:[وفبل])?(?:ال)?(?:pass\s?words?|pass\s?wd|passphrase|pass|pwd|pw|"
    r"كلم[ةه]\s+(?:ال)?(?:مرور|سر)(?:\s+(?:ال)?\pL+)?|(?:ال)?رقم\s+(?:ال)?سري|(?:ال)?باس\s?ورد|(?:ال)?باسوورد|(?:ال)?باسوورد|(?:ال)?باس)"
)
_FILL = r"(?:[ \t]+(?:for|of|to|on|my|the|our|your|new|old|current|is|was|it'?s|set|still|account|cpanel|admin|email|root|ftp|login|user|server|site|panel|الخاص[ةه]?|بي|لي|حق|حقي|بتاع|بتاعي|بتاعت|الجديد[ةه]?|القديم[ةه]?|الحالي[ةه]?|للوح[ةه]|لوح[ةه]|التحكم|هو|هي|كان|كانت|عندي|للحساب|الحساب|للموقع|الموقع|البريد|للبريد))*"
_PASSWORD = re2.compile(
    r"(?i)(?:^|[^\pL\pN])" + _WORD + r"(?:ي|ها)?" + _FILL + r"\s*(?:[:=؛>-]|is\b|هو\b|هي\b)*\s*[\"'«`(]?([^\s\"'»`،]+)"
)
_STATED = re2.compile(
    r"(?i)(?:^|[^\pL\pN])"
    + _WORD
    + r"(?:ي|ها)?(?:[ \t]+[\pL@.\d-]+){0,5}?[ \t]*(?:[:=]|[ \t](?:is|was|هو|هي|كان|كانت))\s*[:=]?\s*[\"'«`(]?([^\s\"'»`،]+)"
)
_CHOSEN = re2.compile(r".*(?:\d|[^\pL\pN'’.-]).*")
_KEY_VALUE = re2.compile(
    r"(?i)[\"']?([a-z0-9_.-]*(?:password|passwd|pwd|secret|api[_-]?key|apikey|access[_-]?key|auth[_-]?key|private[_-]?key|token|credential|salt)[a-z0-9_]*)[\"']?"
    r"\s*(?:=>|[:=,])\s*[\"']?([^\s\"',;<>)]{4,})"
)
_AUTHORIZATION = re2.compile(r"(?i)(?:authorization\s*:\s*)?(?:bearer|basic)\s+([A-Za-z0-9._~+/=-]{12,})")
_URL = re2.compile(r"(?i)\b([a-z][a-z0-9+.-]*)://([^\s/:@]+):([^\s/@]+)@[^\s\"'<>]+")
_QUERY = re2.compile(
    r"(?i)[?&](?:token|key|api_?key|access_token|auth|sig|signature|secret|password|pass|session|sid|code)=([^\s&#\"'<>]{6,})"
)
_JWT = re2.compile(r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")
_PEM = re2.compile(r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)")
_PREFIXED = re2.compile(
    r"\b(?:AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|"
    r"sk_(?:live|test)_[A-Za-z0-9]{10,}|rk_live_[A-Za-z0-9]{10,}|pk_live_[A-Za-z0-9]{10,}|sk-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|"
    r"AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|key-[0-9a-f]{32}|"
    r"dop_v1_[0-9a-f]{40,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|shpat_[0-9a-fA-F]{20,}|hf_[A-Za-z0-9]{20,}|EAA[A-Za-z0-9]{30,}|whsec_[A-Za-z0-9]{16,})"
)
_CODE = re2.compile(
    r"(?i)(?:\botp\b|\bpin\b|verification code|security code|one[- ]time code|auth(?:entication)? code|\bcvv2?\b|\bcvc\b|"
    r"رمز\s+(?:ال)?(?:تحقق|تأكيد|تاكيد|دخول)|كود\s+(?:ال)?(?:تحقق|تفعيل)|رقم\s+(?:ال)?تحقق)"
    r"(?:\s+(?:is|was|number|code|i got|you sent|هو|هي|اللي جالي|وصلني))*\s*[:=-]?\s*(\d[\d -]{1,8}\d)"
)
_ORDINARY = word_list("not_passwords")


def password(text: str) -> Iterator[Candidate]:
    """Find passwords.

    shape    one run without blanks after a word for "password", filler words between them or not
    accepts  what looks chosen: it holds a digit or a sign, or it stands in quotes or after a colon
    misses   passwords before their word, or of plain letters in a sentence
    """
    for pattern in (_PASSWORD, _STATED):
        for match in pattern.finditer(text):
            value, start = _without_full_stop(match[1]), match.start(1)
            quoted = text[start - 1] in "\"'«`"
            stated = pattern is _PASSWORD and text[match.start() : start].rstrip().endswith(
                (":", "=", "is", "هو", "هي")
            )
            if len(value) >= 3 and value.casefold() not in _ORDINARY and (_CHOSEN.fullmatch(value) or stated or quoted):
                yield Candidate(start, start + len(value), Kind.PASSWORD, "a password after its word", value)


def _without_full_stop(value: str) -> str:
    """Cut what ends the sentence; a sign of exclamation stays, it is often part of the password."""
    return value.rstrip(".,;:?)") or value


def access_token(text: str) -> Iterator[Candidate]:
    """Find keys and tokens: those of known providers by prefix, and values of keys that are named like a secret.

    misses   tokens without prefix in prose
    """
    for match in _PREFIXED.finditer(text):
        yield Candidate(match.start(), match.end(), Kind.TOKEN, "a key with a known provider's prefix", match[0])
    for pattern, rule in ((_AUTHORIZATION, "credentials in a header"), (_QUERY, "a token in an address")):
        for match in pattern.finditer(text):
            yield Candidate(match.start(1), match.end(1), Kind.TOKEN, rule, match[1])
    for match in _KEY_VALUE.finditer(text):
        kind = Kind.PASSWORD if "pass" in match[1].casefold() or "pwd" in match[1].casefold() else Kind.TOKEN
        in_address = text[match.start() - 1 : match.start()] in ("?", "&") and match.start() > 0
        if match[2].casefold() not in _ORDINARY and not in_address:
            yield Candidate(match.start(2), match.end(2), kind, "the value of a key named like a secret", match[2])


def jwt(text: str) -> Iterator[Candidate]:
    """Find JSON web tokens (RFC 7519): three base64url parts, the first two of them JSON objects."""
    for match in _JWT.finditer(text):
        yield Candidate(match.start(), match.end(), Kind.JWT, "a JSON web token", match[0])


def private_key(text: str) -> Iterator[Candidate]:
    """Find private key blocks (RFC 7468), also ones that were cut off."""
    for match in _PEM.finditer(text):
        yield Candidate(match.start(), match.end(), Kind.PRIVATE_KEY, "a private key block", match[0])


def connection_string(text: str) -> Iterator[Candidate]:
    """Find addresses that carry a password: `scheme://user:password@host/…`, hidden whole."""
    for match in _URL.finditer(text):
        yield Candidate(
            match.start(), match.end(), Kind.CONNECTION_STRING, "an address with a password in it", match[0]
        )


def one_time_code(text: str) -> Iterator[Candidate]:
    """Find codes of 4..10 digits right after words for a one-time code, a PIN or a card's security code."""
    for match in _CODE.finditer(text):
        yield Candidate(match.start(1), match.end(1), Kind.CODE, "a code after its word", match[1])
