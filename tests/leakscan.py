"""Looks for labelled values in every byte that is kept or sent, in whatever form bytes are kept in.

One automaton holds all forms of all values; content is read once, in lower case, and so is everything that can be
unpacked from it. A value that PostgreSQL compressed (pglz puts a byte between every eight) is found by its pieces.
"""

import base64
import bz2
import codecs
import contextlib
import hashlib
import html
import io
import json
import lzma
import quopri
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import ahocorasick

LEAST = 7  # bytes; a shorter form is found by chance
PIECE = 8  # bytes that pglz leaves together
DEEPEST, LARGEST, MOST = 4, 4_000_000, 4_000  # unpacking: levels, bytes of one part, parts of one file
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04|BZh[1-9]1AY|\xfd7zXZ\x00")
# Runs in which something packed has room; plain values are found in any run by their own base64 and hexadecimal forms.
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{44,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}[ :]?){32,}")


class Scanner:
    """Finds any of some values (label -> value) in bytes."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._automaton = ahocorasick.Automaton()
        self._gapped: dict[str, re.Pattern[bytes]] = {}
        known: dict[str, set[tuple[str, bool]]] = {}
        for label, value in values.items():
            for form in forms(value):
                known.setdefault(form.lower().decode("latin-1"), set()).add((label, True))
            raw = value.lower().encode()
            if len(raw) >= 2 * PIECE - 1:
                self._gapped[label] = _with_gaps(raw)
                for start in range(len(raw) - PIECE + 1):
                    known.setdefault(raw[start : start + PIECE].decode("latin-1"), set()).add((label, False))
        for form, labels in known.items():
            self._automaton.add_word(form, (len(form), tuple(labels)))
        self._automaton.make_automaton()

    def hits(self, content: bytes) -> set[str]:
        """Give the labels of the values that stand in the content, or in anything that is packed in it."""
        found: set[str] = set()
        for part in unpacked(content):
            found |= self._in_part(part, found)
        return found

    def _in_part(self, part: bytes, found: set[str]) -> set[str]:
        lower, here = part.lower(), set()
        for end, (length, labels) in self._automaton.iter(lower.decode("latin-1")):
            for label, is_whole in labels:
                if label in here or label in found:
                    continue
                if is_whole or self._gapped[label].search(lower, max(0, end - length - 200), end + 200):
                    here.add(label)
        return here

    def in_folder(self, folder: Path) -> dict[str, set[str]]:
        """Give the same for every file below a folder, by its name; names are content, too."""
        found, known = {}, {}
        for path in sorted(folder.rglob("*")):
            with contextlib.suppress(OSError):  # a folder, a socket, a file that a running server took away
                content = path.read_bytes()
                digest = hashlib.sha256(content).digest()  # a cluster has most of its catalogues three times
                known[digest] = known[digest] if digest in known else self.hits(content)
                found[path.relative_to(folder).as_posix()] = known[digest] | self.hits(path.name.encode())
        return {name: inside for name, inside in found.items() if inside}


def _with_gaps(raw: bytes) -> re.Pattern[bytes]:
    """The first letters of a value with at most one foreign byte after each; later ones may be a reference back."""
    return re.compile(b"(?s)" + b".?".join(re.escape(raw[i : i + 1]) for i in range(min(len(raw), 2 * PIECE - 1))))


def forms(value: str) -> set[bytes]:
    """The ways in which a value could stand in a file."""
    found: set[bytes] = set()
    for text in _spellings(value):
        for raw in _encoded(text):
            found |= {raw, raw.hex().encode(), raw.hex(" ").encode(), raw.hex(":").encode(), quopri.encodestring(raw)}
            found |= {_inner_base64(raw, shift) for shift in range(3)}
            found.add(base64.b32encode(raw).rstrip(b"=")[:-1])
        found |= _escaped(text)
        for name in ("md5", "sha1", "sha256", "sha512"):  # without a key a digest says who it is
            digest = hashlib.new(name, text.encode()).digest()
            found |= {digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"=")[:-1]}
    url_safe = {form.replace(b"+", b"-").replace(b"/", b"_") for form in found}
    return {form for form in found | url_safe if len(form) >= LEAST}


def _spellings(value: str) -> set[str]:
    digits = re.sub(r"[\s().+-]", "", value)
    plain = {value, *({digits} if digits.translate(_LATIN_DIGITS).isdigit() else ())}
    plain |= {text.translate(table) for text in set(plain) for table in (_ARABIC_INDIC, _LATIN_DIGITS)}
    plain |= {text.casefold() for text in plain} | {text.upper() for text in plain}
    return {unicodedata.normalize(form, text) for text in plain for form in ("NFC", "NFD", "NFKC")}


def _encoded(text: str) -> Iterator[bytes]:
    yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le"))
    for code in ("cp1256", "cp1252"):
        try:
            yield text.encode(code)
            yield text.encode().decode(code).encode()  # read wrongly once
        except UnicodeError:
            continue


def _escaped(text: str) -> set[bytes]:
    once = quote(text, safe="")
    hexadecimal = "".join(f"&#x{ord(letter):x};" for letter in text)
    return {
        form.encode()
        for form in (
            json.dumps(text)[1:-1],
            json.dumps(json.dumps(text))[3:-3],
            once,
            quote(once),
            "".join(f"%{byte:02x}" for byte in text.encode()),
            html.escape(text),
            text.encode("ascii", "xmlcharrefreplace").decode(),
            "".join(f"&#{ord(letter)};" for letter in text),
            hexadecimal,
            repr(text.encode())[2:-1],
            "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in text.encode()),
            codecs.encode(text, "rot13"),
        )
    }


def _inner_base64(raw: bytes, shift: int) -> bytes:
    """What base64 of anything that contains the value must contain, when the value begins at this alignment."""
    whole = base64.b64encode(b"\0" * shift + raw)
    start = -(-shift * 4 // 3) + (1 if shift else 0)
    return whole[start : len(whole.rstrip(b"=")) - 2]


def unpacked(content: bytes) -> Iterator[bytes]:
    """Give content, and whatever is packed in it at any place, several levels deep."""
    waiting, parts = [(content, 0)], 0
    while waiting and parts < MOST:
        part, depth = waiting.pop()
        parts += 1
        yield part
        if depth < DEEPEST:
            waiting += [(inner, depth + 1) for inner in _inside(part) if len(inner) >= LEAST]


def _inside(part: bytes) -> Iterator[bytes]:
    for match in _PACKED.finditer(part):
        if inner := _unpack(part, match.start()):
            yield inner
    if len(part) < LARGEST:  # a cluster's files hold no text of others; they are searched for all alignments anyway
        yield from (_base64(match[0]) for match in _BASE64.finditer(part))
        yield from (bytes.fromhex(re.sub(rb"[ :]", b"", match[0]).decode()) for match in _HEX.finditer(part))
        if b"=" in part:
            yield quopri.decodestring(part) if re.search(rb"=[0-9A-F]{2}|=\r?\n", part) else b""
        if b"</" in part:
            yield re.sub(rb"<[^>]*>", b"", part)


def _unpack(part: bytes, start: int) -> bytes:
    head = part[start : start + 4]
    try:
        if head.startswith(b"PK"):
            skip = 30 + int.from_bytes(part[start + 26 : start + 28], "little")
            skip += int.from_bytes(part[start + 28 : start + 30], "little")
            return zlib.decompressobj(-15).decompress(part[start + skip :], LARGEST)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(part[start:], LARGEST)
        if head.startswith(b"\xfd"):
            return lzma.LZMADecompressor().decompress(part[start:], LARGEST)
        return zlib.decompressobj(31 if head.startswith(b"\x1f") else 15).decompress(
            part[start : start + LARGEST], LARGEST
        )
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError):
        return b""


def _base64(run: bytes) -> bytes:
    run = re.sub(rb"\s", b"", run).translate(bytes.maketrans(b"-_", b"+/"))
    return base64.b64decode(run + b"=" * (-len(run) % 4)) if len(run) % 4 != 1 else base64.b64decode(run[:-1])


def hits(values: Iterable[str], content: bytes) -> set[str]:
    """Give the values of which any form stands in the content."""
    return Scanner({value: value for value in values}).hits(content)


def a_zip(name: str, content: bytes) -> bytes:
    """Pack something as an archive (for the proof that the scanner sees)."""
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        return target.getvalue()
