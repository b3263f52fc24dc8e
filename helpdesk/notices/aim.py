"""Aims a notice at everybody with an open ticket, those of a category, or those of a domain; counts, never names."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from helpdesk.notices.tables import Dispatch, Way
from helpdesk.people import addresses
from helpdesk.privacy.policy import policy
from helpdesk.tickets.index import domain_hash
from named_sql import statements

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Aim:
    """Whom a notice goes to.

    domain  as it was typed; it lives as long as one operation, only its keyed hash is kept
    """

    way: str = Way.EVERYONE
    category: str = ""
    domain: str = ""

    def __repr__(self) -> str:
        return f"Aim({self.way})"

    def mistakes(self) -> dict[str, str]:
        """Say what is wrong with it: field -> Fluent message."""
        if self.way not in list(Way):
            return {"aim": "error-notice-aim"}
        if self.way == Way.CATEGORY and self.category not in policy.in_use().categories:
            return {"category": "error-unknown-category"}
        if self.way == Way.DOMAIN and not addresses.is_host(self.domain.strip()):
            return {"domain": "error-domain"}
        return {}

    def kept(self) -> dict[Any, Any]:
        """Give what is stored of it: no domain, only its keyed hash."""
        is_domain, is_category = self.way == Way.DOMAIN, self.way == Way.CATEGORY
        return {
            "aim": str(self.way),
            "category": self.category if is_category else "",
            "domain_hash": domain_hash(self.domain) if is_domain else None,
        }


async def reach(notice: UUID) -> int | None:
    """Count the requesters that a notice would reach now; None when so few of a domain that the number would tell.

    Joins the caller's transaction; the database answers only who may send notices.
    """
    rows = await Dispatch.raw(_SQL["reach"], notice)
    number: int | None = rows[0]["n"]
    return number
