"""What was written about a demand, sealed under a key of the demand's own."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import DataKey, keys_of
from piccolo_conf import SYSTEM, acting

LINE_LIMIT, REASON_LIMIT = 200, 2_000  # characters


class Words(msgspec.Struct, frozen=True):
    """Who asks, on what ground, by which document, and a remark; the first three are read by the person, too."""

    authority: str
    basis: str
    document: str
    remark: str = ""

    def sealed(self, key: DataKey) -> bytes:
        """Seal them under the demand's key."""
        return key.seal(msgspec.json.encode(self).decode(), row=key.owner, kind="lawful")

    @classmethod
    def opened(cls, key: DataKey | None, sealed: bytes) -> "Words":
        """Open them; empty words stand for what cannot be opened any more."""
        text = key.open_whole(sealed, row=key.owner, kind="lawful") if key else None
        return msgspec.json.decode(text, type=cls) if text else cls("", "", "")


def line(text: str) -> str:
    """Clean one line of what was typed."""
    return " ".join(clean(text).split())


def mistake_of(text: str, limit: int) -> str:
    """Say what is wrong with a line that must be there: a Fluent message, or ""."""
    return "error-missing" if not text else "error-too-long" if len(text) > limit else ""


async def keys_of_demands(demands: Iterable[UUID]) -> Mapping[UUID, DataKey]:
    """Open the keys of demands, for whoever was let read their rows."""
    async with acting(SYSTEM):
        return await keys_of(demands)
