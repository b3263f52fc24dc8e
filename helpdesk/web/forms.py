"""Forms: read as plain text with a closed list of fields; a field that was not asked for is refused."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Request
from litestar.datastructures import FormMultiDict, State

from helpdesk.errors import Invalid

AnyRequest: TypeAlias = Request[Any, Any, State]
BODY_LIMIT = 512 * 1024  # bytes; 20 000 Arabic letters take 120 000 in a form


async def read_form(request: AnyRequest, *, allowed: Collection[str]) -> Mapping[str, str]:
    """Read a form's fields, each once and as text; raises Invalid for a field that is not allowed or a file.

    effects  what was written is kept beside the request, so that a page about a failure can show it again
    """
    form = await keep_typed(request)
    fields: dict[str, str] = {}
    for name, value in form.multi_items():
        if name not in allowed or name in fields or not isinstance(value, str):
            raise Invalid({name if name in allowed else "form": "error-unknown-field"})
        fields[name] = value
    return fields


async def keep_typed(request: AnyRequest) -> FormMultiDict:
    """Read a form and keep the words in it, for a page about a failure."""
    form = await request.form()
    request.state["typed"] = [str(form[name]) for name in ("subject", "body") if form.get(name)]
    return form


def form_key(text: str) -> UUID | None:
    """Read the key that a form was made with; None when it is missing or not ours."""
    try:
        return UUID(text)
    except ValueError:
        return None
