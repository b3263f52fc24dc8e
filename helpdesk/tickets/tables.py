"""The ticket tables. What people wrote is ciphertext under the ticket's key; the rest is what the queue needs."""

from datetime import UTC, datetime
from enum import StrEnum

from piccolo.columns import UUID, Array, BigInt, Boolean, Bytea, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.people.tables import Requester, Staff

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # the due time of a ticket that nothing is due in: it sorts last


class Status(StrEnum):
    OPEN = "open"
    PENDING = "pending"  # open, but asleep until a moment or the requester's answer
    CLOSED = "closed"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Audience(StrEnum):
    AGENTS = "agents"
    EVERYONE = "everyone"


class Reason(StrEnum):
    """Why a ticket was closed."""

    SOLVED = "solved"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    INACTIVE = "inactive"


class Ticket(Table, tablename="ticket"):
    """One request. The requester's link is kept as a hash (to find it) and sealed (to mail it)."""

    id = UUID(primary_key=True, default=UUIDv7())
    reference = Text(unique=True)  # SR-7K3M-9QXD
    requester = ForeignKey(Requester, on_delete=OnDelete.restrict, null=False)
    category = Text()
    team = Text()
    locale = Text(default="en")
    status = Text(choices=Status, default=Status.OPEN)
    assignee = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    subject = Bytea(default=None)  # redacted text, 1..200 characters, sealed; empty once erased, as is the link
    link = Bytea(default=None)  # the private link's token, sealed
    link_hash = Bytea(unique=True, default=None)
    form_key = UUID(null=True, default=None, unique=True)  # a form sent twice makes one ticket
    terms_version = Text()
    terms_accepted_at = Timestamptz(default=None)
    opened_at = Timestamptz(default=None)
    active_at = Timestamptz(default=None)  # last message or change of status: what queues are sorted by
    closed_at = Timestamptz(null=True, default=None)
    wake_at = Timestamptz(null=True, default=None)  # until when a pending ticket sleeps
    priority = Text(choices=Priority, default=Priority.NORMAL)
    tags = Array(base_column=UUID(), default=list)
    heard_at = Timestamptz(null=True, default=None)  # when the requester last wrote
    answered_at = Timestamptz(null=True, default=None)  # the first reply, or the first closing
    solve_from = Timestamptz(null=True, default=None)  # since when the time to solve runs
    solve_used = BigInt(default=0)  # seconds of working time that ran before that
    due_at = Timestamptz(default=NEVER)  # the next target, reckoned from the above
    due_rules = BigInt(default=0)  # the version of the policy's targets that it was reckoned by
    kept = Text(default="all")  # what retention and erasure left: all, frame (no text), figures (no person)
    replied_at = Timestamptz(null=True, default=None)  # the first reply, filled in when the messages go
    survey_agreed = Boolean(default=False)  # the requester ticked that they may be asked how it went

    status_is_known = Check("status IN ('open', 'pending', 'closed')")
    only_pending_tickets_wake = Check("(status = 'pending') = (wake_at IS NOT NULL)")
    priority_is_known = Check("priority IN ('low', 'normal', 'high', 'urgent')")
    closed_tickets_have_a_time = Check("(status = 'closed') = (closed_at IS NOT NULL)")
    kept_is_known = Check("kept IN ('all', 'frame', 'figures')")
    text_is_sealed = Check(
        "(kept <> 'all' OR octet_length(subject) BETWEEN 29 AND 4000)"
        " AND (kept = 'figures' OR octet_length(link) >= 29)"
    )


class Message(Table, tablename="ticket_message"):
    """One entry in a ticket's thread: the requester's words, a reply or a note.

    Never edited but to seal more of it, and where a requester has their own words corrected.
    """

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)  # None: the requester
    audience = Text(choices=Audience, default=Audience.AGENTS)  # forgotten means internal
    body = Bytea(default=None)  # redacted text, 1..20 000 characters, sealed
    sealed = SmallInt(default=0)  # how many details of this message were hidden
    is_unscanned = Boolean(default=False)  # could not be scanned: the whole text is one sealed value
    direction = Text(default="auto")  # as the browser told it: ltr, rtl; "auto" when it did not
    visible_at = Timestamptz(null=True, default=None)  # when the requester gets it; None: at once
    form_key = UUID(null=True, default=None, unique=True)
    posted_at = Timestamptz(default=None)

    audience_is_known = Check("audience IN ('agents', 'everyone')")
    requesters_write_to_everyone = Check("author IS NOT NULL OR audience = 'everyone'")
    body_is_sealed = Check("octet_length(body) BETWEEN 29 AND 160000")
    direction_is_known = Check("direction IN ('auto', 'ltr', 'rtl')")


