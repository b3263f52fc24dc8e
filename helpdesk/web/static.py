"""Static files, read once at the start; an address that carries the content's hash may be kept for ever."""

import mimetypes
import re
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.params import FromPath

from helpdesk.errors import NotFound
from helpdesk.web.assets import STATIC
from helpdesk.web.forms import AnyRequest

_KINDS: Final = {".css", ".js", ".svg", ".woff2"}
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


def _read() -> dict[str, tuple[bytes, str]]:
    return {
        f"/{path.relative_to(STATIC).as_posix()}": (_content(path), _type(path))
        for path in STATIC.rglob("*")
        if path.suffix in _KINDS
    }


def _content(path: Path) -> bytes:
    """Give a file as it is, a style sheet of ours without its comments and indentation: a tenth of its weight."""
    if path.suffix != ".css":
        return path.read_bytes()
    rules = _COMMENT.sub("", path.read_text("utf-8"))
    return "\n".join(line.strip() for line in rules.splitlines() if line.strip()).encode()


def _type(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith("+xml") else kind


_FILES = _read()


@get("/static/{name:path}")
async def static(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Give one of the files that ship with the product."""
    if name not in _FILES:
        raise NotFound
    content, kind = _FILES[name]
    keep = "public, max-age=31536000, immutable" if "v" in request.query_params else "public, max-age=86400"
    return Response(content, media_type=kind, headers={"Cache-Control": keep})
