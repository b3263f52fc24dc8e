"""The survey tables. An invitation knows "about: UUID"; what is released from the ballot box refers to nothing."""

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
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
    answered_week = Date(null=True, default=None)  # its Monday: that they answered, never when
    cancelled_at = Timestamptz(null=True, default=None)
    is_contact_wanted = Boolean(default=False)
    is_counted = Boolean(default=False)  # among the invitations of its group, for the response rate


class Link(Table, tablename="survey_link"):
    """A link to an invitation, made when its mail is rendered. Only the token's hash is kept; there may be several."""

    token_hash = Bytea(primary_key=True, default=None)
    invitation = ForeignKey(Invitation, on_delete=OnDelete.cascade, null=False)
    made_at = Timestamptz(default=None)


class Ballot(Table, tablename="survey_ballot"):
    """An answer that waits in the box: sealed, all of one size, found only by who has the key that made its slot."""

    slot = Bytea(primary_key=True, default=None)  # keyed hash of the invitation
    sealed = Bytea(default=None)
    week = Date(default=None)  # the Monday whose key it is sealed under


class Answer(Table, tablename="survey_answer"):
    """One answer to one question, released in a batch: a random key, the week, the group; no time, no reference."""

    id = UUID(primary_key=True, default=None)  # version 4: it says nothing of when
    question = Text(default="rating")
    value = SmallInt()
    week = Date(default=None)  # of the release, its Monday: the same for the whole batch
    category = Text()
    team = Text()
    agent = Text()
    locale = Text()
    asked = Text()  # the question set as it was asked, "" where batches of several were put together

    value_is_small = Check("value BETWEEN 0 AND 10")
    rating_is_one_to_five = Check("question <> 'rating' OR value BETWEEN 1 AND 5")


class Comment(Table, tablename="survey_comment"):
    """What somebody wrote, redacted and sealed under the key of its month; joined to no answer."""

    id = UUID(primary_key=True, default=None)
    words = Bytea(default=None)
    month = Date(default=None)  # its first day
    category = Text()
    team = Text()
    agent = Text()
    locale = Text()


class Count(Table, tablename="survey_count"):
    """How often each value was given in a week and group: what results are read from, kept by the release."""

    id = UUID(primary_key=True, default=None)  # made from the labels
    week = Date(default=None)
    category = Text()
    team = Text()
    agent = Text()
    locale = Text()
    asked = Text()
    question = Text()  # or "invited", counted in value_0
    value_0 = Integer()
    value_1 = Integer()
    value_2 = Integer()
    value_3 = Integer()
    value_4 = Integer()
    value_5 = Integer()
    value_6 = Integer()
    value_7 = Integer()
    value_8 = Integer()
    value_9 = Integer()
    value_10 = Integer()


class Objection(Table, tablename="survey_objection"):
    """Somebody who wants no surveys: a keyed hash of who they are, which stays when they are erased."""

    person = Bytea(primary_key=True, default=None)


class QuestionSet(Table, tablename="survey_question_set"):
    """What is asked in a category and language, in one version; never changed, only followed by another version."""

    name = Text(primary_key=True, default=None)  # "technical/en/3"
    category = Text()
    locale = Text()
    version = SmallInt()
    questions = Text()  # JSON
    made_at = Timestamptz(default=None)

    versions_begin_at_one = Check("version >= 1")