class ReplyDraft(Table, tablename="reply_draft"):
    """What an agent is writing on a ticket; kept for a minute after sending, so that sending can be undone."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    mode = Text()
    body = Bytea(default=None)  # as typed, sealed under the ticket's key
    direction = Text(default="auto")
    saved_at = Timestamptz(default=None)
    message = UUID(null=True, default=None)  # what it was sent as

    mode_is_known = Check("mode IN ('reply', 'note')")
    one_of_each = Unique(["ticket", "staff", "mode"])


class Presence(Table, tablename="ticket_presence"):
    """Who has a ticket on the screen right now, and whether they write in it."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    seen_until = Timestamptz(default=None)
    writes_until = Timestamptz(null=True, default=None)

    one_a_person = Unique(["ticket", "staff"])


class Macro(Table, tablename="macro"):
    """A text that agents insert, in both languages. It is about nobody."""

    id = UUID(primary_key=True, default=UUIDv7())
    name_en = Text()
    name_ar = Text()
    body_en = Text()  # with variables: {{ reference }}
    body_ar = Text()
    saved_at = Timestamptz(default=None)
    # what it does to the ticket besides; "" and nothing where it leaves things as they are
    status = Text()
    wake_days = SmallInt()  # for how long it lets the ticket wait
    priority = Text()
    team = Text()
    tags = Array(base_column=UUID(), default=list)

    status_is_known = Check("status IN ('', 'open', 'pending')")
    only_waiting_wakes = Check("(status = 'pending') = (wake_days BETWEEN 1 AND 366) AND wake_days >= 0")
    priority_is_known = Check("priority IN ('', 'low', 'normal', 'high', 'urgent')")
    texts_are_there = Check("name_en <> '' AND name_ar <> '' AND body_en <> '' AND body_ar <> ''")


class CategoryRule(Table, tablename="category_rule"):
    """Who reads the text of a category's tickets and what opens how, as the policy says; the second wall looks here."""

    category = Text(primary_key=True, default=None)
    text_for = Text(default="assignee")
    at_once = Array(base_column=Text(), default=list)  # names of values: "field:email"
    two_person = Array(base_column=Text(), default=list)  # kinds that open only with a second person's consent
    never = Array(base_column=Text(), default=list)  # kinds that open for nobody

    readers_are_known = Check("text_for IN ('desk', 'team', 'assignee')")


class Acceptance(Table, tablename="ticket_acceptance"):
    """What a ticket was opened under: the terms that were accepted, the privacy notice that was shown beside them."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    kind = Text()  # "terms" or "notice"
    number = Text()
    locale = Text()
    sha256 = Bytea(default=None)  # of the published text; kept here too, so that a changed text is noticed
    at = Timestamptz(default=None)

    kind_is_known = Check("kind IN ('terms', 'notice')")
    once_a_ticket = Unique(["ticket", "kind"])


class Assignment(Table, tablename="ticket_assignment"):
    """Who had a ticket from when to when."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    agent = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    began_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)


class Closure(Table, tablename="ticket_closure"):
    """One closing of a ticket; a ticket that is reopened and closed again has several."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    number = SmallInt()  # 1 for the first closing
    reason = Text(choices=Reason)
    agent = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)  # None: the requester
    closed_at = Timestamptz(default=None)

    reason_is_known = Check("reason IN ('solved', 'spam', 'duplicate', 'inactive')")
    requesters_close_what_is_solved = Check("agent IS NOT NULL OR reason = 'solved'")


class BreakGlass(Table, tablename="break_glass"):
    """An officer or administrator let into one ticket by a second person, for a reason and a while."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    reason = Bytea(default=None)  # in the asker's words, sealed under the ticket's key
    role = Text()  # the asker's role: what the requester reads
    asked_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    asked_at = Timestamptz(default=None)
    decision = Text(null=True, default=None)  # approved, declined
    decided_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)

    decision_is_known = Check("decision IN ('approved', 'declined')")
    decisions_are_whole = Check(
        "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)"
    )
    nobody_decides_their_own = Check("decided_by <> asked_by")
    only_what_was_approved_runs = Check("(decision IS NOT DISTINCT FROM 'approved') = (expires_at IS NOT NULL)")


class WordIndex(Table, tablename="ticket_lexeme"):
    """What a ticket is found by: keyed hashes of the lexemes of its redacted texts; no word stands here."""

    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    version = SmallInt(default=0)  # of the rules in lexemes.py that made them
    words = Array(base_column=BigInt())  # of subject and thread
    note_words = Array(base_column=BigInt())  # of internal notes, apart because only staff may ever find by them


class LookUp(Table, tablename="ticket_lookup"):
    """A sealed value that a ticket is found by, when somebody has exactly it: its keyed hash."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    kind = Text()  # one of exact.KINDS
    hash = Bytea(default=None)

    exact_values_once = Unique(["ticket", "kind", "hash"])


class Merger(Table, tablename="ticket_merger"):
    """One ticket worked on inside another. It is gone when the ticket is on its own again."""

    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    target = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    told = Text(default="")  # the other's reference when the requester is the same person; "" tells nothing
    agent = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    merged_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)  # when the other was closed: from then on both are

    tickets_are_two = Check("ticket <> target")
