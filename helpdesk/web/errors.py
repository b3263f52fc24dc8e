"""Every failure becomes a clear answer: a page in the reader's language, or problem details (RFC 9457) for the API."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import asyncpg
import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from helpdesk import i18n
from helpdesk.errors import (
    ConfirmNeeded,
    DatabaseDown,
    FreshSignInNeeded,
    HelpdeskError,
    Invalid,
    NotFound,
    RequesterSignInNeeded,
    SignInNeeded,
    TooLarge,
    TooMany,
)
from helpdesk.logs import log_failure
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page

_DATABASE_IS_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    ConnectionError,
    TimeoutError,
    asyncpg.AdminShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.CrashShutdownError,
    FileNotFoundError,
)


class NotUnderstood(HelpdeskError):
    """This request could not be understood."""

    status = 400
    code = "error-not-understood"


class WrongMethod(HelpdeskError):
    """This address does not do that."""

    status = 405
    code = "error-wrong-method"


def answer(request: AnyRequest, error: Exception) -> Response:  # type: ignore[type-arg]
    """Answer a failed request; what failed on our side is logged by its kind only."""
    known = _known(error)
    if known.status >= 500:
        log_failure(error)
    headers = _headers(error, known)
    if request.url.path.startswith("/api"):
        return problem(request, known, headers)
    if isinstance(known, RequesterSignInNeeded) and request.method in ("GET", "HEAD"):
        again = "&again=1" if isinstance(known, FreshSignInNeeded) else ""
        return go_to(f"/me/sign-in?next={quote(target_of(request), safe='/')}{again}")
    if isinstance(known, SignInNeeded) and request.method in ("GET", "HEAD"):
        return go_to(f"/desk/sign-in?next={quote(request.url.path)}")
    if isinstance(known, ConfirmNeeded):
        return go_to(f"/desk/confirm?next={quote(request.url.path if request.method == 'GET' else '/desk/account')}")
    return _page(request, known, headers)


def target_of(request: AnyRequest) -> str:
    """Give the address that was asked for, with the plain parts of its query: where a sign-in leads back to."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if _is_plain(f"{name}{value}")]
    return request.url.path + ("?" + "&".join(f"{name}={value}" for name, value in kept) if kept else "")


def _is_plain(text: str) -> bool:
    return text.replace("-", "").isalnum()


def problem(request: AnyRequest, error: HelpdeskError, headers: dict[str, str]) -> Response[dict[str, object]]:
    """Give problem details (RFC 9457, section 3): translated, without a word of what was sent."""
    words = i18n.words(locale_of(request))
    body: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": words.plain(error.code, **error.arguments),
        "code": error.code,
    }
    if isinstance(error, Invalid):
        body["errors"] = [
            {"field": field, "code": code, "detail": words.plain(code, **error.arguments)}
            for field, code in error.fields.items()
        ]
    return Response(body, status_code=error.status, media_type="application/problem+json", headers=headers)


def _page(request: AnyRequest, error: HelpdeskError, headers: dict[str, str]) -> Response[str]:
    words = i18n.words(locale_of(request))
    context = {
        "status": error.status,
        "title": words.plain(f"title-{error.status}"),
        "message": " ".join(words.plain(code, **error.arguments) for code in _codes(error)),
        "advice": words.plain(f"advice-{error.status}"),
        "kept": "\n\n".join(request.state.get("typed", [])),
        "sign_in": "/me/sign-in" if isinstance(error, RequesterSignInNeeded) else "",
    }
    response = page(request, "errors/error.html", context, status=error.status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _codes(error: HelpdeskError) -> list[str]:
    return sorted(set(error.fields.values())) if isinstance(error, Invalid) else [error.code]


def _known(error: Exception) -> HelpdeskError:
    """Turn anything raised into an error that a person can meet."""
    if isinstance(error, HelpdeskError):
        return error
    if isinstance(error, ValidationException):
        return Invalid(_fields(error))
    if isinstance(error, HTTPException):
        return {404: NotFound, 405: WrongMethod, 413: TooLarge, 429: TooMany}.get(
            error.status_code, NotUnderstood if error.status_code < 500 else HelpdeskError
        )()
    if isinstance(error, _DATABASE_IS_AWAY):
        return DatabaseDown()
    return NotUnderstood() if isinstance(error, msgspec.DecodeError) else HelpdeskError()


_MISSING = re.compile(r"missing required field `(\w+)`")


def _fields(error: ValidationException) -> dict[str, str]:
    """Name the fields that a body got wrong; unknown ones are not named, since somebody typed their names."""
    extra = error.extra if isinstance(error.extra, list) else []
    return dict(_fault(entry) for entry in extra if isinstance(entry, dict)) or {"request": "error-field"}


def _fault(entry: Mapping[str, Any]) -> tuple[str, str]:
    message, key = str(entry.get("message", "")), str(entry.get("key", ""))
    if missing := _MISSING.search(message):
        return missing[1], "error-missing"
    if "unknown field" in message:
        return "request", "error-unknown-field"
    return key if key.isidentifier() and key != "data" else "request", "error-field"


def _headers(error: Exception, known: HelpdeskError) -> dict[str, str]:
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(known, TooMany):
        headers["Retry-After"] = str(known.args[0] if known.args else 60)
    if isinstance(known, DatabaseDown):
        headers["Retry-After"] = "30"
    return headers
