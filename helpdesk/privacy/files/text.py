"""Plain text from bytes: UTF-8, UTF-16 or windows-1256; anything else is no text."""

from typing import Final

_CONTROLS: Final = frozenset(map(chr, [*range(9), 11, *range(14, 27), *range(28, 32), 127]))
_ESCAPE: Final = "\x1b"  # colours of logs; left out, since a terminal that shows the file would obey it
_HIGH: Final = (0, 6)  # what the higher byte of UTF-16 is in the letters we read: Latin and Arabic
_MOST: Final = 0.8


def decoded(content: bytes) -> str | None:
    """Read bytes as text; None when they are none, or empty."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _plain(text)
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = content[:4096]
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(head) >= 4 and sum(map(high.count, _HIGH)) > _MOST * len(high):
            return (encoding,)
    return ("utf-8-sig", "windows-1256")


def _plain(text: str) -> str | None:
    """Give a text without escapes; None when control characters say that it is something else."""
    found = text.replace(_ESCAPE, "").lstrip("\ufeff")
    return found if found.strip() and _CONTROLS.isdisjoint(found) else None
