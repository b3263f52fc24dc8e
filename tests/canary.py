"""Looks for labelled values in every byte that is kept or sent, in the forms in which bytes are usually kept."""

import base64
import gzip
import json
import quopri
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

_COMPRESSED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")


def forms(value: str) -> set[bytes]:
    """The ways in which a value could stand in a file: encodings, escapes, base64 at every alignment, hexadecimal."""
    plain = {value, value.lower(), value.upper()}
    found = set()
    for text in plain:
        for raw in (text.encode(), text.encode("utf-16-le")):
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), quopri.encodestring(raw)}
            found |= {_inner_base64(raw, shift) for shift in range(3)}
        found |= {json.dumps(text)[1:-1].encode(), quote(text).encode()}
    return {form for form in found if len(form) >= 6}


def _inner_base64(raw: bytes, shift: int) -> bytes:
    """What base64 of anything that contains the value must contain, when the value begins at this alignment."""
    whole = base64.b64encode(b"\0" * shift + raw)
    start = -(-shift * 4 // 3) + (1 if shift else 0)
    return whole[start : len(whole.rstrip(b"=")) - 2]


def hits(values: Iterable[str], content: bytes) -> set[str]:
    """The values of which any form stands in the content, or in a compressed part of it."""
    parts = [content, *_opened(content)]
    return {value for value in values if any(form in part for form in forms(value) for part in parts)}


def _opened(content: bytes) -> Iterator[bytes]:
    for match in list(_COMPRESSED.finditer(content))[:2000]:
        try:
            if content[match.start()] == 0x1F:
                yield gzip.decompress(content[match.start() :])
            else:
                yield zlib.decompressobj().decompress(content[match.start() :], 1_000_000)
        except (OSError, EOFError, zlib.error):
            continue


def hits_in_folder(values: Iterable[str], folder: Path) -> dict[str, set[str]]:
    """The same for every file below a folder, by its name."""
    values = list(values)
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (inside := hits(values, path.read_bytes() + path.name.encode())):
            found[path.relative_to(folder).as_posix()] = inside
    return found
