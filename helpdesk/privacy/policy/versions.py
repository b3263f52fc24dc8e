"""Reads of what was published: which version is in force, all of them, one of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk.errors import NotFound
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.tables import Version, VersionKind


@dataclass(frozen=True, slots=True)
class Published:
    """One text as it was published, in one language."""

    kind: str
    number: str
    place: int
    locale: str
    text: str
    sha256: bytes
    published_at: datetime


_COLUMNS = tuple(getattr(Version, name) for name in Published.__dataclass_fields__)


def hash_of(text: str) -> bytes:
    """Give the SHA-256 (32 bytes) by which a text is known."""
    return hashlib.sha256(text.encode()).digest()


async def terms_in_force() -> str:
    """Give the number of the terms that a new request is opened under; before the first publishing the policy's."""
    newest = await Version.select(Version.number).where(Version.kind == VersionKind.TERMS).order_by(
        Version.place, ascending=False
    ).first()  # fmt: skip
    return str(newest["number"]) if newest else policy.in_use().terms


async def history(kind: VersionKind, locale: str) -> Sequence[Published]:
    """List the versions of a kind in a language, newest first."""
    query = Version.select(*_COLUMNS).where(Version.kind == kind, Version.locale == locale)
    return [Published(**row) for row in await query.order_by(Version.place, ascending=False)]


async def newest(kind: VersionKind, locale: str) -> Published | None:
    """Give the version of a kind that is in force."""
    row = (
        await Version.select(*_COLUMNS)
        .where(Version.kind == kind, Version.locale == locale)
        .order_by(Version.place, ascending=False)
        .first()
    )
    return Published(**row) if row else None


async def version_of(kind: str, number: str, locale: str) -> Published:
    """Give one version; raises NotFound."""
    row = (
        await Version.select(*_COLUMNS)
        .where(Version.kind == kind, Version.number == number, Version.locale == locale)
        .first()
    )
    if row is None:
        raise NotFound
    return Published(**row)


async def terms_changed_at() -> datetime | None:
    """Say since when the terms in force are; None while they are the first."""
    row = (
        await Version.select(Version.place, Version.published_at)
        .where(Version.kind == VersionKind.TERMS)
        .order_by(Version.place, ascending=False)
        .first()
    )
    return row["published_at"] if row and row["place"] > 1 else None
