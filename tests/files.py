"""Files as strangers make them: with places, names and programs inside, or lying about what they are."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

CANARY = "Kanarienvogel"


def a_photo(*, size: tuple[int, int] = (64, 48), turned: bool = False, word: str = CANARY) -> bytes:
    """A JPEG as a telephone makes it: place, camera, a comment, a thumbnail."""
    image, exif, thumbnail = Image.new("RGB", size, (180, 40, 40)), Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x013B], exif[0x0112] = f"{word} cam", f"{word} owner", 6 if turned else 1
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (30.0, 2.0, 39.0), "E", (31.0, 14.0, 8.0)
    Image.new("RGB", (16, 12)).save(thumbnail, "JPEG", comment=f"{word} thumbnail".encode())
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif.tobytes(), comment=f"{word} comment".encode())
    app2 = b"MPF\0" + thumbnail.getvalue()
    whole = file.getvalue()
    return whole[:2] + b"\xff\xe2" + struct.pack(">H", len(app2) + 2) + app2 + whole[2:]


def a_png(*, text: str = CANARY) -> bytes:
    """A PNG with a text chunk."""
    info, file = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_text("Author", text)
    Image.new("RGBA", (20, 10), (0, 90, 0, 128)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def an_animation(kind: str) -> bytes:
    """Two pictures in a GIF or a WebP, and words about them."""
    first, second, file = Image.new("RGB", (20, 10), (0, 0, 90)), Image.new("RGB", (20, 10), (90, 0, 0)), io.BytesIO()
    words = {"comment": CANARY.encode()} if kind == "GIF" else {"xmp": f"<x>{CANARY}</x>".encode()}
    first.save(file, kind, save_all=True, append_images=[second], **words)
    return file.getvalue()


def a_pdf(*, password: str = "", word: str = CANARY) -> bytes:
    """A PDF with an author, XMP, a script, an embedded file, an attached one, and a photo that tells where it was."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": f"{word} author"})
    writer.add_attachment("inside.txt", f"{word} embedded".encode())
    root = writer._root_object
    xmp, picture = StreamObject(), StreamObject()
    xmp._data = f"<x>{word} xmp</x>".encode()
    root[NameObject("/Metadata")] = writer._add_object(xmp)
    root[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(f"{word}()")}
    )
    picture._data = a_photo(word=word)
    picture.update(
        {NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
         NameObject("/Filter"): NameObject("/DCTDecode")}
    )  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(picture)})}
    )
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def a_bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is a huge one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )
