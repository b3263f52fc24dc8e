"""Tells other programs what happened: signed calls (Standard Webhooks) to addresses that are checked before each one.

A call goes to the very address that was checked, so that a name that resolves to something else a moment later leads
nowhere; redirects are not followed; nothing inside the operator's network is reached unless the operator lists it.
"""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

import httpx

from notifications.transport import Away, NotNow, Refused

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]  # host and port in, addresses out

TIMEOUT = 10.0  # seconds
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Special addresses (IANA) that not every version of Python calls so, and tunnels that lead to any address.
_SPECIAL_RANGES = ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16")
_SPECIAL = tuple(ipaddress.ip_network(text) for text in _SPECIAL_RANGES)


@dataclass(frozen=True, slots=True)
class Call:
    """What one program is told, made at the moment of sending."""

    url: str
    body: bytes = field(repr=False)
    secret: bytes = field(repr=False)


class Caller:
    """Makes calls. `allowed` are hosts, or host:port, that may lie inside the operator's own network."""

    def __init__(
        self, *, allowed: Collection[str] = (), resolve: Resolve | None = None, verify: bool | ssl.SSLContext = True
    ) -> None:
        self._allowed = {entry.lower() for entry in allowed}
        self._resolve = resolve or _resolve
        self._verify = verify
        self._made: httpx.AsyncClient | None = None

    async def send(self, call: Call, *, promise: UUID, now: datetime) -> None:
        """Make a call; raises Refused for an address that must not be reached or is gone, NotNow and Away otherwise."""
        parts = urlsplit(call.url)
        address = await self._checked(parts)
        request = self._client.build_request(
            "POST",
            httpx.URL(call.url).copy_with(host=str(address)),
            content=call.body,
            headers={"host": parts.netloc, **signed_headers(call, promise=promise, now=now)},
            extensions={"sni_hostname": parts.hostname or ""},
        )
        try:
            answer = await self._client.send(request, stream=True)
            await answer.aclose()  # whatever it says is not read
        except (httpx.HTTPError, OSError, ValueError):
            raise Away from None
        if answer.status_code == 410:
            raise Refused
        if not 200 <= answer.status_code < 300:
            raise NotNow

    async def close(self) -> None:
        if self._made is not None:
            await self._made.aclose()

    @property
    def _client(self) -> httpx.AsyncClient:
        """The client: no redirects, no proxy of the environment, made when the first call is."""
        if self._made is None:
            limits = httpx.Limits(max_connections=8)
            self._made = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, verify=self._verify, limits=limits)
        return self._made

    async def _checked(self, parts: SplitResult) -> Address:
        """Give an address of the host that may be called; every one that it has must be allowed."""
        host, port = (parts.hostname or "").lower(), _port(parts)
        if parts.scheme != "https" or not host or port is None or parts.username is not None:
            raise Refused
        try:
            found = [ipaddress.ip_address(address.partition("%")[0]) for address in await self._resolve(host, port)]
        except (OSError, UnicodeError):
            raise Away from None
        is_listed = host in self._allowed or f"{host}:{port}" in self._allowed
        if not found or not (is_listed or (port == 443 and all(is_outside(address) for address in found))):
            raise Refused
        return found[0]


def signed_headers(call: Call, *, promise: UUID, now: datetime) -> dict[str, str]:
    """Give the headers that prove who calls and when (Standard Webhooks 1.0.0; HMAC-SHA-256).

    The id comes from the promise, so a call that comes twice is seen to be one.
    """
    moment = str(int(now.timestamp()))
    content = f"{promise}.{moment}.".encode() + call.body
    signature = base64.b64encode(hmac.digest(call.secret, content, hashlib.sha256)).decode()
    return {
        "content-type": "application/json",
        "user-agent": "Sitr",
        "webhook-id": str(promise),
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }


def is_outside(address: Address) -> bool:
    """Say whether an address lies in the public internet; one wrapped in another (mapped, NAT64) counts itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_outside(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped is not None:
            return is_outside(address.ipv4_mapped)
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or 443
    except ValueError:
        return None


async def _resolve(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]
