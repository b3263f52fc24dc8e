"""A file of one's own request, by its private link or signed in."""

from litestar import Response, get
from litestar.params import FromPath

from helpdesk.errors import FileSealed, FreshSignInNeeded
from helpdesk.tickets import doors
from helpdesk.tickets.download import download_own
from helpdesk.web.files_view import as_download
from helpdesk.web.forms import AnyRequest
from helpdesk.web.session import requester


@get("/t/{token:str}/files/{number:int}")
async def through_link(token: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Give a file that was sent to the requester, or the redacted text of one of theirs."""
    return as_download(await download_own(doors.by_link(token), number))


@get("/me/requests/{reference:str}/files/{number:int}")
async def of_own(request: AnyRequest, reference: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Give a file; one that they sent themselves only shortly after signing in, else they are asked to do so again."""
    person = await requester(request)
    try:
        return as_download(await download_own(doors.by_number(reference, person), number))
    except FileSealed:
        raise FreshSignInNeeded from None
