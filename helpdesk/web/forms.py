"""Forms: read as plain text with a closed list of fields; a field that was not asked for is refused."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Request
from litestar.datastructures import State

from helpdesk.errors import Invalid

AnyRequest: TypeAlias = Request[Any, Any, State]
BODY_LIMIT = 512 * 1024  # bytes; 20 000 Arabic letters take 120 000 in a form


async def read_form(request: AnyRequest, *, allowed: Collection[str]) -> Mapping[str, str]:
    """Read a form's fields, each once and as text; raises Invalid for a field that is not allowed or a file."""
    form = await request.form()
    fields: dict[str, str] = {}
    for name, value in form.multi_items():
        if name not in allowed or name in fields or not isinstance(value, str):
            raise Invalid({name if name in allowed else "form": "error-unknown-field"})
        fields[name] = value
    return fields


def form_key(text: str) -> UUID | None:
    """Read the key that a form was made with; None when it is missing or not ours."""
    try:
        return UUID(text)
    except ValueError:
        return None
