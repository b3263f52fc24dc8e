"""A file of a ticket, to the agent who may have it."""

from litestar import Response, get
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.tickets.download import download
from helpdesk.web import session
from helpdesk.web.files_view import as_download
from helpdesk.web.forms import AnyRequest


@get("/desk/tickets/{reference:str}/files/{number:int}")
async def fetch(request: AnyRequest, reference: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Give a file; a sealed one only while the agent has it open, which is written down already."""
    agent = await session.agent(request)
    return as_download(await download(reference, number, agent=agent, now=clock.now()))
