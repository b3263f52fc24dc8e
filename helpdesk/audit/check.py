"""Verify the chain for a page: the whole of it while it is small enough for one request, else its newest stretch."""

from dataclasses import dataclass

from helpdesk.audit.faults import Finding
from helpdesk.audit.queries import newest_checkpoint
from helpdesk.audit.signer import Signer
from helpdesk.audit.verify import verify, verify_newest
from piccolo_conf import SYSTEM, acting

BOUND = 200_000  # entries; on one core a few seconds


@dataclass(frozen=True, slots=True)
class Check:
    """What a look along the chain found.

    first, last  the positions that were looked at; both 0 when nothing is chained
    head         hash of the last link, as it was signed (hex); "" when nothing is
    fault        the first fault, None when there is none
    """

    first: int
    last: int
    head: str
    fault: Finding | None


async def check(*, signer: Signer, bound: int = BOUND) -> Check:
    """Recompute the chain, or its newest `bound` entries; changes nothing."""
    async with acting(SYSTEM):
        point = await newest_checkpoint()
    is_whole = point is None or point.size <= bound
    report = await (verify(signer=signer) if is_whole else verify_newest(signer=signer, at_least=bound))
    first = report.last - report.entries + 1 if report.entries else 0
    return Check(
        first=1 if is_whole and report.entries else first,
        last=report.last,
        head=point.hash.hex() if point else "",
        fault=min(report.findings, key=lambda finding: finding.first or 0, default=None),
    )
