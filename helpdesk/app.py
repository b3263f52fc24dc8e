"""The web application: every route, what they need from above, one handler for whatever fails."""

from collections.abc import Sequence

from litestar import Litestar
from litestar.datastructures import State
from litestar.enums import HttpMethod, ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

import surveys.routes
from helpdesk import clock, i18n, wiring
from helpdesk.api.routes import ROUTER as API
from helpdesk.errors import ForeignForm
from helpdesk.people.requesters import lasting_mark
from helpdesk.settings import Settings
from helpdesk.tickets.live import Feed
from helpdesk.web import health, manage_notices, notices, questions, results
from helpdesk.web.desk import (
    account,
    approvals,
    bulk,
    compose,
    confirm,
    exact,
    files,
    live,
    passwords,
    properties,
    queue,
    reset,
    saved,
    seal,
    search,
    second_factor,
    sign_in,
    ticket,
    undo,
)
from helpdesk.web.errors import answer
from helpdesk.web.forms import BODY_LIMIT
from helpdesk.web.headers import add_headers, is_foreign
from helpdesk.web.limits import Bucket, SignInBrakes
from helpdesk.web.manage import figures, rules, service_times
from helpdesk.web.manage import home as manage_home
from helpdesk.web.manage import macros as manage_macros
from helpdesk.web.manage import people as manage_people
from helpdesk.web.manage import tags as manage_tags
from helpdesk.web.portal import (
    about,
    accepted,
    history,
    my_data,
    my_requests,
    new_ticket,
    own_copy,
    own_files,
    own_ledger,
    own_rights,
    own_ticket,
    privacy_notice,
    rights_by_mail,
    terms,
)  # fmt: skip
from helpdesk.web.portal import sign_in as requester_sign_in
from helpdesk.web.privacy import approvals as officers_approvals
from helpdesk.web.privacy import (
    attempts,
    break_glass,
    disclosures,
    holds,
    home,
    lawful,
    processors,
    register,
    requests,
    retention,
    transfer,
    versions,
)
from helpdesk.web.responses import page
from helpdesk.web.static import static
from piccolo_conf import DB, NOBODY, on_behalf_of

PAGES: Sequence[HTTPRouteHandler] = (
    new_ticket.topics, new_ticket.form, new_ticket.send, new_ticket.preview, terms.show,
    own_ticket.read, own_ticket.reply, own_ticket.close, own_ticket.reopen, own_ledger.as_csv, own_ledger.as_json,
    about.contact, about.cookies, my_data.show, my_data.name, my_data.address, my_data.language, my_data.surveys,
    my_data.address_link, my_data.confirm,
    requester_sign_in.form, requester_sign_in.ask, requester_sign_in.link, requester_sign_in.use,
    requester_sign_in.leave, requester_sign_in.leave_everywhere, my_requests.index,
    sign_in.form, sign_in.sign_in, sign_in.sign_out, passwords.form, passwords.choose,
    sign_in.code_form, sign_in.give_code, confirm.form, confirm.confirm,
    reset.form, reset.ask,
    second_factor.show, second_factor.offer_key, second_factor.accept, second_factor.renew_codes,
    second_factor.turn_off, account.show, account.save, account.password_form, account.change_password,
    account.end_one, account.end_others, account.revoke,
    own_ticket.what_is_new, my_requests.what_is_new,
    my_requests.read, my_requests.words, my_requests.reply, my_requests.close, my_requests.reopen,
    own_ledger.own_as_csv, own_ledger.own_as_json, accepted.of_own,
    queue.home, queue.index, queue.newer, bulk.change, saved.save, saved.forget, search.form, search.find,
    exact.form, exact.find, seal.form, seal.seal,
    ticket.show, ticket.assign, ticket.reply, ticket.note, ticket.close, ticket.reopen, ticket.disclose, ticket.hide,
    ticket.extend, ticket.ask, approvals.index, approvals.answer,
    officers_approvals.index, officers_approvals.answer,
    disclosures.show, disclosures.answer, disclosures.index, attempts.index,
    break_glass.index, break_glass.send, break_glass.answer, break_glass.leave, break_glass.show, break_glass.disclose,
    holds.index, holds.form, holds.send, holds.show, holds.decide, holds.ask_to_lift, holds.lift, holds.review,
    retention.show,
    ticket.merge, ticket.separate, ticket.hide_all, compose.save, compose.hint, compose.macros, compose.insert,
    files.fetch, own_files.through_link, own_files.of_own,
    compose.undo, live.stream, live.thread, live.present, live.say, live.everywhere, live.numbers, sign_in.keys,
    manage_macros.index, manage_macros.show, manage_macros.add, manage_macros.change, manage_macros.delete,
    requests.index, requests.form, requests.send, requests.show, requests.prove, requests.take, requests.extend,
    requests.answer, requests.lift, requests.correct, requests.erase,
    own_rights.index, own_rights.form, own_rights.send, own_rights.show, own_rights.withdraw, own_rights.lift,
    own_rights.erase, own_copy.sign, own_copy.fetch,
    rights_by_mail.form, rights_by_mail.send, rights_by_mail.look, rights_by_mail.confirm,
    history.of_terms, history.of_notice, history.terms_bytes, history.notice_bytes, accepted.through_link,
    versions.show, versions.publish, versions.stop,
    lawful.index, lawful.send, lawful.as_csv_file, lawful.show, lawful.answer, lawful.make, lawful.fetch,
    lawful.quiet, lawful.answer_quiet, transfer.index, transfer.send, transfer.show, transfer.answer, transfer.fetch,
    transfer.end, processors.show, processors.export, home.check,
    properties.prioritise, properties.move, properties.tag, properties.untag, properties.postpone, properties.wake,
    properties.seen, undo.take_back,
    manage_tags.index, manage_tags.add, manage_tags.change, manage_tags.filters, manage_tags.share, manage_tags.unshare,
    service_times.show,
    privacy_notice.show, home.show, register.show, register.as_json_file, register.as_csv_file,
    results.show, results.as_csv, results.as_json, questions.index, questions.show, questions.save,
    notices.show, manage_notices.index, manage_notices.compose, manage_notices.show, manage_notices.revise,
    manage_notices.send, manage_notices.stop, manage_notices.discard,
    manage_home.show, manage_people.index, manage_people.new, manage_people.send, manage_people.show,
    manage_people.save, manage_people.send_again, manage_people.end_sessions, manage_people.ask, manage_people.let_go,
    manage_people.take_back, rules.teams, rules.categories, figures.show_workload, figures.show_privacy,
    health.healthz, health.readyz, health.metrics, static,
)  # fmt: skip


