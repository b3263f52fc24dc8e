"""Asks one question of the matrix: a real request, in a transaction that is undone, so that every ticket stays as it was."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

import httpx

from helpdesk.people.sessions import form_token
from piccolo_conf import DB
from tests.authorisation.matrix import ROWS, Cell
from tests.authorisation.world import NOWHERE, Object, Who, World

_NEVER_MADE = "0190b6c2-7d2f-7000-8000-00000000000f"
# What differs between two answers although they say the same: a fresh nonce and form key, the echo of what was asked for.
_FRESH = re.compile(r"nonce(?:=\"|-)[\w-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|SR-\w{4}-\w{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: in the table's words, as a digest of its bytes, and what of all tickets stands in it."""

    said: str
    digest: str
    size: int  # bytes of the body
    words: frozenset[str]
    values: frozenset[str]


async def ask(client: httpx.AsyncClient, world: World, cell: Cell) -> Answer:
    """Ask, look, undo."""
    asked = world.objects.get((cell.rule, cell.ticket))
    response = await _undone(client, request_of(client, world, cell, asked))
    everything = f"{response.headers}\n{response.text}"
    words = frozenset(o.word for o in world.objects.values() if o.word in everything)
    values = frozenset(v for o in world.objects.values() for v in o.values if v in everything)
    return Answer(_said(response, asked, words), _digest(response, asked, world), len(response.content), words, values)


async def _undone(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    transaction = DB.transaction()
    async with transaction:
        response = await client.send(request)
        await transaction.rollback()
    return response


def request_of(client: httpx.AsyncClient, world: World, cell: Cell, asked: Object | None) -> httpx.Request:
    """Make the request of a cell: the actor's session or token, the ticket's names in the path, the row's form."""
    method, path = cell.route.split(" ", 1)
    who, row = world.people[cell.actor], ROWS.get(cell.route.replace("HEAD ", "GET "), {})
    fixed = {
        name: value
        for route, of in ROWS.items()
        if route.endswith(f" {path}")
        for name, value in of.get("with", {}).items()
    }
    for name, value in {**_names(world, who, asked), **fixed}.items():
        path = re.sub(rf"/?\{{{name}:\w+\}}", "/" + value.removeprefix("/"), path)
    named = {"$me": who.email, "$other": world.objects["desk", "other"].reference}
    sent: dict[str, Any] = {
        name: named.get(value, value) if isinstance(value, str) else value
        for name, value in row.get("send", {}).items()
    }
    if path.startswith("/api"):
        bearer = who.bearer or f"Bearer {_token(world, who, asked)}"
        headers = {} if who.name == "nobody" else {"authorization": bearer}
        return client.build_request(method, path, headers=headers, json=sent if "send" in row else None)
    headers = {"cookie": f"session={who.session}"} if who.session else {}
    if own := _own_session(world, who, asked):
        headers = {"cookie": f"me={own}"}
    if method == "POST" and path.startswith("/me") and not path.startswith(("/me/sign-in", "/me/address")):
        sent["csrf"] = form_token(own)
    if (
        method == "POST"
        and path.startswith(("/desk", "/privacy", "/results", "/notices", "/manage"))
        and path != "/desk/sign-in"
        and "setup" not in path
        and "/desk/reset" not in path
    ):
        sent["csrf"] = form_token(who.session)
    return client.build_request(method, path, headers=headers, data=sent if method == "POST" else None)


def _own_session(world: World, who: Who, asked: Object | None) -> str:
    """The session of a requester: of the ticket's own, or of another."""
    if who.name == "other signed in":
        return world.stranger_session
    if who.name != "signed in":
        return ""
    return (asked or world.objects["desk", "own"]).session


def _names(world: World, who: Who, asked: Object | None) -> dict[str, str]:
    return {
        "reference": asked.reference if asked else NOWHERE,
        "token": _token(world, who, asked),
        "disclosure": asked.disclosure if asked else _NEVER_MADE,
    }


def _token(world: World, who: Who, asked: Object | None) -> str:
    """The link that somebody holds; who holds none tries the ticket's reference."""
    if who.name == "other's link":
        return world.stranger
    if who.name == "own link":
        return asked.token if asked else "A" * 32
    return asked.reference if asked else NOWHERE


def _said(response: httpx.Response, asked: Object | None, words: frozenset[str]) -> str:
    if response.headers.get("location", "").startswith("/desk/sign-in"):
        return "sign-in"
    if response.headers.get("location", "").startswith("/me/sign-in"):
        return "me"
    return f"{response.status_code}{'+' if asked and asked.word in words else ''}"


def _digest(response: httpx.Response, asked: Object | None, world: World) -> str:
    headers = [f"{name}: {value}" for name, value in sorted(response.headers.multi_items()) if name != "date"]
    said = "\n".join([str(response.status_code), *headers, response.text])
    if asked:
        said = said.replace(asked.token, "A" * 32)
        said = said.replace(form_token(asked.session), form_token(world.objects["desk", "own"].session))
    return hashlib.sha256(_FRESH.sub("", said).encode()).hexdigest()
