"""The scanner finds what it is to find, however it is wrapped, and nothing else."""

import base64
import bz2
import email.message
import gzip
import hashlib
import html
import json
import lzma
import random
import unicodedata
import zlib
from urllib.parse import quote

from tests.leakscan import Scanner, a_zip

ASCII, ARABIC, PHONE = "zebrawood-lighthouse-7q", "كناري الفحص السري العجيب", "+44 20 7946 0958"
VALUES = {"ascii": ASCII, "arabic": ARABIC, "phone": PHONE, "accents": "Zoé Fenêtre-Brûlée"}
SCANNER = Scanner(VALUES)


def a_mail(text: str) -> bytes:
    mail = email.message.EmailMessage()
    mail["Subject"] = "x"
    mail.set_content(text)
    return bytes(mail)


def pglz_like(raw: bytes) -> bytes:
    """Eight literals, a control byte, eight literals; the last letters replaced by a reference."""
    return b"".join(b"\x00" + raw[start : start + 8] for start in range(3, len(raw) - 3, 8)) + b"\x11\x0f"


WRAPPED = {
    "plain": lambda text: f"before {text} after".encode(),
    "upper case": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 be": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "cp1256 or 1252": lambda text: text.encode("cp1252" if "é" in text else "cp1256"),
    "mojibake": lambda text: text.encode().decode("cp1252" if "é" in text else "cp1256", "replace").encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json twice": lambda text: json.dumps(json.dumps({"a": text})).encode(),
    "percent": lambda text: quote(text).encode(),
    "percent, plus": lambda text: quote(quote(text, safe="")).encode(),
    "entities": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "markup": lambda text: (text[:5] + "<b>" + text[5:9] + "</b>" + html.escape(text[9:])).encode(),
    "bytes' repr": lambda text: repr(text.encode()).encode(),
    "quoted printable": lambda text: a_mail(text),
    "base64 0": lambda text: base64.b64encode(text.encode() + b"...."),
    "base64 1": lambda text: base64.b64encode(b"x" + text.encode() + b"...."),
    "base64 2": lambda text: base64.b64encode(b"xy" + text.encode() + b"...."),
    "base64 url": lambda text: base64.urlsafe_b64encode(b"\xff\xfe~~" + text.encode() + b"...."),
    "base64 in lines": lambda text: base64.encodebytes(b"y" * 50 + text.encode() + b"." * 60),
    "base32": lambda text: base64.b32encode(text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "hex spaced": lambda text: text.encode().hex(" ").upper().encode(),
    "bytea": lambda text: b"\\x00ff" + text.encode().hex().encode(),
    "gzip": lambda text: b"junk" + gzip.compress(text.encode()) + b"junk",
    "zlib": lambda text: b"junk" + zlib.compress(text.encode() * 3) + b"junk",
    "bz2": lambda text: b"junk" + bz2.compress(text.encode()),
    "xz": lambda text: b"junk" + lzma.compress(text.encode()),
    "zip": lambda text: b"torn" + a_zip("a.txt", text.encode())[:-22],
    "gzip in base64 in json": lambda text: json.dumps(base64.b64encode(gzip.compress(text.encode())).decode()).encode(),
    "sha256": lambda text: hashlib.sha256(text.encode()).digest(),
    "md5 hex": lambda text: hashlib.md5(text.encode()).hexdigest().encode(),
}  # fmt: skip


def test_every_value_is_found_in_every_form():
    junk = random.Random(1).randbytes(500)
    missed = [
        (label, form)
        for form, wrapped in WRAPPED.items()
        for label, value in VALUES.items()
        if (label, form) != ("arabic", "mojibake")  # has no wrong reading without loss
        if label not in SCANNER.hits(junk + wrapped(value) + b"\0tail")
    ]
    assert missed == []


def test_a_value_is_found_although_the_database_compressed_it():
    found = {
        label: SCANNER.hits(b"\x20\0" + pglz_like(b"abc" + VALUES[label].encode() + b"xyz"))
        for label in ("ascii", "arabic", "accents")
    }
    assert found == {label: {label} for label in found}


def test_digits_are_found_in_other_letters_and_without_separators():
    for text in ("٤٤ ٢٠ ٧٩٤٦ ٠٩٥٨".replace(" ", ""), "442079460958", "+44 20 7946 0958"):
        assert SCANNER.hits(text.encode()) == {"phone"}


def test_nothing_is_found_where_nothing_is():
    dice = random.Random(7)
    assert SCANNER.hits(dice.randbytes(4_000_000)) == set()
    assert SCANNER.hits(b"zebrawood lighthouse 7q, customer 44 20 7946") == set()


def test_names_of_files_are_read_too(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / f"{ASCII}.txt").write_bytes(b"")
    (tmp_path / "b").write_bytes(ARABIC.encode())
    assert SCANNER.in_folder(tmp_path) == {f"a/{ASCII}.txt": {"ascii"}, "b": {"arabic"}}
