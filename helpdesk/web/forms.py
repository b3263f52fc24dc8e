"""Forms: read as plain text with a closed list of fields; a field that was not asked for is refused."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import Request
from litestar.datastructures import State
from litestar.enums import RequestEncodingType

from helpdesk.errors import Invalid
from helpdesk.privacy.files.clean import CleanFile, RawFile, clean_files
from helpdesk.privacy.policy import policy
from helpdesk.web.uploads import BODY_LIMIT, FILES, FILES_BODY_LIMIT, Parts, read_parts, read_text

__all__ = ["BODY_LIMIT", "FILES", "FILES_BODY_LIMIT", "SEVERAL", "AnyRequest", "form_key", "read_form", "take_files"]

AnyRequest: TypeAlias = Request[Any, Any, State]
SEVERAL = "\x1e"  # between the values of a field that may come several times (record separator)


async def read_form(
    request: AnyRequest, *, allowed: Collection[str], several: Collection[str] = ()
) -> Mapping[str, str]:
    """Read a form's fields, each once and as text; raises Invalid for a field that is not allowed or a file.

    allowed  with FILES in it, files may come: `take_files` gives them; without a form of parts nothing is read of them
    several  fields that may come several times, such as tick boxes; their values are joined by SEVERAL

    effects  what was written is kept beside the request, so that a page about a failure can show it again
    """
    parts = await keep_typed(request)
    fields: dict[str, str] = {}
    for name, value in parts.texts:
        if name == FILES and FILES in allowed:
            continue
        is_known = name in allowed or name in several
        if not is_known or (name in fields and name not in several):
            raise Invalid({name if is_known else "form": "error-unknown-field"})
        fields[name] = f"{fields[name]}{SEVERAL}{value}" if name in fields else value
    if parts.strange or (parts.files and FILES not in allowed):
        raise Invalid({"form": "error-unknown-field"})
    return fields


async def take_files(request: AnyRequest) -> tuple[CleanFile, ...]:
    """Clean the files of a form that was read; raises FileRefused."""
    return await clean_files(files_in(request))


def files_in(request: AnyRequest) -> Sequence[RawFile]:
    """Give the files of a form that was read, as they came; none when none was read."""
    parts: Parts | None = request.state.get("form")
    return parts.files if parts else ()


async def keep_typed(request: AnyRequest) -> Parts:
    """Read a form and keep the words in it, for a page about a failure."""
    found: Parts | None = request.state.get("form")
    if found is not None:
        return found
    parts = request.state["form"] = Parts()
    try:
        await _read(request, parts)
    finally:
        request.state["typed"] = [value for name, value in parts.texts if name in ("subject", "body") and value]
    return parts


async def _read(request: AnyRequest, parts: Parts) -> None:
    encoding, options = request.content_type
    if encoding == RequestEncodingType.URL_ENCODED:
        written = (await read_text(request.stream())).decode("utf-8", "replace")
        parts.texts += parse_qsl(written, keep_blank_values=True, errors="replace")
    elif encoding == RequestEncodingType.MULTI_PART:
        rules, boundary = policy.in_use().attachments, options.get("boundary", "")
        await read_parts(request.stream(), boundary, parts, most_files=rules.per_message, most_bytes=rules.bytes)


def form_key(text: str) -> UUID | None:
    """Read the key that a form was made with; None when it is missing or not ours."""
    try:
        return UUID(text)
    except ValueError:
        return None
