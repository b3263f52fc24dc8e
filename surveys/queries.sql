-- alone --
-- Only one process empties the box at a time.
SELECT pg_try_advisory_xact_lock(7234982) AS is_alone

-- one_at_a_time --
-- Whatever else is promised to the same person waits until this transaction has ended.
SELECT pg_advisory_xact_lock(7234983, hashtext({}))

-- add_counts --
INSERT INTO survey_count AS c (id, week, category, team, agent, locale, asked, question, value, number)
SELECT * FROM unnest({}::uuid[], {}::date[], {}::text[], {}::text[], {}::text[], {}::text[], {}::text[], {}::text[],
                     {}::smallint[], {}::integer[])
ON CONFLICT (id) DO UPDATE SET number = c.number + excluded.number

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
SELECT week, NULL AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY week, question, value

-- by_category --
SELECT week, category AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question, value), (category, question, value))

-- by_team --
SELECT week, team AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question, value), (team, question, value))

-- by_agent --
SELECT week, agent AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question, value), (agent, question, value))

-- by_locale --
SELECT week, locale AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question, value), (locale, question, value))

-- by_version --
SELECT week, asked AS "group", question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY GROUPING SETS ((week, question, value), (asked, question, value))

-- in_all --
-- Every value of every question in a window, for the comparison with it.
SELECT question, value, sum(number)::integer AS n FROM survey_count
WHERE week BETWEEN {} AND {} AND ({}::text = '' OR category = {}) AND ({}::text = '' OR team = {})
AND ({}::text = '' OR agent = {}) AND ({}::text = '' OR locale = {}) AND ({}::text = '' OR asked = {})
GROUP BY question, value
