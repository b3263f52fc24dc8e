"""Give waiting entries their places in the chain: one batch, one transaction, one signed checkpoint."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from helpdesk.audit.format import ORIGIN, Checkpoint, Entry, Link, digest, link_hash
from helpdesk.audit.signer import Signer
from helpdesk.audit.tables import AuditCheckpoint, AuditEntry, AuditLink, AuditPending
from helpdesk.errors import HelpdeskError
from named_sql import statements
from piccolo_conf import SYSTEM, acting

BATCH = 1000  # entries a transaction

_SQL = statements(__file__)
_NEVER = datetime.min.replace(tzinfo=UTC)
_LOCK = 7_234_982  # any number, as long as every sequencer takes the same


class ChainBroken(HelpdeskError):
    """The audit chain is not as it was signed; nothing more is chained. Run `helpdesk audit verify`."""

    code = "error-audit-chain"


async def chain(
    *, signer: Signer, now: datetime, kept: Checkpoint | None = None, most: int = BATCH, despite: bool = False
) -> Checkpoint | None:
    """Chain up to `most` waiting entries behind the last one and sign; another sequencer at work makes it do nothing.

    kept     a checkpoint from outside the database that the chain must still hold
    despite  go on behind whatever stands there, after somebody has looked into what happened
    returns  the new checkpoint, None when nothing waits or another works
    raises   ChainBroken when the chain is not as it was signed: a signature must not cover up what happened
    effects  links, one checkpoint, and the entries wait no more
    """
    async with acting(SYSTEM):
        if not await AuditPending.exists() or not (await AuditLink.raw(_SQL["lock"], _LOCK))[0]["ours"]:
            return None
        head = await (_whatever_stands() if despite else _head(signer, kept))
        entries = [Entry(**row) for row in await AuditEntry.raw(_SQL["waiting"], most)]
        if not entries:
            return None
        links = follow(entries, head, signer)
        point = signer.sign(
            number=head.number + 1 if head else 1, size=links[-1].position, hash_=links[-1].hash, at=now
        )
        await AuditLink.raw(_SQL["link"], *(list(column) for column in zip(*links, strict=True)))
        await AuditPending.raw(_SQL["settle"], [link.entry for link in links])
        await AuditCheckpoint.raw(_SQL["sign"], *point)
    return point


async def _head(signer: Signer, kept: Checkpoint | None) -> Checkpoint | None:
    """Give the checkpoint to go on from, None at the beginning."""
    row: Mapping[str, Any] = (await AuditCheckpoint.raw(_SQL["head"]))[0]
    if kept is not None:
        held = await AuditLink.raw(_SQL["hash_at"], kept.size)
        if not held or held[0]["hash"] != kept.hash:
            raise ChainBroken(
                f"The audit chain no longer holds what was signed at position {kept.size}: it was cut back or "
                "rewritten, or an older backup was restored. Run `helpdesk audit verify`."
            )
    if row["number"] is None and row["top"] is None:
        return None
    point = Checkpoint(*(row[name] for name in Checkpoint._fields))
    if row["number"] is None or row["top"] != point.size or row["linked"] != point.hash or not signer.is_ours(point):
        raise ChainBroken
    return point


async def _whatever_stands() -> Checkpoint:
    """Give the last link as if it had been signed; verifying still tells what is wrong before it."""
    row = (await AuditLink.raw(_SQL["last"]))[0]
    return Checkpoint(row["number"], row["position"], row["hash"] or ORIGIN, _NEVER, "", b"")


def follow(entries: Sequence[Entry], head: Checkpoint | None, signer: Signer) -> list[Link]:
    """Make the links of entries that follow a checkpoint, in the order given."""
    size, previous = (head.size, head.hash) if head else (0, ORIGIN)
    links = []
    for position, entry in enumerate(entries, size + 1):
        entry_digest = digest(entry)
        previous = link_hash(previous, position, entry_digest)
        links.append(Link(position, entry.id, entry_digest, previous, signer.prove(position, entry_digest, previous)))
    return links
