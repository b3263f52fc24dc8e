"""The tables of policy versions: what was public and when, byte for byte, and how far a change has been told."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class VersionKind(StrEnum):
    """What is kept as versions: what people agree to, and what they are told."""

    TERMS = "terms"
    NOTICE = "notice"


class Version(Table, tablename="policy_version"):
    """One text as it was published, in one language. Never changed and never taken away."""

    id = UUID(primary_key=True, default=UUIDv7())
    kind = Text(choices=VersionKind)
    number = Text()  # of the terms: the policy's own; of the notice: counted
    place = Integer()  # 1 for the first version of a kind
    locale = Text()
    text = Text()
    sha256 = Bytea(default=None)  # of the text in UTF-8
    published_at = Timestamptz(default=None)

    kind_is_known = Check("kind IN ('terms', 'notice')")
    language_is_known = Check("locale IN ('en', 'ar')")
    hash_is_of_the_text = Check("sha256 = sha256(convert_to(text, 'UTF8'))")
    published_once = Unique(["kind", "number", "locale"])
    in_one_order = Unique(["kind", "place", "locale"])


class Change(Table, tablename="policy_change"):
    """A change that is told by mail, requester after requester, until finished or stopped."""

    id = UUID(primary_key=True, default=UUIDv7())
    what = Text()  # terms, notice or both
    since = Timestamptz(default=None)
    told_up_to = UUID(null=True, default=None)  # the last requester of whom it is settled; ids go up
    promised = Integer()
    finished_at = Timestamptz(null=True, default=None)
    stopped_at = Timestamptz(null=True, default=None)

    what_is_known = Check("what IN ('terms', 'notice', 'both')")
