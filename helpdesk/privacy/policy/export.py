"""The records of processing as a table for spreadsheets, in which no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable

from helpdesk import i18n
from helpdesk.privacy.policy.records import Records, Say

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet take a cell for a formula (OWASP)


def as_csv(records: Records) -> bytes:
    """Give the records as CSV (RFC 4180) that a spreadsheet opens in UTF-8 and takes no cell of for a formula."""
    say = i18n.words(records.locale).plain
    file = io.StringIO()
    writer = csv.writer(file)
    heads = ("part", "activity", "purpose", "basis", "subjects", "data", "recipients", "country", "until")
    writer.writerow([say(f"register-{head}") for head in heads])
    for row in _rows(records, say):
        writer.writerow([safe_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _rows(records: Records, say: Say) -> Iterable[tuple[str, ...]]:
    about = ", ".join((records.controller, records.address, records.email))
    yield say("register-controller"), about, "", "", "", "", "", "", records.version
    for act in records.activities:
        limits = "; ".join(": ".join(part for part in limit if part) for limit in act.limits)
        lists = ["; ".join(words) for words in (act.subjects, act.data, act.recipients)]
        yield say("register-activities"), act.name, act.purpose, act.basis, *lists, "", limits
    for to in records.processors:
        until = to.contract_until.isoformat() if to.contract_until else say("register-open-end")
        yield say("register-processors"), to.name, to.purpose, "", "", "; ".join(to.fields), "", to.country, until
    for measure in records.measures:
        yield say("register-measures"), measure, "", "", "", "", "", "", ""
    for line in records.lines:
        until = line.until if line.is_carried_out else f"{line.until} ({say('register-planned')})"
        readers = "; ".join(line.readers)
        yield line.part, line.place, line.purpose, line.basis, "", line.holds, readers, "", until


def safe_cell(text: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: what could begin one gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text