class SameSite(ASGIMiddleware):
    """Refuses what a browser sends here from another site (Fetch Metadata, Origin); forms carry a token besides."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP:
            headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
            if is_foreign(
                scope["method"],
                headers.get("origin", ""),
                headers.get("sec-fetch-site", ""),
                scope["litestar_app"].state.base_url,
                headers.get("host", ""),
            ) and not _is_one_click(scope["path"]):
                raise ForeignForm
        await next_app(scope, receive, send)


class Front:
    """What every request meets first: nobody acts until a route says who does, and HEAD is answered like GET.

    HEAD gets no body (RFC 9110, section 9.3.2); the framework would answer it with 405.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with on_behalf_of(NOBODY), i18n.reading():
            if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
                await self._answer_head(scope, receive, send)
            else:
                await self._app(scope, receive, send)

    async def _answer_head(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
            await send(message)

        scope["method"] = HttpMethod.GET
        await self._app(scope, receive, send_head)


def _is_one_click(path: str) -> bool:
    """Mail programs post to this address from wherever they are (RFC 8058)."""
    return path.startswith("/s/") and path.endswith("/stop")


def make_state(settings: Settings) -> State:
    """Make what an application remembers between requests: settings that pages need, limits, open streams."""
    return State(
        {
            "base_url": settings.base_url,
            "secure": settings.is_https,
            "ticket_limit": Bucket(burst=120, per_minute=60),
            "preview_limit": Bucket(burst=120, per_minute=240),
            "sign_in_brakes": SignInBrakes(),
            "reset_limit": Bucket(burst=10, per_minute=1),
            "reset_mail_limit": Bucket(burst=3, per_minute=3 / 60),
            "link_limit": Bucket(burst=10, per_minute=6),
            "link_address_limit": Bucket(burst=5, per_minute=0.2),
            "look_up_limit": Bucket(burst=20, per_minute=10),
            "feed": Feed(),
            "transfers": settings.transfers,
            "policy_file": str(settings.policy or ""),
            "rights_limit": Bucket(burst=10, per_minute=6),
        }
    )


def create_app(settings: Settings, *, more: Sequence[HTTPRouteHandler] = ()) -> Litestar:
    """Make the application; the database must be in use (wiring.take_into_use) before it is started."""
    survey_pages = surveys.routes.router(counter=wiring.COUNTER, person_of=lasting_mark, page=page, now=clock.now)
    return Litestar(
        route_handlers=[*PAGES, survey_pages, API, *more],
        middleware=[SameSite()],
        exception_handlers={Exception: answer},
        before_send=[add_headers],
        state=make_state(settings),
        openapi_config=OpenAPIConfig(
            title="Sitr", version="1", path="/api", render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])]
        ),
        request_max_body_size=BODY_LIMIT,
        logging_config=None,
        on_shutdown=[DB.close],
        pdb_on_exception=False,
        debug=False,
    )
