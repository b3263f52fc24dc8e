-- alone --
-- Only one process empties the box at a time.
SELECT pg_try_advisory_xact_lock(7234982) AS is_alone

-- one_at_a_time --
-- Whatever else is promised to the same person waits until this transaction has ended.
SELECT pg_advisory_xact_lock(7234983, hashtext({}))

-- add_counts --
INSERT INTO survey_count AS c (
    id, week, category, team, agent, locale, asked, question,
    value_0, value_1, value_2, value_3, value_4, value_5, value_6, value_7, value_8, value_9, value_10
)
SELECT * FROM unnest(
    {}::uuid[], {}::date[], {}::text[], {}::text[], {}::text[], {}::text[], {}::text[], {}::text[],
    {}::integer[], {}::integer[], {}::integer[], {}::integer[], {}::integer[], {}::integer[],
    {}::integer[], {}::integer[], {}::integer[], {}::integer[], {}::integer[]
)
ON CONFLICT (id) DO UPDATE SET
    value_0 = c.value_0 + excluded.value_0, value_1 = c.value_1 + excluded.value_1,
    value_2 = c.value_2 + excluded.value_2, value_3 = c.value_3 + excluded.value_3,
    value_4 = c.value_4 + excluded.value_4, value_5 = c.value_5 + excluded.value_5,
    value_6 = c.value_6 + excluded.value_6, value_7 = c.value_7 + excluded.value_7,
    value_8 = c.value_8 + excluded.value_8, value_9 = c.value_9 + excluded.value_9,
    value_10 = c.value_10 + excluded.value_10

-- count_invitations --
UPDATE survey_invitation SET is_counted = true
WHERE NOT is_counted AND cancelled_at IS NULL AND due_at <= {}
RETURNING due_at, category, team, agent, locale

-- asked_lately --
-- Whether somebody was promised a survey that was not taken back, or was sent one, after a moment.
SELECT EXISTS (
    SELECT FROM survey_invitation i WHERE i.recipient = {} AND i.due_at > {}
    AND (i.cancelled_at IS NULL OR EXISTS (SELECT FROM survey_link l WHERE l.invitation = i.id))
) AS was_asked

-- current_set --
SELECT name, version, questions FROM survey_question_set WHERE locale = {} AND category IN ('', {})
ORDER BY category DESC, version DESC LIMIT 1

-- newest_sets --
SELECT DISTINCT ON (category, locale) category, locale, name, version, questions FROM survey_question_set
ORDER BY category, locale, version DESC

-- one_editor --
SELECT pg_advisory_xact_lock(7234984, hashtext({}))

-- by_period --
-- Every value of every question by week and by group in one pass over the counts; NULL where it is summed over.
SELECT week, NULL::text AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY week, question

-- by_category --
SELECT week, category AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question), (category, question))

-- by_team --
SELECT week, team AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question), (team, question))

-- by_agent --
SELECT week, agent AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question), (agent, question))

-- by_locale --
SELECT week, locale AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question), (locale, question))

-- by_version --
SELECT week, asked AS "group", question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question), (asked, question))

-- in_all --
-- Every value of every question in a window, for the comparison with it.
SELECT question,
sum(value_0)::integer AS v0, sum(value_1)::integer AS v1, sum(value_2)::integer AS v2, sum(value_3)::integer AS v3,
sum(value_4)::integer AS v4, sum(value_5)::integer AS v5, sum(value_6)::integer AS v6, sum(value_7)::integer AS v7,
sum(value_8)::integer AS v8, sum(value_9)::integer AS v9, sum(value_10)::integer AS v10
FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY question
