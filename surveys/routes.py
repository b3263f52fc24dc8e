"""The survey's pages. They say nothing of the ticket; GET and HEAD record nothing; POST records once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from surveys.answers import COMMENT_LIMIT, Redactor, Sealer, object_to_surveys, question, record

Page: TypeAlias = Callable[..., Response[str]]
AnyRequest: TypeAlias = Request[Any, Any, State]
BODY_LIMIT = 16 * 1024  # bytes
_RATINGS = {digit: rating for digits in ("12345", "١٢٣٤٥", "۱۲۳۴۵") for rating, digit in enumerate(digits, 1)}


def router(*, redact: Redactor, seal: Sealer, page: Page, now: Callable[[], datetime]) -> Router:
    """Make the routes. `page(request, template, context, status=…, locale=…)` renders in the reader's language."""

    @get("/s/{token:str}")
    async def show(request: AnyRequest, token: FromPath[str], rating: FromQuery[str] = "") -> Response[str]:
        """Ask; a rating in the link is only chosen beforehand."""
        return await _ask(request, token, chosen=_RATINGS.get(rating))

    @post("/s/{token:str}", status_code=200)
    async def answer(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Record the answer."""
        form = await request.form()
        rating, comment = _RATINGS.get(str(form.get("rating", ""))), str(form.get("comment", ""))
        if rating is None:
            return await _ask(request, token, comment=comment, error="survey-error-choose")
        if len(comment) > COMMENT_LIMIT:
            return await _ask(request, token, chosen=rating, comment=comment, error="survey-error-long")
        asked = await question(token, now=now())
        is_new = await record(token, rating=rating, comment=comment, redact=redact, seal=seal, now=now())
        if asked is None or is_new is None:
            return page(request, "surveys/closed.html", {}, status=404)
        return page(request, "surveys/thanks.html" if is_new else "surveys/answered.html", {}, locale=asked.locale)

    @get("/s/{token:str}/stop")
    async def ask_to_stop(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Ask whether to stop; a mail scanner that follows the link changes nothing."""
        asked = await question(token, now=now())
        return page(request, "surveys/stop.html", {"token": token, "done": False}, locale=asked.locale if asked else "")

    @post("/s/{token:str}/stop", status_code=200)
    async def stop(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Stop, by the page's button or by the mail program's one click (RFC 8058); a stranger learns nothing."""
        asked = await question(token, now=now())
        await object_to_surveys(token, now=now())
        return page(request, "surveys/stop.html", {"token": token, "done": True}, locale=asked.locale if asked else "")

    async def _ask(
        request: AnyRequest, token: str, *, chosen: int | None = None, comment: str = "", error: str | None = None
    ) -> Response[str]:
        asked = await question(token, now=now())
        if asked is None:
            return page(request, "surveys/closed.html", {}, status=404)
        if asked.is_answered:
            return page(request, "surveys/answered.html", {}, locale=asked.locale)
        context = {"token": token, "chosen": chosen, "comment": comment, "error": error, "limit": COMMENT_LIMIT}
        return page(request, "surveys/show.html", context, status=422 if error else 200, locale=asked.locale)

    return Router(path="/", route_handlers=[show, answer, ask_to_stop, stop], request_max_body_size=BODY_LIMIT)
