"""The ballot box, single answers by question, counts, comments of their own, question sets, hashed objections."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "surveys_0002"
VERSION = "1.38.0"
DESCRIPTION = "Ballot box, counts, comments, question sets"


def _merge(keys: str, change: str) -> str:
    """Put groups of fewer than five earlier answers into a coarser group, as the ballot box does with new ones."""
    joined = " AND ".join(f"a.{key} = s.{key}" for key in keys.split(", "))
    return (
        f"UPDATE survey_answer a SET {change} FROM (SELECT {keys} FROM survey_answer GROUP BY {keys}"  # noqa: S608 - ours
        f" HAVING count(*) < 5) s WHERE {joined}"
    )


UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE survey_invitation ADD COLUMN answered_week date",
    "ALTER TABLE survey_invitation ADD COLUMN is_contact_wanted boolean NOT NULL DEFAULT false",
    "ALTER TABLE survey_invitation ADD COLUMN is_counted boolean NOT NULL DEFAULT false",
    """
    UPDATE survey_invitation SET answered_week = date_trunc('week', answered_at AT TIME ZONE 'UTC')::date
    WHERE answered_at IS NOT NULL""",
    "ALTER TABLE survey_invitation DROP COLUMN answered_at",
    "CREATE INDEX survey_invitation_uncounted ON survey_invitation (due_at) WHERE NOT is_counted",
    "CREATE INDEX survey_link_invitation ON survey_link (invitation)",
    "CREATE TABLE survey_ballot (slot bytea PRIMARY KEY, sealed bytea NOT NULL, week date NOT NULL)",
    """
    CREATE TABLE survey_comment (
        id uuid PRIMARY KEY,
        words bytea NOT NULL,
        month date NOT NULL,
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        agent text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX survey_comment_month ON survey_comment (month)",
    """
    CREATE TABLE survey_count (
        id uuid PRIMARY KEY,
        week date NOT NULL,
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        agent text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT '',
        asked text NOT NULL DEFAULT '',
        question text NOT NULL DEFAULT '',
        value_0 integer NOT NULL DEFAULT 0,
        value_1 integer NOT NULL DEFAULT 0,
        value_2 integer NOT NULL DEFAULT 0,
        value_3 integer NOT NULL DEFAULT 0,
        value_4 integer NOT NULL DEFAULT 0,
        value_5 integer NOT NULL DEFAULT 0,
        value_6 integer NOT NULL DEFAULT 0,
        value_7 integer NOT NULL DEFAULT 0,
        value_8 integer NOT NULL DEFAULT 0,
        value_9 integer NOT NULL DEFAULT 0,
        value_10 integer NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX survey_count_week ON survey_count (week)",
    """
    CREATE TABLE survey_question_set (
        name text PRIMARY KEY,
        category text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT '',
        version smallint NOT NULL DEFAULT 0,
        questions text NOT NULL DEFAULT '',
        made_at timestamptz NOT NULL,
        CONSTRAINT versions_begin_at_one CHECK (version >= 1)
    )""",
    # earlier answers: comments apart, groups of fewer than five merged upwards, counted; fewer than five in all go
    """
    INSERT INTO survey_comment (id, words, month, category, team, agent, locale)
    SELECT gen_random_uuid(), comment, date_trunc('month', week)::date, category, team, '', locale FROM survey_answer
    WHERE comment IS NOT NULL ORDER BY 1""",
    "ALTER TABLE survey_answer DROP CONSTRAINT rating_is_one_to_five",
    "ALTER TABLE survey_answer DROP COLUMN comment",
    "ALTER TABLE survey_answer RENAME COLUMN rating TO value",
    "ALTER TABLE survey_answer ADD COLUMN question text NOT NULL DEFAULT 'rating'",
    "ALTER TABLE survey_answer ADD COLUMN asked text NOT NULL DEFAULT ''",
    "ALTER TABLE survey_answer ADD CONSTRAINT value_is_small CHECK (value BETWEEN 0 AND 10)",
    """
    ALTER TABLE survey_answer ADD CONSTRAINT rating_is_one_to_five
    CHECK (question <> 'rating' OR value BETWEEN 1 AND 5)""",
    _merge("week, category, team, agent, locale", "agent = ''"),
    _merge("week, category, team, agent, locale", "agent = '', team = ''"),
    _merge("week, category, team, agent, locale", "agent = '', team = '', category = ''"),
    _merge("week, category, team, agent, locale", "agent = '', team = '', category = '', locale = ''"),
    _merge(
        "week, category, team, agent, locale",
        "agent = '', team = '', category = '', locale = '', week = (SELECT max(week) FROM survey_answer)",
    ),
    """
    DELETE FROM survey_answer a USING (SELECT week, category, team, agent, locale FROM survey_answer
    GROUP BY week, category, team, agent, locale HAVING count(*) < 5) s
    WHERE a.week = s.week AND a.category = s.category AND a.team = s.team AND a.agent = s.agent
    AND a.locale = s.locale""",
    """
    INSERT INTO survey_count (id, week, category, team, agent, locale, asked, question,
                              value_1, value_2, value_3, value_4, value_5)
    SELECT gen_random_uuid(), week, category, team, agent, locale, asked, question,
           count(*) FILTER (WHERE value = 1), count(*) FILTER (WHERE value = 2), count(*) FILTER (WHERE value = 3),
           count(*) FILTER (WHERE value = 4), count(*) FILTER (WHERE value = 5)
    FROM survey_answer GROUP BY week, category, team, agent, locale, asked, question""",
    "CREATE TABLE survey_objection_hashed (person bytea PRIMARY KEY)",
    """
    INSERT INTO survey_objection_hashed (person)
    SELECT sha256('survey objection'::bytea || email_hash) FROM survey_objection JOIN requester ON id = recipient
    ON CONFLICT DO NOTHING""",
    "DROP TABLE survey_objection",
    "ALTER TABLE survey_objection_hashed RENAME TO survey_objection",
    "ALTER INDEX survey_objection_hashed_pkey RENAME TO survey_objection_pkey",
)

DOWN = (
    "DROP TABLE survey_objection",
    "CREATE TABLE survey_objection (recipient uuid PRIMARY KEY)",
    "DROP TABLE survey_question_set",
    "DROP TABLE survey_count",
    "DROP TABLE survey_comment",
    "DROP TABLE survey_ballot",
    "DELETE FROM survey_answer WHERE question <> 'rating'",
    "ALTER TABLE survey_answer DROP CONSTRAINT rating_is_one_to_five",
    "ALTER TABLE survey_answer DROP CONSTRAINT value_is_small",
    "ALTER TABLE survey_answer DROP COLUMN question",
    "ALTER TABLE survey_answer DROP COLUMN asked",
    "ALTER TABLE survey_answer RENAME COLUMN value TO rating",
    "ALTER TABLE survey_answer ADD COLUMN comment bytea",
    "ALTER TABLE survey_answer ADD CONSTRAINT rating_is_one_to_five CHECK (rating BETWEEN 1 AND 5)",
    "DROP INDEX survey_link_invitation",
    "DROP INDEX survey_invitation_uncounted",
    "ALTER TABLE survey_invitation ADD COLUMN answered_at timestamptz",
    "UPDATE survey_invitation SET answered_at = answered_week WHERE answered_week IS NOT NULL",
    "ALTER TABLE survey_invitation DROP COLUMN answered_week",
    "ALTER TABLE survey_invitation DROP COLUMN is_contact_wanted",
    "ALTER TABLE survey_invitation DROP COLUMN is_counted",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for statement in DOWN:
            await Raw.raw(statement)

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
