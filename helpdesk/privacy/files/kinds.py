"""What a file is, by its content and never by its name; and how it is named and sent when somebody takes it away."""

import re
from enum import StrEnum
from typing import Final

from helpdesk.privacy.files.text import decoded

# The letters that begin what a browser would run or draw (WHATWG, MIME Sniffing, section 7.1), scripts and RTF.
_MARKUP: Final = re.compile(
    r"\s*(?:<(?:!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|!--|\?xml)[\s>/-]"
    r"|<\?xml|<!--|#!|%!PS|\{\\rtf)",
    re.IGNORECASE,
)


class FileKind(StrEnum):
    """The kinds that are accepted."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    PDF = "pdf"
    TEXT = "text"


IMAGES: Final = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.GIF})
# Kind -> media type and ending of the name.
SENT_AS: Final = {
    FileKind.JPEG: ("image/jpeg", "jpg"),
    FileKind.PNG: ("image/png", "png"),
    FileKind.WEBP: ("image/webp", "webp"),
    FileKind.GIF: ("image/gif", "gif"),
    FileKind.PDF: ("application/pdf", "pdf"),
    FileKind.TEXT: ("text/plain; charset=utf-8", "txt"),
}


def kind_of(content: bytes) -> FileKind | None:
    """Say what kind of file some bytes are; None for what is not accepted."""
    marks = {
        FileKind.JPEG: content.startswith(b"\xff\xd8\xff"),
        FileKind.PNG: content.startswith(b"\x89PNG\r\n\x1a\n"),
        FileKind.WEBP: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
        FileKind.GIF: content.startswith((b"GIF87a", b"GIF89a")),
        FileKind.PDF: content.startswith(b"%PDF-"),
    }
    found = next((kind for kind, is_it in marks.items() if is_it), None)
    if found is not None:
        return found
    text = decoded(content)
    return None if text is None or _MARKUP.match(text) else FileKind.TEXT
