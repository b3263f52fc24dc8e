"""Security headers on every response, the framework's own errors included."""

from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

_FIXED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "clipboard-read=(), camera=(), microphone=(), geolocation=()",
}


def policy(nonce: str) -> str:
    """Give the content security policy; without a nonce no script runs at all."""
    scripts = f"'nonce-{nonce}' 'strict-dynamic'" if nonce else "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types htmx"
    )


async def add_headers(message: Message, scope: Scope) -> None:
    """Add the headers as the response starts (a middleware would miss 404 and 405)."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in _FIXED.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", policy(scope.get("state", {}).get("nonce", "")))
    headers.setdefault("Cache-Control", "no-store")
    if scope["app"].state.secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def is_foreign(method: str, origin: str, fetch_site: str, base_url: str, host: str) -> bool:
    """Say whether a browser sent this from another site; requests without browser headers are not a browser's."""
    if method in ("GET", "HEAD", "OPTIONS"):
        return False
    if fetch_site:
        return fetch_site not in ("same-origin", "none")
    return bool(origin) and urlsplit(origin).netloc not in (urlsplit(base_url).netloc, host)
