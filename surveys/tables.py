"""The survey tables. An invitation knows "about: UUID"; an answer refers to nothing and nobody."""

from piccolo.columns import UUID, Bytea, Date, ForeignKey, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table


class Invitation(Table, tablename="survey_invitation"):
    """One question, put once about one thing. The group labels are what results are counted by."""

    id = UUID(primary_key=True, default=None)
    about = UUID(unique=True, default=None)
    recipient = UUID(default=None)
    category = Text()
    team = Text()
    agent = Text()
    locale = Text()
    due_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)


class Link(Table, tablename="survey_link"):
    """A link to an invitation, made when its mail is rendered. Only the token's hash is kept; there may be several."""

    token_hash = Bytea(primary_key=True, default=None)
    invitation = ForeignKey(Invitation, on_delete=OnDelete.cascade, null=False)
    made_at = Timestamptz(default=None)


class Answer(Table, tablename="survey_answer"):
    """What somebody thought: a random key, the week, the group; no time, no reference, no person."""

    id = UUID(primary_key=True, default=None)  # version 4: it says nothing of when
    rating = SmallInt()
    comment = Bytea(null=True, default=None)  # redacted, then sealed by whoever runs us
    week = Date(default=None)  # its Monday
    category = Text()
    team = Text()
    agent = Text()
    locale = Text()

    rating_is_one_to_five = Check("rating BETWEEN 1 AND 5")


class Objection(Table, tablename="survey_objection"):
    """Somebody who wants no surveys."""

    recipient = UUID(primary_key=True, default=None)
