"""Tables as files for spreadsheets, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet take a cell for a formula (OWASP)


def spreadsheet(rows: Iterable[Iterable[object]]) -> bytes:
    """Give rows as CSV (RFC 4180) that a spreadsheet opens in UTF-8 and takes no words of for a formula."""
    file = io.StringIO()
    csv.writer(file).writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def safe_cell(text: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: what could begin one gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text
