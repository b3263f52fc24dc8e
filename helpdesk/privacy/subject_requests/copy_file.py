"""The file of a copy of one's data: a page to read and JSON for programs, in a zip (docs/access-package.md)."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from helpdesk.privacy.subject_requests.queries import Row

SCHEMA: Final = "sitr/access-package/1"
PIECE = 256 * 1024  # bytes


def pack(
    row: Row,
    parts: Mapping[str, Any],
    files: Mapping[str, bytes],
    now: datetime,
    *,
    page: Callable[[str, Mapping[str, Any]], str],
) -> Sequence[bytes]:
    """Make the zip of a copy, cut into pieces.

    files  lie beside the page, under the paths that the parts name
    page  renders the readable page in a language
    """
    data = {"schema": SCHEMA, "request": row.number, "made_at": now, "language": row.locale, **parts}
    plain = msgspec.to_builtins(data)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "index.html", page(row.locale, data).encode(), now)
        _add(archive, "data.json", msgspec.json.format(msgspec.json.encode(plain), indent=2), now)
        for name, content in files.items():
            _add(archive, name, content, now)
    whole = file.getvalue()
    return [whole[place : place + PIECE] for place in range(0, len(whole), PIECE)]


def _add(archive: zipfile.ZipFile, name: str, content: bytes, now: datetime) -> None:
    entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
