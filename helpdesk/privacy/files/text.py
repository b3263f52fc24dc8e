"""Plain text from bytes: UTF-8, UTF-16 or windows-1256; anything else is no text."""

from typing import Final

_CONTROLS: Final = frozenset(map(chr, [*range(9), 11, *range(14, 27), *range(28, 32), 127]))
_ESCAPE: Final = "\x1b"  # colours of logs; left out, since a terminal that shows the file would obey it
_HALF: Final = 0.4  # so many of the bytes in every other place are zero in UTF-16 of letters we read


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
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(head) >= 4 and zeros.count(0) > _HALF * len(zeros):
            return (encoding,)
    return ("utf-8-sig", "windows-1256")


def _plain(text: str) -> str | None:
    """Give a text without escapes; None when control characters say that it is something else."""
    found = text.replace(_ESCAPE, "")
    return found if found.strip() and _CONTROLS.isdisjoint(found) else None
