"""Strings that somebody chose or a machine made, told from words, hosts, paths and codes by their letters alone."""

import re
from functools import lru_cache

from helpdesk.privacy.redaction.words import word_list

_ORDINARY = word_list("not_passwords")
TECHNICAL = re.compile(
    r"(?i)(?:sha|md|utf|php|ipv|ikev|aadsts|mysql|tls|ssl|http|win|mp|h|c|p|x|base|rfc|es|k|m|g|t|u|pop|imap|s|ec|oauth|python|node|vue|web|debian|ubuntu|centos|wp|v|r|rhel|el|fc|id|no|nr|tier|cat|usb|type|kb|mb|ns|mx|srv|web|host|db|mail|www|dc|vps|plan|vlan|eth|port|dkim|l|q|w|room|step|day|line|row|box|rack|zone|team|node)[-_.]?\d+(?:[.-]\d+)*"
    r"|\d+(?:[.,]\d+)*(?:x|st|nd|rd|th|k|kb|mb|gb|tb|ms|s|sec|min|h|hrs?|am|pm|px|%|gib|mib|d|m|g|usd|eur|egp|sar|aed|x\d+|/\d+|/mo|/month|/yr|/y)?|[a-z]\d|\d[a-z]"
)
HOST = re.compile(
    r"(?i)(?:https?|ftps?|sftp|ssh|wss?)://\S*|(?:[\w-]+\.)+(?:com|net|org|info|io|co|dev|app|example|test|local|localhost|invalid|html?|php|js|css|json|ya?ml|conf|cfg|ini|log|sql|gz|zip|tar|tgz|png|jpe?g|gif|pdf|txt|csv|xml|py|rb|sh|exe|pem|crt|key|eg|sa|ae|jo|kw|qa|bh|om|ma|tn|dz|iq|lb|uk|de|fr|es|it|nl|us|in|pk|ng)(?::\d+)?(?:/\S*)?|/[\w./-]+|[A-Za-z]:\\\S*|~/\S*|\.\w+"
)
CODE_LIKE = re.compile(
    r"[A-Z]{2,}(?:[_-][A-Z0-9]+)*(?:[_-]\d+)+|[A-Z]{1,5}-?\d{2,}|[A-Z]+(?:_[A-Z]+)+|#\d+|[A-Z]{2,6}(?:-\d{2,}){1,4}|\d+-\d+(?:-\d+)*|\d{1,4}[/.:]\d{1,4}(?:[/.:]\d{1,4})*|\(?\d+\)?|[\d.,]+[$€£%]|[A-Z]{0,2}[$€£]\d[\d.,]*(?:/\w+)?|[a-z]+(?:-[a-z]+)+|[A-Za-z]+'[a-z]+|\w+\(\)|-{1,2}[\w-]+"
)
_HUMP = re.compile(r"[a-z][A-Z]")


@lru_cache(maxsize=4_000)
def looks_chosen(value: str) -> bool:
    """Say whether a run looks like a password that somebody chose or a machine made: signs, digits or capitals inside."""
    if not 4 <= len(value) <= 80 or value.isdigit() or "\u25a1" in value:
        return False
    if value.isalpha() and not _HUMP.search(value):
        return False
    if TECHNICAL.fullmatch(value) or HOST.fullmatch(value) or CODE_LIKE.fullmatch(value):
        return False
    if "@" in value and re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", value):
        return False
    letters = any(letter.isalpha() for letter in value)
    digits = any(letter.isdigit() for letter in value)
    signs = any(not letter.isalnum() and letter not in "'’.-/,:" for letter in value)
    if letters and digits:
        return True
    if (
        signs
        and (letters or digits)
        and not re.fullmatch(r"[\w]+[.!?…*)\]]*|[\w.-]+/[\w./-]+", value.strip("\"'()[]{}*_"))
    ):
        return True
    inner = value[1:]
    return (
        _HUMP.search(value) is not None
        and len(value) >= 8
        and inner.isalpha()
        and value.lower() not in _ORDINARY
        and not _is_camel(value)
    )


def _is_camel(value: str) -> bool:
    """`WordPress`, `phpMyAdmin`: names of products, one or two words run together."""
    return value.isalpha() and len(re.findall(r"[A-Z]", value)) <= 3


@lru_cache(maxsize=4_000)
def makeup(value: str) -> str:
    """Say what a string is made of: small letters, capitals, digits, signs; and how long it is."""
    sorts = (
        "l" * any(letter.islower() for letter in value),
        "u" * any(letter.isupper() for letter in value),
        "d" * any(letter.isdigit() for letter in value),
        "-" * any(letter in "-_." for letter in value),
        "!" * any(not letter.isalnum() and letter not in "-_.'" for letter in value),
    )
    return "".join(sorts) + str(min(len(value), 24) // 4)
