"""Files are told by their content, cleaned in a process of their own, or refused with a sentence."""

import io
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from helpdesk import i18n
from helpdesk.errors import FileRefused
from helpdesk.privacy.files import clean as cleaning
from helpdesk.privacy.files.clean import RawFile, clean_files
from helpdesk.privacy.files.kinds import FileKind
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Attachments
from tests.files import CANARY, a_bomb, a_pdf, a_photo, a_png, an_animation, pages_of


async def cleaned(content: bytes) -> tuple[FileKind, bytes, str]:
    (file,) = await clean_files([RawFile(content)])
    return file.kind, file.content, file.removed


async def refused(*contents: bytes) -> tuple[str, object]:
    with pytest.raises(FileRefused) as error:
        await clean_files([RawFile(content) for content in contents])
    return error.value.fields["files"], error.value.arguments["file"]


def rules(**changes: object) -> None:
    policy.use(msgspec.structs.replace(policy.in_use(), attachments=Attachments(**changes)))


async def test_a_photo_loses_its_place_camera_comment_and_thumbnail_and_stands_upright():
    photo = a_photo(turned=True)
    assert (b"thumbnail" in photo, photo.count(CANARY.encode())) == (True, 4)  # the probe sees them

    kind, content, removed = await cleaned(photo)

    image = Image.open(io.BytesIO(content))
    assert (kind, removed, image.size) == (FileKind.JPEG, "location", (48, 64))
    assert (dict(image.getexif()), set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        {},
        set(),
    )
    assert CANARY.encode() not in content
    assert content.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
async def test_other_images_lose_their_words_and_all_pictures_but_the_first(kind):
    file = a_png() if kind == "PNG" else an_animation(kind)
    assert CANARY.encode() in file

    found, content, removed = await cleaned(file)

    image = Image.open(io.BytesIO(content))
    assert (found, removed, image.format, getattr(image, "n_frames", 1)) == (kind.lower(), "details", kind, 1)
    assert CANARY.encode() not in content


async def test_a_plain_image_had_nothing_to_remove():
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    assert (await cleaned(file.getvalue()))[2] == ""


async def test_a_pdf_keeps_its_pages_and_nothing_else():
    pdf = a_pdf()
    assert pdf.count(CANARY.encode()) > 6

    kind, content, removed = await cleaned(pdf)

    assert (kind, removed, pages_of(content)) == (FileKind.PDF, "details", 1)
    leftover = [word for word in (CANARY, "JavaScript", "EmbeddedFile", "Author", "Exif") if word.encode() in content]
    assert leftover == []


async def test_text_is_read_in_its_encodings():
    told = "مرحبا، الخطأ 402"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256"):
        kind, content, _ = await cleaned(told.encode(encoding))
        assert (encoding, kind, content.decode()) == (encoding, FileKind.TEXT, told)
    assert (await cleaned(b"time,\x1b[31merror\x1b[0m\n"))[1] == b"time,[31merror[0m\n"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"  \n", b"PK\x03\x04\x14\0\0\0", b"\x7fELF\x02\x01", b"MZ\x90\0\x03", b"\x1f\x8b\x08\0\0",
        b"<!DOCTYPE html><p>Hello", b"\n <HTML>", b"<svg xmlns='x'/>", b"<?xml version='1.0'?><svg/>",
        "\ufeff<script>alert(1)</script>".encode("utf-16"), b"#!/bin/sh\nrm -rf /", b"{\\rtf1 hello}", b"%!PS-Adobe",
        b"RIFF\0\0\0\0WAVEfmt ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)  # fmt: skip
async def test_what_is_not_accepted_is_refused_whatever_it_is_called(content):
    assert await refused(content) == ("error-file-kind", 1)


async def test_what_lies_about_itself_is_refused_or_loses_the_lie():
    for lie in (b"%PDF-1.7\nnonsense", b"\xff\xd8\xff\xe0 not an image", b"GIF89a<script>", a_photo()[:200]):
        assert await refused(lie) == ("error-file-broken", 1)
    for polyglot in (a_photo() + b"PK\x03\x04" + CANARY.encode(), a_png() + b"<script>evil()</script>"):
        _, content, _ = await cleaned(polyglot)
        assert (b"PK\x03\x04" in content, b"evil" in content) == (False, False)


async def test_bombs_and_locked_documents_are_refused():
    assert await refused(a_bomb(60_000, 60_000)) == ("error-file-pixels", 1)
    assert await refused(a_bomb(6_400, 6_400)) == ("error-file-pixels", 1)
    assert await refused(a_bomb(3_000, 3_000)) == ("error-file-broken", 1)
    assert await refused(a_pdf(password="secret")) == ("error-file-encrypted", 1)


async def test_the_first_bad_file_is_named_by_its_place_and_nothing_else():
    assert await refused(b"fine", a_photo(), b"<svg/>", b"") == ("error-file-kind", 3)
    sentence = i18n.words("en").plain("error-file-kind", file=3, megabytes=10, megapixels=40)
    assert "PDF and plain text" in sentence


async def test_limits_are_the_policy_s():
    rules(per_message=2, megabytes=1)
    assert await refused(b"a", b"b", b"c") == ("error-file-many", 2)
    assert await refused(b"a" * (1024 * 1024 + 1)) == ("error-file-large", 1)
    rules(per_message=0)
    assert await refused(b"a") == ("error-file-many", 0)


async def test_a_process_that_takes_too_long_is_ended_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(cleaning, "PATIENCE", 0.01)
    assert await refused(a_photo()) == ("error-file-broken", 1)


async def test_the_operator_s_scanner_decides_and_what_gives_no_answer_refuses(tmp_path):
    def scanner(line: str) -> list[str]:
        path: Path = tmp_path / "scan.py"
        path.write_text(f"import os, sys\ncontent = sys.stdin.buffer.read()\n{line}\n")
        return [sys.executable, str(path)]

    rules(scan_command=scanner("sys.exit(content != b'fine' or 'HELPDESK_KEYRING' in os.environ)"))
    assert (await cleaned(b"fine"))[1] == b"fine"
    assert await refused(b"EICAR") == ("error-file-infected", 1)
    rules(scan_command=scanner("sys.exit(7)"))
    assert await refused(b"fine") == ("error-file-unchecked", 1)
    rules(scan_command=[str(tmp_path / "nothing-here")])
    assert await refused(b"fine") == ("error-file-unchecked", 1)
