"""How easily a password is guessed (zxcvbn), and whether it is made of what everybody knows of the person."""

import asyncio
import re
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from zxcvbn import zxcvbn

from helpdesk.errors import Invalid
from helpdesk.people.addresses import normalise
from helpdesk.people.passwords import hash_password
from helpdesk.people.tables import Staff
from helpdesk.privacy.disclosure.disclose import RECOGNITION, open_for_system

ENOUGH = 3  # of 4: more than 10^8 guesses (zxcvbn's own scale)
_LONGEST = 72  # letters that zxcvbn reads; the rest only makes it harder to guess
# What makes a password easy, as zxcvbn names it, and our sentence that says what helps.
_SAID = {
    "spatial": "error-password-keys",
    "repeat": "error-password-repeats",
    "sequence": "error-password-sequence",
    "date": "error-password-date",
    "regex": "error-password-date",
    "passwords": "error-password-common",
    "english_wikipedia": "error-password-word",
    "us_tv_and_film": "error-password-word",
    "surnames": "error-password-names",
    "male_names": "error-password-names",
    "female_names": "error-password-names",
}


async def strong_hash(staff: UUID, password: str) -> str:
    """Give the hash of a password of somebody's; raises Invalid for a bad length, or what `check_strength` refuses."""
    row = await Staff.select(Staff.name).where(Staff.id == staff).first()
    address = await open_for_system(staff, "email", purpose=RECOGNITION, about=staff)
    hashed = await hash_password(password)
    await check_strength(password, name=row["name"] if row else "", address=address)
    return hashed


async def check_strength(password: str, *, name: str, address: str) -> None:
    """Refuse a password that is guessed easily, or holds a part of the person's name or address; raises Invalid.

    effects  none; it is reckoned in a thread, so that the event loop goes on
    """
    own = own_words(name, address)
    folded = normalise(password)
    if any(word in folded for word in own):
        raise Invalid({"password": "error-password-own"})
    found = await asyncio.to_thread(zxcvbn, password[:_LONGEST], sorted(own))
    if found["score"] < ENOUGH:
        raise Invalid({"password": _why(found)})


def own_words(name: str, address: str) -> Collection[str]:
    """Give the words of a name (three letters or more) and of an address (four or more) that no password may hold."""
    local, _, host = normalise(address).partition("@")
    of_address = [local, *re.split(r"[^\w]|_", local), *host.split(".")[:-1]]
    of_name = re.split(r"[\W_]+", normalise(name))
    return {word for word in of_name if len(word) >= 3} | {word for word in of_address if len(word) >= 4}


def _why(found: Mapping[str, Any]) -> str:
    """Name the longest part that makes it easy."""
    parts = found["sequence"]
    if not parts:
        return "error-password-weak"
    longest = max(parts, key=lambda part: len(part["token"]))
    return _SAID.get(longest.get("dictionary_name", longest["pattern"]), "error-password-weak")
