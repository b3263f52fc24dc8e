"""Work on a ticket: the same operations as the desk's pages."""

from litestar import post
from litestar.params import FromPath, JSONBody

from helpdesk import clock
from helpdesk.api import schema
from helpdesk.api.caller import agent, agent_of_address, once
from helpdesk.errors import Invalid
from helpdesk.tickets import write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.web.forms import AnyRequest


@post("/tickets/{reference:str}/assignment", status_code=204)
async def assign(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.AssignmentIn]) -> None:
    """Give a ticket to an agent, or back to the queue."""
    by = await agent(request)
    to = await agent_of_address(data.agent) if data.agent is not None else None
    taken_from = await agent_of_address(data.taken_from) if data.taken_from else None
    await assign_ticket(reference, to=to, taken_from=taken_from, by=by, now=clock.now())


@post("/tickets/{reference:str}/replies", status_code=201)
async def reply(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.TextIn]) -> schema.Created:
    """Post a public reply; private details in it are sealed as well."""
    by = await agent(request)
    message = await write.post_reply(reference, write.Entry(data.body, once(request)), agent=by, now=clock.now())
    return schema.Created(str(message))


@post("/tickets/{reference:str}/notes", status_code=201)
async def note(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.TextIn]) -> schema.Created:
    """Post an internal note."""
    by = await agent(request)
    message = await write.post_note(reference, write.Entry(data.body, once(request)), agent=by, now=clock.now())
    return schema.Created(str(message))


@post("/tickets/{reference:str}/closure", status_code=204)
async def close(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.ClosureIn]) -> None:
    """Close the caller's ticket."""
    by = await agent(request)
    if data.reason not in list(Reason):
        raise Invalid({"reason": "error-unknown-reason"})
    await close_ticket(reference, Reason(data.reason), agent=by, now=clock.now())


@post("/tickets/{reference:str}/reopening", status_code=204)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> None:
    """Open a closed ticket again."""
    await reopen_ticket(reference, agent=await agent(request), now=clock.now())


@post("/tickets/{reference:str}/merger", status_code=204)
async def merge(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.MergerIn]) -> None:
    """Merge an open ticket into another of the caller's; reopening it puts it on its own again."""
    await merge_ticket(reference, into=data.into, agent=await agent(request), now=clock.now())
