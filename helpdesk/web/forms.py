"""Forms: read as plain text with a closed list of fields; a field that was not asked for is refused."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from litestar import Request
from litestar.datastructures import FormMultiDict, State

from helpdesk.errors import Invalid

AnyRequest: TypeAlias = Request[Any, Any, State]
BODY_LIMIT = 512 * 1024  # bytes; 20 000 Arabic letters take 120 000 in a form


SEVERAL = "\x1e"  # between the values of a field that may come several times (record separator)


async def read_form(
    request: AnyRequest, *, allowed: Collection[str], several: Collection[str] = ()
) -> Mapping[str, str]:
    """Read a form's fields, each once and as text; raises Invalid for a field that is not allowed or a file.

    several  fields that may come several times, such as tick boxes; their values are joined by SEVERAL

    effects  what was written is kept beside the request, so that a page about a failure can show it again
    """
    form = await keep_typed(request)
    fields: dict[str, str] = {}
    for name, value in form.multi_items():
        is_known = name in allowed or name in several
        if not is_known or (name in fields and name not in several) or not isinstance(value, str):
            raise Invalid({name if is_known else "form": "error-unknown-field"})
        fields[name] = f"{fields[name]}{SEVERAL}{value}" if name in fields else value
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
