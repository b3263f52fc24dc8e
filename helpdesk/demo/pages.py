"""`/dev/mail`: what the demo sent. These routes exist in the demo only."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from helpdesk.demo.sink import Received, Sink
from helpdesk.errors import NotFound
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import page

# The mail's own styles are inline, as mail programs want them; here they run in a sandboxed frame without scripts.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)


def routes(sink: Sink) -> Sequence[HTTPRouteHandler]:
    """Make the routes that show a sink's mails."""

    def find(number: int) -> Received:
        for mail in sink.mails:
            if mail.number == number:
                return mail
        raise NotFound

    @get("/dev/mail")
    async def index(request: AnyRequest) -> Response[str]:
        """List the mails, newest first."""
        return page(request, "dev/mail/index.html", {"mails": list(reversed(sink.mails))})

    @get("/dev/mail/{number:int}")
    async def show(request: AnyRequest, number: FromPath[int]) -> Response[str]:
        """Show one mail: as HTML, as text, its headers."""
        mail = find(number)
        headers = [(name, str(value)) for name, value in mail.message.items()]
        context = {"number": number, "subject": mail.subject, "text": mail.part("plain"), "headers": headers}
        return page(request, "dev/mail/show.html", {"mail": context})

    @get("/dev/mail/{number:int}/html", media_type=MediaType.HTML)
    async def html(number: FromPath[int]) -> Response[str]:
        """Give a mail's HTML for the frame."""
        return Response(
            find(number).part("html"), media_type=MediaType.HTML, headers={"Content-Security-Policy": FRAME_POLICY}
        )

    return [index, show, html]
