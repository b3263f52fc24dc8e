"""FORMAT.md tells the truth: its test vectors, computed once by the code and once by hand from the page."""

import hashlib
import hmac
import re
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.privacy.vault import blob, keys
from helpdesk.privacy.vault.keyring import Keyring

PAGE = (Path(blob.__file__).parent / "FORMAT.md").read_text("utf-8")
OWNER, ROW = (UUID(f"018f0000-0000-7000-8000-00000000000{number}") for number in (1, 2))
NONCE, MASTER, DATA, LOOKUP = (
    bytes(range(first, first + size)) for first, size in ((0xA0, 12), (0, 32), (32, 32), (64, 32))
)
VALUE = "max@customer.test"


@pytest.fixture
def vectors() -> dict[str, str]:
    block = PAGE.split("```")[1]
    return dict(re.split(r"\s{2,}", line) for line in block.strip().splitlines())


async def test_the_code_makes_the_vectors(vectors, monkeypatch):
    monkeypatch.setattr(blob.secrets, "token_bytes", lambda size: NONCE[:size])
    ring, key = Keyring(2, {2: MASTER}, LOOKUP), keys.DataKey(OWNER, DATA)

    assert {
        "wrapped key": (await ring.wrap(2, DATA, bound_to=keys.wrapping(OWNER, 2))).hex(),
        "email value": key.seal(VALUE, row=ROW, kind="email").hex(),
        "digest of it": key.digest("email", VALUE).hex(),
        "blind index of it": ring.blind_index("person by e-mail", VALUE).hex(),
        "key's bound data": keys.wrapping(OWNER, 2).hex(),
        "value's bound data": (b"sitr/value/1" + OWNER.bytes + ROW.bytes + b"email").hex(),
    } == vectors


def test_the_page_is_enough_to_open_them(vectors):
    """As somebody with the page, a backup and the keys would, without this code."""
    bound = {name: bytes.fromhex(vectors[name]) for name in ("key's bound data", "value's bound data")}
    wrapped, value = bytes.fromhex(vectors["wrapped key"]), bytes.fromhex(vectors["email value"])
    data = AESGCM(MASTER).decrypt(wrapped[1:13], wrapped[13:], bound["key's bound data"])
    assert (len(wrapped), data) == (61, DATA)
    assert AESGCM(data).decrypt(value[1:13], value[13:], bound["value's bound data"]).decode() == VALUE

    # RFC 5869 by hand: extract with a salt of zeros, one block of expand
    root = hmac.digest(bytes(32), LOOKUP, hashlib.sha256)
    purpose = hmac.digest(root, b"person by e-mail\x01", hashlib.sha256)
    assert hmac.digest(purpose, VALUE.encode(), hashlib.sha256).hex() == vectors["blind index of it"]


def test_every_purpose_of_the_look_up_root_is_on_the_page():
    root = Path(blob.__file__).parents[3]
    used = set()
    for path in (root / "helpdesk").rglob("*.py"):
        used |= set(re.findall(r'blind_index\(\s*"([^"]+)"', path.read_text("utf-8")))
    assert used >= {"person by e-mail", "rate limit", "keyring check"}
    assert {purpose for purpose in used if f"`{purpose}`" not in PAGE} == set()


def test_every_kind_of_text_that_is_sealed_is_on_the_page():
    root = Path(blob.__file__).parents[3]
    used = set()
    for path in (root / "helpdesk").rglob("*.py"):
        used |= set(re.findall(r'\.seal\([^\n]*kind="([^"]+)"', path.read_text("utf-8")))
    assert used >= {"body", "subject", "link", "reason", "comment"}
    assert {kind for kind in used if f"`{kind}`" not in PAGE} == set()
