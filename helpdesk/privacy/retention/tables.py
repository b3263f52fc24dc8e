"""The tables of the end of data: legal holds, runs of the retention, and the figures that outlive the tickets."""

from piccolo.columns import UUID, Array, BigInt, Boolean, Bytea, Date, Integer, Text, Timestamptz
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class LegalHold(Table, tablename="legal_hold"):
    """What must not go, for a reason and until somebody looks again. Whatever is said of its scope must all be true."""

    id = UUID(primary_key=True, default=UUIDv7())
    number = Integer(unique=True)  # 7 is shown as H-7
    person = UUID(null=True, default=None)  # all tickets of this requester
    tickets = Array(base_column=UUID(), default=list)  # these tickets; empty: all that the rest of the scope covers
    from_day = Date(null=True, default=None)  # tickets that were worked on from this day …
    until_day = Date(null=True, default=None)  # … to the end of this one
    reason = Bytea(default=None)  # sealed under a key of the hold's own
    is_silent = Boolean(default=False)  # the law forbids to tell the requester
    review_on = Date(default=None)
    reminded_of = Date(null=True, default=None)  # the review that officers were reminded of
    asked_by = UUID(default=None)
    asked_at = Timestamptz(default=None)
    confirmed_by = UUID(null=True, default=None)  # in force from here …
    confirmed_at = Timestamptz(null=True, default=None)
    declined_by = UUID(null=True, default=None)
    declined_at = Timestamptz(null=True, default=None)
    lift_reason = Bytea(null=True, default=None)
    lift_asked_by = UUID(null=True, default=None)
    lift_asked_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)  # … to here
    lifted_at = Timestamptz(null=True, default=None)

    a_hold_holds_something = Check(
        "person IS NOT NULL OR tickets <> '{}' OR from_day IS NOT NULL OR until_day IS NOT NULL"
    )
    days_are_in_order = Check("until_day >= from_day")
    nobody_confirms_their_own = Check("confirmed_by <> asked_by")
    nobody_lifts_alone = Check("lifted_by <> lift_asked_by")
    steps_are_whole = Check(
        "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (declined_by IS NULL) = (declined_at IS NULL)"
        " AND (lift_asked_by IS NULL) = (lift_asked_at IS NULL) AND (lift_asked_by IS NULL) = (lift_reason IS NULL)"
        " AND (lifted_by IS NULL) = (lifted_at IS NULL)"
    )
    steps_are_in_order = Check(
        "(confirmed_at IS NULL OR declined_at IS NULL) AND (lift_asked_at IS NULL OR confirmed_at IS NOT NULL)"
        " AND (lifted_at IS NULL OR lift_asked_at IS NOT NULL)"
    )


class Run(Table, tablename="retention_run"):
    """One sweep: when, how it ended, and how many reached which stage; never what."""

    id = UUID(primary_key=True, default=UUIDv7())
    began_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    state = Text(default="running")  # running, done, stopped (killed, found by the next one), failed
    attachments = Integer()
    texts = Integer()
    pseudonym = Integer()
    rest = Integer()
    people = Integer()  # requesters without a ticket
    held = Integer()  # kept by a hold

    state_is_known = Check("state IN ('running', 'done', 'stopped', 'failed')")
    what_ended_has_a_time = Check("(state = 'running') = (ended_at IS NULL)")


class MonthFigures(Table, tablename="ticket_month"):
    """What is counted of tickets whose rows are gone, by month and group: reports add the rows that still are."""

    id = UUID(primary_key=True, default=UUIDv7())
    month = Date(default=None)  # its first day
    what = Text()  # opened in that month, or closed in it
    category = Text()
    team = Text()
    reason = Text()  # of the last closing, where closings are counted
    tickets = Integer()
    replied = Integer()  # of those opened: with a reply to the requester
    seconds = BigInt()  # from opening to the first reply, added up
    in_an_hour = Integer()
    in_four_hours = Integer()
    in_a_day = Integer()
    in_three_days = Integer()

    what_is_known = Check("what IN ('opened', 'closed')")
    one_row_a_group = Unique([month, what, category, team, reason])
