"""The tables of service notices. What a notice says is public; whom it goes to is not, and stands apart."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.people.tables import Requester


class NoticeKind(StrEnum):
    OUTAGE = "outage"
    MAINTENANCE = "maintenance"
    BILLING = "billing"
    CHANGE = "change"


class Way(StrEnum):
    """How a notice is aimed among those who have an open ticket."""

    EVERYONE = "everyone"
    CATEGORY = "category"
    DOMAIN = "domain"


class Notice(Table, tablename="service_notice"):
    """What a notice says, in both languages. A draft until it is published, and never changed after that."""

    id = UUID(primary_key=True, default=UUIDv7())
    kind = Text(choices=NoticeKind)
    title_en = Text()
    text_en = Text()
    title_ar = Text()
    text_ar = Text()
    begins_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)
    made_at = Timestamptz(default=None)
    published_at = Timestamptz(null=True, default=None)

    kind_is_known = Check("kind IN ('outage', 'maintenance', 'billing', 'change')")
    ends_after_it_begins = Check("ends_at > begins_at")


class Dispatch(Table, tablename="notice_dispatch"):
    """Whom a notice goes to and how far that is: promised batch by batch until finished, or stopped before."""

    notice = ForeignKey(Notice, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    aim = Text(choices=Way, default=Way.EVERYONE)
    category = Text()
    domain_hash = Bytea(null=True, default=None)  # keyed; forgotten when everybody has their promise
    began_at = Timestamptz(null=True, default=None)
    promised = Integer()
    finished_at = Timestamptz(null=True, default=None)
    stopped_at = Timestamptz(null=True, default=None)

    aim_is_known = Check("aim IN ('everyone', 'category', 'domain')")
    only_an_aimed_one_has_a_category = Check("(aim = 'category') = (category <> '')")
    a_domain_is_known_until_all_is_promised = Check(
        "CASE WHEN aim = 'domain' AND finished_at IS NULL THEN domain_hash IS NOT NULL ELSE domain_hash IS NULL END"
    )


class Recipient(Table, tablename="notice_recipient"):
    """Who was promised the mail of a notice, and in which language; forgotten a month after the sending."""

    id = UUID(primary_key=True, default=UUIDv7())
    notice = ForeignKey(Notice, on_delete=OnDelete.cascade, null=False)
    requester = ForeignKey(Requester, on_delete=OnDelete.cascade, null=False)
    locale = Text(default="en")

    one_mail_a_requester = Unique([notice, requester])
