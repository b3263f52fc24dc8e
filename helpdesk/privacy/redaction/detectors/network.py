"""IP and MAC addresses."""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_DOT = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)| \. | dot | point )"
_V4 = re2.compile(r"(?i)\d{1,3}(?:" + _DOT + r"\d{1,3}){3}|\d{1,3}(?:,\d{1,3}){3}|\d{1,3}(?:-\d{1,3}){3}")
_V6 = re2.compile(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}")
_MAC = re2.compile(
    r"(?i)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}|\b[0-9a-f]{2}(?: [0-9a-f]{2}){5,}\b|[0-9a-f]{2}(?:\.[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{12}"
)
_HEX_LETTER = re.compile(r"[a-fA-F]")
# Public resolvers that everybody writes in tickets about DNS.
_RESOLVERS = frozenset(
    ipaddress.ip_address(address)
    for address in ("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220",
                    "2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111", "2606:4700:4700::1001")
)  # fmt: skip
_VERSIONS = frozenset(
    {"version", "ver", "v", "release", "build", "update", "firmware", "fw", "اصدار", "نسخه", "الاصدار", "النسخه", "rev"}
)


def ip_address(reading: Reading) -> Iterator[Candidate]:
    """Find IPv4 and IPv6 addresses.

    shape    dotted quads, also defanged (`1[.]2`), with "dot" between or in words; colon-separated groups
    accepts  what the standard parser takes, but private, loopback and well-known resolver addresses and versions
    misses   addresses written as one number
    source   RFC 791, RFC 4291, RFC 1918
    """
    text = reading.text
    for pattern, part in ((_V4, "four numbers"), (_V6, "two colons")):
        for match in pattern.finditer(text) if part in reading.shapes else ():
            address = _parsed(match[0])
            if address and is_public(address) and not _is_part(reading, match.start(), match.end(), match[0]):
                yield Candidate(match.start(), match.end(), Kind.IP, "a public IP address", str(address))
    for numeral in reading.numerals:
        if numeral.spelled and (
            "ip" in reading.concepts(numeral.start, numeral.end) or len(_dots(text[numeral.start : numeral.end])) == 3
        ):
            yield Candidate(numeral.start, numeral.end, Kind.IP, "an IP address in words", numeral.digits)


def _dots(text: str) -> list[str]:
    return re.findall(r"\b(?:dot|point|دوت|نقطة|نقطه)\b", text.lower())


@lru_cache(maxsize=2_000)
def _parsed(written: str) -> Address | None:
    quads = re.split(r"[^0-9]+", written)
    try:
        return ipaddress.ip_address(
            ".".join(quads) if len(quads) == 4 and ":" not in written and all(quads) else written
        )
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Say whether an address may lead to somebody; documentation addresses (RFC 5737, 3849) stand for such in a text."""
    return not (
        address.is_loopback
        or address.is_unspecified
        or address.is_link_local
        or address.is_multicast
        or address in _RESOLVERS
        or (address.is_private and not _is_example(address))
    )


_EXAMPLES = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))


def _is_example(address: Address) -> bool:
    return any(address.version == network.version and address in network for network in _EXAMPLES)


_JOINED = re.compile(r"(?:^|[^\w])[ووبفلك]{1,2}$")  # Arabic writes "and", "at", "to" onto the next word


def _is_part(reading: Reading, start: int, end: int, written: str) -> bool:
    """Say whether the span belongs to something longer, or is a version number."""
    text = reading.text
    led = text[max(0, start - 3) : start] == "..."  # dots that lead from a label to its value
    joined = _JOINED.search(text, max(0, start - 3), start) is not None
    if (start and not (led or joined) and (text[start - 1].isalnum() or text[start - 1] in ".:")) or (
        end < len(text) and (text[end].isalnum() or (text[end] == "." and text[end + 1 : end + 2].isdigit()))
    ):
        return True
    if ":" in written and re.fullmatch(r"[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){7}", written):
        return True  # eight pairs: the serial number of a certificate
    if ":" in written:
        return sum(letter.isdigit() or letter in "abcdefABCDEF" for letter in written) < 4 or written.count(":") < 2
    named = "ip" in reading.concepts(start, end)
    index = reading.word_before(start)
    before = reading.words[index] if index >= 0 else None
    if before and before.low in _VERSIONS and text[before.end : start].strip(" :.") == "":
        return True
    if "." not in written and not re.search(
        "dot|point", written
    ):  # joined by hyphens or commas: only with its word, or in a host's name
        return not (named or text[max(0, start - 3) : start].lower() == "ip-")
    small = all(int(part) <= 30 for part in re.findall(r"\d+", written))
    follows_a_name = bool(before and before.end + 1 == start and text[before.start].isupper())
    return small and not named and follows_a_name


def mac_address(reading: Reading) -> Iterator[Candidate]:
    """Find MAC addresses: six pairs or three fours of hexadecimal digits (IEEE 802, EUI-48); twelve in a row beside their word."""
    text = reading.text
    for match in _MAC.finditer(text) if "hexadecimal pairs" in reading.shapes or "mac" in reading.speaks else ():
        start, end = match.span()
        edges = text[start - 1 : start] + text[end : end + 1]
        if any(letter.isalnum() or letter in ":-" for letter in edges):
            continue
        if " " in match[0] and (len(match[0]) != len("00 00 00 00 00 00") or not _HEX_LETTER.search(match[0])):
            continue  # a longer row of pairs is a dump of memory
        if match[0].isalnum() and "mac" not in reading.concepts(start, end):
            continue
        yield Candidate(
            start,
            end,
            Kind.MAC,
            "a MAC address",
            "".join(letter for letter in match[0].casefold() if letter.isalnum()),
            sure=" " not in match[0] or "mac" in reading.speaks or len(_HEX_LETTER.findall(match[0])) >= 2,
        )
