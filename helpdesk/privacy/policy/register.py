"""The technical register: what every database column, log key and mail variable is for, who reads it, until when."""

import functools
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from helpdesk.privacy.policy.shapes import BASES, Both

SHIPPED = Path(__file__).with_name("register.toml")
LIVES_OF_STAGES = ("attachments", "texts", "pseudonym", "rest")


class Life(Both, frozen=True, forbid_unknown_fields=True):
    """Until when something is kept; not `enforced`: declared, but not yet carried out by the product."""

    enforced: bool


class Use(Both, frozen=True, forbid_unknown_fields=True):
    """What something is processed for, and whom it is about."""

    subjects: list[str]


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one column, key or variable holds, and where it differs from what it stands in."""

    holds: str
    use: str = ""
    basis: str = ""
    readers: list[str] = []
    life: str = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table, the logs or a mail: what holds for all of its cells unless one says otherwise."""

    what: Both
    use: str
    basis: str
    readers: list[str]
    life: str
    columns: dict[str, str | Cell] = {}
    keys: dict[str, str | Cell] = {}
    variables: dict[str, str | Cell] = {}


class Entry(msgspec.Struct, frozen=True):
    """One line of the register, defaults filled in. `place` is table.column, log.key or mail.kind.variable."""

    place: str
    part: str
    what: Both
    holds: str
    use: str
    basis: str
    readers: list[str]
    life: str


class Promises(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the product carries out of the policy by now; the privacy notice says nothing else."""

    two_person: bool
    purposes_by_kind: bool
    mail_text: bool
    ledger_names: bool


class Register(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole register and the words it uses."""

    promises: Promises
    holds: dict[str, Both]
    subjects: dict[str, Both]
    uses: dict[str, Use]
    readers: dict[str, Both]
    lives: dict[str, Life]
    tables: dict[str, Part]
    logs: Part
    mails: dict[str, Part]

    def entries(self) -> list[Entry]:
        """Give every line: tables, then logs, then mails."""
        parts = [(name, part, part.columns) for name, part in self.tables.items()]
        parts.append(("log", self.logs, self.logs.keys))
        parts += [(f"mail.{kind}", part, part.variables) for kind, part in self.mails.items()]
        return [entry for name, part, cells in parts for entry in _entries(name, part, cells)]

    def is_enforced(self, life: str) -> bool:
        """Say whether the product carries a time to live out by itself."""
        return self.lives[life].enforced

    def words_missing(self) -> set[str]:
        """Find the ids that entries use and no list explains."""
        known = {*self.holds, *self.uses, *self.readers, *self.lives, *BASES, "category", "none"}
        used = {word for entry in self.entries() for word in (entry.holds, entry.use, entry.life, entry.basis)}
        used |= {reader for entry in self.entries() for reader in entry.readers}
        return used - known | {who for use in self.uses.values() for who in use.subjects} - {*self.subjects}


def _entries(name: str, part: Part, cells: Mapping[str, str | Cell]) -> Iterator[Entry]:
    for column, written in cells.items():
        cell = Cell(written) if isinstance(written, str) else written
        yield Entry(
            place=f"{name}.{column}",
            part=name,
            what=part.what,
            holds=cell.holds,
            use=cell.use or part.use,
            basis=cell.basis or part.basis,
            readers=cell.readers or part.readers,
            life=cell.life or part.life,
        )


@functools.cache
def read_register() -> Register:
    """Read the register that ships with the product; raises msgspec.ValidationError when it is wrong."""
    return msgspec.convert(tomllib.loads(SHIPPED.read_text("utf-8")), Register)
