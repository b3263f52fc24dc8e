"""The records of processing as a table for spreadsheets."""

from collections.abc import Iterable

from helpdesk import i18n
from helpdesk.privacy.policy.records import Records, Say
from helpdesk.privacy.policy.spreadsheet import spreadsheet


def as_csv(records: Records) -> bytes:
    """Give the records as CSV."""
    say = i18n.words(records.locale).plain
    heads = ("part", "activity", "purpose", "basis", "subjects", "data", "recipients", "country", "until")
    return spreadsheet([[say(f"register-{head}") for head in heads], *_rows(records, say)])


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
