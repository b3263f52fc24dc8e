"""What the command line says about the chain."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from helpdesk.audit import kept
from helpdesk.audit.signer import Signer
from helpdesk.audit.verify import Report
from helpdesk.audit.walk import Mark


def marks(files: Sequence[Path], *, own: Path, signer: Signer) -> list[Mark]:
    """Read the checkpoints to compare with: the files given and the worker's own, if it is there. BadCheckpoint."""
    paths = [*files, *([own] if own.exists() and own.resolve() not in {file.resolve() for file in files} else [])]
    return [Mark(kept.read(path, signer=signer), str(path)) for path in paths]


def lines(report: Report, compared: Sequence[Mark]) -> list[str]:
    """Say what was found: a sentence a fault, or that there is none."""
    if report.findings:
        return [*(finding.sentence for finding in report.findings), *_more(report)]
    since = f", unbroken since {report.since:%Y-%m-%d %H:%M:%S} UTC" if report.since else ""
    waiting = f" {_counted(report.waiting, 'entry waits', 'entries wait')} to be chained." if report.waiting else ""
    held = [f"Agrees with {mark.source}, signed {mark.point.at:%Y-%m-%d %H:%M:%S} UTC." for mark in compared]
    return [
        f"{_counted(report.entries, 'entry', 'entries')}, "
        f"{_counted(report.checkpoints, 'checkpoint', 'checkpoints')}{since}.{waiting}",
        *(
            held
            or ["Compared with nothing outside the database: give --checkpoint to see that the end was not cut off."]
        ),
    ]


def _more(report: Report) -> list[str]:
    return [f"… and {report.more} more faults."] if report.more else []


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def as_json(report: Report, compared: Sequence[Mark]) -> str:
    """Give the report as JSON: counts, what it was compared with, faults with kind, positions, entry and sentence."""
    faults = [
        {
            "fault": finding.fault,
            "first": finding.first,
            "last": finding.last,
            "entry": finding.entry,
            "sentence": finding.sentence,
        }
        for finding in report.findings
    ]
    content = {
        "whole": not faults,
        "entries": report.entries,
        "checkpoints": report.checkpoints,
        "last": report.last,
        "since": report.since,
        "until": report.until,
        "waiting": report.waiting,
        "compared": [{"file": mark.kept_in, "position": mark.point.size, "at": mark.point.at} for mark in compared],
        "first_bad": report.first_bad,
        "faults": faults,
        "more": report.more,
    }
    return msgspec.json.encode(content).decode()
