"""The vault's tables: master keys by version, one wrapped key per owner, and the values sealed under it."""

from piccolo.columns import UUID, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class MasterKey(Table, tablename="master_key"):
    """A version of the master key that may wrap; its bytes are in the keyring, and without its row it wraps nothing."""

    version = SmallInt(primary_key=True, default=None)
    made_at = Timestamptz(default=None)


class OwnerKey(Table, tablename="owner_key"):
    """The data key of one owner, wrapped by a master key. Deleting the row erases everything sealed under it."""

    owner = UUID(primary_key=True, default=UUIDv7())
    wrapped = Bytea(default=None)
    # version of the master key that wraps it: what has no row cannot wrap, and what wraps cannot lose its row
    master = ForeignKey(MasterKey, on_delete=OnDelete.restrict, null=False)
    made_at = Timestamptz(default=None)


class SealedValue(Table, tablename="sealed_value"):
    """One personal detail, readable only with its owner's key."""

    id = UUID(primary_key=True, default=UUIDv7())
    owner = UUID(default=None)
    name = Text()  # "email 1" for a finding, "field:domain" for what a form asked
    kind = Text()
    number = SmallInt()  # counts per owner and kind; 0 for a form's field
    digest = Bytea(default=None)  # keyed hash: equal values of an owner are recognised without opening them
    ciphertext = Bytea(null=True, default=None)  # None once it was destroyed
    sealed_at = Timestamptz(default=None)
    destroyed_at = Timestamptz(null=True, default=None)
    openings = SmallInt()  # of a secret, which opens a few times only; counted by disclose_value() in walls.sql

    destroyed_values_have_a_time = Check("(ciphertext IS NULL) = (destroyed_at IS NOT NULL)")


class HeldValue(Table, tablename="held_value"):
    """A detail that was destroyed while a hold was on its owner: what is left of it until the hold is lifted.

    Written by a trigger on `sealed_value` (walls.sql), under the same id and key.
    """

    id = UUID(primary_key=True, default=UUIDv7())
    owner = UUID(default=None)
    name = Text()  # as it was called until then
    kind = Text()
    number = SmallInt()
    digest = Bytea(default=None)
    ciphertext = Bytea(default=None)
    sealed_at = Timestamptz(default=None)
    set_aside_at = Timestamptz(default=None)
