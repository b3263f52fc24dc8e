"""What who answers for privacy reads of demands: each with its scope, who agreed, its gags and its package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from helpdesk.errors import NotFound
from helpdesk.privacy.lawful.demand import Scope
from helpdesk.privacy.lawful.tables import LawfulDecision, LawfulGag, LawfulGiven, LawfulPackage, LawfulRequest
from helpdesk.privacy.lawful.words import Words, keys_of_demands
from helpdesk.privacy.vault.keys import DataKey


@dataclass(frozen=True, slots=True)
class Said:
    """One decision, opened."""

    by: UUID
    decision: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GagRow:
    """One gag, opened; `decision` is None while it waits."""

    id: UUID
    until: date
    reason: str
    asked_by: UUID
    decision: str | None
    decided_by: UUID | None


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package: its hashes, until when it can be fetched, and whether it still is there."""

    manifest: bytes
    sha256: bytes
    expires_at: datetime
    fetched_at: datetime | None
    is_there: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A demand as who answers for privacy sees it."""

    id: UUID
    number: int
    words: Words
    scope: Scope
    approvals: int
    asked_by: UUID
    asked_at: datetime
    approved_at: datetime | None
    expires_at: datetime
    declined_at: datetime | None
    released_at: datetime | None
    told_at: datetime | None
    decisions: Sequence[Said]
    gags: Sequence[GagRow]
    package: PackageRow | None
    tickets_given: int
    details_given: int

    def state(self, now: datetime) -> str:
        """Say where it stands: waiting, approved, declined, released or lapsed."""
        if self.released_at or self.declined_at:
            return "released" if self.released_at else "declined"
        if self.expires_at <= now:
            return "lapsed"
        return "approved" if self.approved_at else "waiting"

    @property
    def quiet_until(self) -> date | None:
        """Give the last day on which the person is not told; None when no gag was agreed to."""
        return max((gag.until for gag in self.gags if gag.decision == "approved"), default=None)


async def cases(*, most: int = 200) -> Sequence[Case]:
    """List demands, newest first; joins the reader's transaction, to whom the database shows them or none."""
    return await _cases(await LawfulRequest.select().order_by(LawfulRequest.number, ascending=False).limit(most))


async def case_of(request: UUID, *, lock: bool = False) -> Case:
    """Give one demand; joins the reader's transaction. Raises NotFound."""
    query = LawfulRequest.select().where(LawfulRequest.id == request)
    rows = await (query.lock_rows("UPDATE") if lock else query)
    if not rows:
        raise NotFound
    return (await _cases(rows))[0]


async def count_waiting(*, not_by: UUID, now: datetime) -> int:
    """Count the demands that wait for somebody else than the asker; joins the reader's transaction."""
    return int(
        await LawfulRequest.count().where(
            LawfulRequest.approved_at.is_null(),
            LawfulRequest.declined_at.is_null(),
            LawfulRequest.expires_at > now,
            LawfulRequest.asked_by != not_by,
        )
    )


async def _cases(rows: Sequence[Mapping[str, Any]]) -> Sequence[Case]:
    ids = [row["id"] for row in rows]
    if not ids:
        return []
    keys = await keys_of_demands(ids)
    decisions = await LawfulDecision.select().where(LawfulDecision.request.is_in(ids)).order_by(LawfulDecision.at)
    gags = await LawfulGag.select().where(LawfulGag.request.is_in(ids)).order_by(LawfulGag.asked_at)
    given = await LawfulGiven.select().where(LawfulGiven.request.is_in(ids))
    packages = await LawfulPackage.raw(
        "SELECT request, manifest, sha256, expires_at, fetched_at, content IS NOT NULL AS is_there"
        " FROM lawful_package WHERE request = ANY({})",
        ids,
    )
    return [
        _case(
            row,
            keys.get(row["id"]),
            *([one for one in found if one["request"] == row["id"]] for found in (decisions, gags, given, packages)),
        )
        for row in rows
    ]


def _case(row: Mapping[str, Any], key: DataKey | None, *parts: Sequence[Mapping[str, Any]]) -> Case:
    decisions, gags, given, packages = parts

    def opened(one: Mapping[str, Any], kind: str) -> str:
        return key.open_text(one["reason"], row=one["id"], kind=kind) if key and one["reason"] else ""

    scope: dict[str, Any] = {
        name: tuple(value) if isinstance(value := row[name], list) else value for name in Scope.__dataclass_fields__
    }
    plain = {name: row[name] for name in Case.__dataclass_fields__ if name in row and name not in ("words", "tickets")}
    return Case(
        **plain,
        words=Words.opened(key, row["words"]),
        scope=Scope(**scope),
        decisions=[Said(one["by"], one["decision"], opened(one, "decision"), one["at"]) for one in decisions],
        gags=[
            GagRow(one["id"], one["until"], opened(one, "gag"), one["asked_by"], one["decision"], one["decided_by"])
            for one in gags
        ],
        package=next((_package(one) for one in packages), None),
        tickets_given=len(given),
        details_given=sum(len(one["details"]) for one in given),
    )


def _package(row: Mapping[str, Any]) -> PackageRow:
    return PackageRow(**{name: row[name] for name in PackageRow.__dataclass_fields__})
