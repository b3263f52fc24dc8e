-- hidden --
-- What was hidden in texts of a period, in how many requests; what of it anybody ever saw, and in how many.
WITH hidden AS (
    SELECT v.owner, EXISTS (
        SELECT 1 FROM disclosure d WHERE d.value = v.id AND d.purpose NOT IN ('delivery', 'recognition', 'own-copy', 'transfer')
    ) AS was_shown
    FROM sealed_value v WHERE v.number > 0 AND v.sealed_at >= {} AND v.sealed_at < {}
)
SELECT count(*)::int AS hidden, count(DISTINCT owner)::int AS hidden_in,
       (count(*) FILTER (WHERE was_shown))::int AS shown,
       (count(DISTINCT owner) FILTER (WHERE was_shown))::int AS shown_in
FROM hidden

-- openings_by_purpose --
-- The openings of a period by purpose, most first.
SELECT purpose, count(*)::int AS n FROM disclosure
WHERE opened_at >= {} AND opened_at < {} AND purpose NOT IN ('assigned', 'delivery', 'recognition', 'own-copy', 'transfer')
GROUP BY purpose ORDER BY n DESC, purpose

-- acts --
-- How often an act of a list was done in a period.
SELECT count(*)::int AS n FROM audit_entry WHERE act = ANY({}::text[]) AND at >= {} AND at < {}
