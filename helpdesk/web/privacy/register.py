"""The register of processing for officers: a page that prints well, and the same as JSON and CSV."""

from itertools import groupby

import msgspec
from litestar import Response, get
from litestar.enums import MediaType

from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.export import as_csv
from helpdesk.privacy.policy.records import Records, make_records
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page


@get("/privacy/register")
async def show(request: AnyRequest) -> Response[str]:
    """Show the records of processing in the reader's language."""
    records = await _records(request)
    parts = [
        {"name": name, "lines": [msgspec.structs.asdict(line) for line in lines]}
        for name, lines in groupby(records.lines, key=lambda line: line.part)
    ]
    context = {"records": msgspec.to_builtins(records), "parts": parts, "place": "/privacy/register"}
    return page(request, "privacy/register.html", context)


@get("/privacy/register.json")
async def as_json_file(request: AnyRequest) -> Response[bytes]:
    """Give the records as a JSON file."""
    content = msgspec.json.format(msgspec.json.encode(await _records(request)), indent=2)
    return file(content, MediaType.JSON, "register.json")


@get("/privacy/register.csv")
async def as_csv_file(request: AnyRequest) -> Response[bytes]:
    """Give the records as a CSV file, safe to open in a spreadsheet."""
    return file(as_csv(await _records(request)), "text/csv; charset=utf-8", "register.csv")


async def _records(request: AnyRequest) -> Records:
    await session.officer(request)
    return make_records(policy.in_use(), locale_of(request))


def file(content: bytes, kind: str, name: str) -> Response[bytes]:
    """Give bytes to be kept as a file."""
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
