-- disclose --
-- Write the disclosure and get the ciphertext, in one statement (walls.sql).
SELECT disclose_value({}, {}, {}, {}, {}, {}, {}, {}) AS ciphertext

-- shown --
-- Get again what runs already: the disclosures of one person about one ticket, with their ciphertexts.
SELECT d.id, d.value, d.name, d.opened_at, d.expires_at, v.owner, v.kind,
       (SELECT count(*) FROM disclosure_extension e WHERE e.disclosure = d.id) AS extended,
       disclose_value(d.id, d.value, d.about, '', '', NULL, {}, NULL) AS ciphertext
FROM disclosure d JOIN sealed_value v ON v.id = d.value
WHERE d.about = {} AND d.staff = {} AND d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {})
ORDER BY d.id

-- shown_file --
-- Get the key of a file that runs already.
SELECT d.value, v.owner, v.kind, disclose_value(d.id, d.value, d.about, '', '', NULL, {}, NULL) AS ciphertext
FROM disclosure d JOIN sealed_value v ON v.id = d.value
WHERE d.about = {} AND d.staff = {} AND d.name = {} AND d.ended_at IS NULL
  AND (d.expires_at IS NULL OR d.expires_at > {})

-- open_for_system --
-- Get what a form asked of an owner, counted in the system's own row.
WITH asked AS (SELECT {}::uuid AS id, {}::uuid AS about, {}::text AS purpose)
SELECT v.id, v.kind, disclose_value(a.id, v.id, a.about, '', a.purpose, NULL, now(), NULL) AS ciphertext
FROM asked a, sealed_value v WHERE v.owner = {} AND v.name = {}

-- open_each_for_system --
-- Get what a form asked of several owners, each about something, counted in the system's own rows; locked in order.
WITH asked AS (
    SELECT a.new, a.about, s.id, s.owner, s.kind FROM unnest({}::uuid[], {}::uuid[], {}::uuid[]) AS a (new, about, owner)
    JOIN sealed_value s ON s.owner = a.owner AND s.name = {} ORDER BY s.id, a.about OFFSET 0
)
SELECT id, owner, kind, about, disclose_value(new, id, about, '', {}, NULL, now(), NULL) AS ciphertext FROM asked

-- open_values_for_system --
-- Get some values but secrets, each about something, written down in the system's own rows; locked in order.
WITH asked AS (
    SELECT a.new, a.about, s.id, s.owner, s.kind FROM unnest({}::uuid[], {}::uuid[], {}::uuid[]) AS a (new, value, about)
    JOIN sealed_value s ON s.id = a.value AND NOT is_secret(s.kind) ORDER BY s.id, a.about OFFSET 0
)
SELECT id, owner, kind, disclose_value(new, id, about, '', {}, NULL, now(), NULL) AS ciphertext FROM asked

-- extend --
-- Write more time down and get the new end, in one statement (walls.sql).
SELECT extend_disclosure({}, {}, {}, {}) AS until

-- lock_quota --
-- Whoever counts for the same person waits until this transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('disclosure quota ' || {}, 0))

-- openings --
-- The newest openings of one person since a time, as many as they may have.
SELECT opened_at FROM disclosure
WHERE staff = {} AND opened_at > {} AND purpose NOT IN ('assigned', 'delivery', 'recognition', 'own-copy', 'transfer')
ORDER BY opened_at DESC LIMIT {}

-- system_uses --
-- What the system itself used about one ticket and its requester, which nobody saw: counted.
SELECT name, kind, number, purpose, sum(times)::int AS times, max(last_at) AS last_at
FROM disclosure WHERE about IN ({}, {}) AND purpose IN ('delivery', 'recognition', 'own-copy', 'transfer')
GROUP BY name, kind, number, purpose ORDER BY purpose, name

-- unreviewed --
-- What others opened and no officer has looked over, oldest first; and how many there are.
SELECT d.*, count(*) OVER () AS left_over FROM disclosure d
WHERE d.purpose NOT IN ('assigned', 'delivery', 'recognition', 'own-copy', 'transfer') AND d.staff <> {}
  AND NOT EXISTS (SELECT 1 FROM disclosure_review r WHERE r.disclosure = d.id)
ORDER BY d.opened_at, d.id LIMIT 1

-- flagged --
-- What officers flagged, newest first.
SELECT d.*, r.id AS review, r.reviewer, r.note, r.at AS reviewed_at FROM disclosure d
JOIN disclosure_review r ON r.disclosure = d.id
WHERE r.verdict = 'flagged' ORDER BY r.at DESC LIMIT 200
