"""When the last backup was made, for `helpdesk doctor`: a small file in the data folder."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

OLD = timedelta(days=2)  # after this the doctor says so


class Last(msgspec.Struct, frozen=True):
    """The last backup; `keys_made_at` is newer when only keys were backed up since."""

    made_at: datetime
    keys_made_at: datetime

    def age(self, now: datetime) -> str:
        """Say how old it is: minutes, hours or days."""
        minutes = int((now - self.made_at).total_seconds() // 60)
        for size, unit in ((1440, "days"), (60, "hours")):
            if minutes >= 2 * size:
                return f"{minutes // size} {unit}"
        return f"{max(0, minutes)} minutes"


def read_last(var: Path) -> Last | None:
    """Give the last backup that this installation made; None when there is none."""
    try:
        return msgspec.json.decode((var / "last-backup.json").read_bytes(), type=Last)
    except (OSError, msgspec.DecodeError):
        return None


def write_last(var: Path, *, keys_only: bool, now: datetime) -> None:
    """Remember a backup that was made now."""
    before = read_last(var)
    if keys_only and before is None:
        return  # keys without content are no backup
    made_at = before.made_at if keys_only and before else now
    beside = var / "last-backup.json.new"
    beside.write_bytes(msgspec.json.encode(Last(made_at, now)))
    beside.replace(var / "last-backup.json")
