-- answers_by_period --
SELECT week::text AS "group", rating, count(*) AS n FROM survey_answer WHERE week BETWEEN {} AND {} GROUP BY 1, 2

-- answers_by_category --
SELECT category AS "group", rating, count(*) AS n FROM survey_answer WHERE week BETWEEN {} AND {} GROUP BY 1, 2

-- answers_by_team --
SELECT team AS "group", rating, count(*) AS n FROM survey_answer WHERE week BETWEEN {} AND {} GROUP BY 1, 2

-- answers_by_agent --
SELECT agent AS "group", rating, count(*) AS n FROM survey_answer WHERE week BETWEEN {} AND {} GROUP BY 1, 2

-- answers_by_locale --
SELECT locale AS "group", rating, count(*) AS n FROM survey_answer WHERE week BETWEEN {} AND {} GROUP BY 1, 2

-- invited_by_period --
SELECT date_trunc('week', due_at AT TIME ZONE 'UTC')::date::text AS "group", count(*) AS n FROM survey_invitation
WHERE due_at >= {} AND due_at < {} AND cancelled_at IS NULL GROUP BY 1

-- invited_by_category --
SELECT category AS "group", count(*) AS n FROM survey_invitation
WHERE due_at >= {} AND due_at < {} AND cancelled_at IS NULL GROUP BY 1

-- invited_by_team --
SELECT team AS "group", count(*) AS n FROM survey_invitation
WHERE due_at >= {} AND due_at < {} AND cancelled_at IS NULL GROUP BY 1

-- invited_by_agent --
SELECT agent AS "group", count(*) AS n FROM survey_invitation
WHERE due_at >= {} AND due_at < {} AND cancelled_at IS NULL GROUP BY 1

-- invited_by_locale --
SELECT locale AS "group", count(*) AS n FROM survey_invitation
WHERE due_at >= {} AND due_at < {} AND cancelled_at IS NULL GROUP BY 1
