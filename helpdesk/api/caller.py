"""Who calls: bearer tokens carry their staff member's rights."""

from uuid import UUID

from helpdesk.errors import Invalid, Refused, SignInNeeded
from helpdesk.people.staff import StaffMember, find_by_address, staff_of_token
from helpdesk.people.tables import Role
from helpdesk.web.forms import AnyRequest, form_key


def bearer(request: AnyRequest) -> str:
    """Give the bearer token of a request (RFC 6750, section 2.1), or ""."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def staff(request: AnyRequest) -> StaffMember:
    """Give the staff member whose token this is; raises SignInNeeded."""
    token = bearer(request)
    member = await staff_of_token(token) if token else None
    if member is None:
        raise SignInNeeded
    return member


async def agent(request: AnyRequest) -> StaffMember:
    """Give the agent whose token this is; raises SignInNeeded, Refused."""
    member = await staff(request)
    if member.role is not Role.AGENT:
        raise Refused
    return member


def once(request: AnyRequest) -> UUID | None:
    """Give the `Idempotency-Key` (a UUID) that makes a repeat harmless, if the request has one."""
    return form_key(request.headers.get("idempotency-key", ""))


async def agent_of_address(email: str) -> UUID:
    """Give the id of the agent with an address; raises Invalid."""
    member = await find_by_address(email)
    if member is None:
        raise Invalid({"agent": "error-unknown-agent"})
    return member.id
