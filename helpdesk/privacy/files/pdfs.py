"""A PDF without metadata, scripts, actions that reach outside and embedded files. For a process of its own."""

import io
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

# Keys of ISO 32000-2: what is said about a part, what runs by itself, and what is carried inside.
_TOLD: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_RUN: Final = ("/AA", "/OpenAction", "/JavaScript", "/JS", "/XFA", "/Perms", "/DSS")
_CARRIED: Final = ("/EmbeddedFiles", "/EF", "/AF", "/Collection", "/RichMediaContent", "/RichMediaSettings")
_REACHING: Final = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",
})  # fmt: skip
_ATTACHED: Final = frozenset({"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"})
_APP0, _APP14, _APP15, _COMMENT, _SCAN = 0xE0, 0xEE, 0xEF, 0xFE, 0xDA  # markers of JPEG (ITU-T T.81, table B.1)


class Encrypted(Exception):
    """It opens with a password only."""


def clean_pdf(content: bytes) -> tuple[bytes, str]:
    """Give a PDF that only shows its pages, and "details" when anything else was in it.

    raises  Encrypted; what pypdf raises for a broken one
    """
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Encrypted
    if not reader.pages:
        raise ValueError("no page")
    writer = PdfWriter(clone_from=reader)
    found = bool(reader.metadata)
    writer.metadata = None
    for part in list(writer._objects):
        for thing in _within(part):
            found |= _strip(thing)
    return _of_what_is_left(writer), "details" if found else ""


def _within(part: Any) -> Iterator[DictionaryObject]:
    """Give a dictionary and those that stand in it, not those that it points to."""
    waiting = [part]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += thing.values()
        elif isinstance(thing, ArrayObject):
            waiting += thing


def _strip(thing: DictionaryObject) -> bool:
    """Take out of one dictionary what does not belong to a page; says whether there was anything."""
    gone = [key for key in (*_TOLD, *_RUN, *_CARRIED) if key in thing]
    for key in gone:
        del thing[key]
    is_reaching = thing.get("/S") in _REACHING
    if is_reaching or thing.get("/Subtype") in _ATTACHED:
        thing.clear()
        return True
    if isinstance(thing, StreamObject) and thing.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        thing._data = _bare_jpeg(thing._data)
    return bool(gone)


def _of_what_is_left(writer: PdfWriter) -> bytes:
    """Write only what a page still leads to: copied once more, what was cut off stays behind."""
    first, last = io.BytesIO(), io.BytesIO()
    writer.write(first)
    again = PdfWriter(clone_from=PdfReader(first))
    again.metadata = None
    again.write(last)
    return last.getvalue()


def _bare_jpeg(data: bytes) -> bytes:
    """Take the segments with Exif, XMP and comments out of a JPEG; those that colours need stay."""
    parts, place = [data[:2]], 2
    while data[place : place + 1] == b"\xff" and place + 4 <= len(data) and data[place + 1] != _SCAN:
        marker, end = data[place + 1], place + 2 + int.from_bytes(data[place + 2 : place + 4])
        if not ((_APP0 < marker <= _APP15 and marker != _APP14) or marker == _COMMENT):
            parts.append(data[place:end])
        place = end
    return b"".join([*parts, data[place:]])
