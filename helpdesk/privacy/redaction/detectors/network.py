"""IP and MAC addresses."""

import ipaddress
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate, before
from helpdesk.privacy.redaction.spans import Kind

_V4 = re2.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_V6 = re2.compile(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}")
_MAC = re2.compile(r"(?i)[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}")
# Public resolvers that everybody writes in tickets about DNS.
_RESOLVERS = frozenset(
    ipaddress.ip_address(address)
    for address in ("8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "208.67.222.222", "208.67.220.220",
                    "2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111", "2606:4700:4700::1001")
)  # fmt: skip
_VERSIONS = ("version", "ver.", " v", "release", "build", "إصدار", "اصدار", "نسخة")


def ip_address(text: str) -> Iterator[Candidate]:
    """Find IPv4 and IPv6 addresses.

    shape    dotted quads and colon-separated groups
    accepts  what the standard parser takes, but private, loopback and well-known resolver addresses
    misses   addresses written as one number
    source   RFC 791, RFC 4291, RFC 1918
    """
    for pattern in (_V4, _V6):
        for match in pattern.finditer(text):
            address = _parsed(match[0])
            if address and _is_public(address) and not _is_part(text, match.start(), match.end()):
                yield Candidate(match.start(), match.end(), Kind.IP, "a public IP address", str(address))


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return not (
        address.is_loopback
        or address.is_unspecified
        or address.is_link_local
        or address.is_multicast
        or address in _RESOLVERS
        or (address.is_private and not _is_example(address))
    )


def _is_example(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Documentation addresses (RFC 5737) stand for somebody's in a text, so they are hidden like one."""
    return isinstance(address, ipaddress.IPv4Address) and any(
        address in network
        for network in map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
    )


def _is_part(text: str, start: int, end: int) -> bool:
    """Say whether the span belongs to something longer, such as a version number or a longer chain."""
    touches = (start and (text[start - 1].isalnum() or text[start - 1] in ".:")) or (
        end < len(text)
        and (text[end].isalnum() or (text[end] in ".:" and text[end + 1 : end + 2].isdigit() and text[end] == "."))
    )
    return bool(touches) or any(before(text, start, 10).rstrip().endswith(word.strip()) for word in _VERSIONS)


def mac_address(text: str) -> Iterator[Candidate]:
    """Find MAC addresses: six pairs of hexadecimal digits (IEEE 802, EUI-48)."""
    for match in _MAC.finditer(text):
        edges = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        if not any(letter.isalnum() or letter in ":-" for letter in edges):
            yield Candidate(
                match.start(), match.end(), Kind.MAC, "a MAC address", match[0].casefold().replace("-", ":")
            )
