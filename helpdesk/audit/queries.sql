-- record --
-- Write an entry and that it waits for the chain. No RETURNING: whoever writes need not be able to read.
WITH entry AS (SELECT {}::uuid AS id, {}::text AS act, {}::uuid AS actor, {}::uuid AS about, {}::timestamptz AS at),
     written AS (INSERT INTO audit_entry (id, act, actor, about, at) SELECT id, act, actor, about, at FROM entry)
INSERT INTO audit_pending (entry, at) SELECT id, at FROM entry

-- lock --
-- One sequencer at a time, until its transaction ends; the others do not wait.
SELECT pg_try_advisory_xact_lock({}) AS ours

-- head --
-- The newest checkpoint, the hash of the link it names, and the last position there is.
SELECT c.number, c.size, c.hash, c.at, c.key_id, c.signature,
       (SELECT hash FROM audit_link WHERE position = c.size) AS linked,
       (SELECT max(position) FROM audit_link) AS top
FROM (SELECT 1) AS always
LEFT JOIN (SELECT * FROM audit_checkpoint ORDER BY number DESC LIMIT 1) AS c ON true

-- last --
-- The last link and the last checkpoint's number, whatever they are worth.
SELECT coalesce(max(l.position), 0) AS position, (SELECT hash FROM audit_link ORDER BY position DESC LIMIT 1) AS hash,
       (SELECT coalesce(max(number), 0) FROM audit_checkpoint) AS number
FROM audit_link l

-- hash_at --
-- The hash of one link.
SELECT hash FROM audit_link WHERE position = {}

-- waiting --
-- A batch of what waits, in the order of the acts; an entry that commits late is simply in a later batch.
SELECT id, act, actor, about, at FROM (
    SELECT e.* FROM audit_pending p JOIN audit_entry e ON e.id = p.entry ORDER BY p.entry LIMIT {}
) AS batch ORDER BY at, id

-- link --
-- Write the links of a batch.
INSERT INTO audit_link (position, entry, digest, hash, proof)
SELECT * FROM unnest({}::bigint[], {}::uuid[], {}::bytea[], {}::bytea[], {}::bytea[])

-- settle --
-- The entries of a batch wait no more.
DELETE FROM audit_pending WHERE entry = ANY({}::uuid[])

-- sign --
-- Write a checkpoint.
INSERT INTO audit_checkpoint (number, size, hash, at, key_id, signature) VALUES ({}, {}, {}, {}, {}, {})

-- unsealed --
-- How many entries wait, and since when the oldest does.
SELECT count(*) AS n, min(at) AS oldest FROM audit_pending

-- bounds --
-- How far links and checkpoints go, in one look.
SELECT (SELECT max(position) FROM audit_link) AS top, (SELECT max(number) FROM audit_checkpoint) AS number,
       (SELECT count(*) FROM audit_pending) AS waiting

-- before --
-- The newest checkpoint made before a time.
SELECT number, size, hash, at, key_id, signature FROM audit_checkpoint WHERE at < {} ORDER BY number DESC LIMIT 1

-- behind --
-- The newest checkpoint behind which at least so many links lie.
SELECT number, size, hash, at, key_id, signature FROM audit_checkpoint
WHERE size <= (SELECT max(position) FROM audit_link) - {}::bigint ORDER BY size DESC LIMIT 1

-- checkpoints --
-- The checkpoints of a stretch of the chain.
SELECT number, size, hash, CASE WHEN at > '0001-01-02' AND at < '9999-12-30' THEN at END AS at, key_id, signature
FROM audit_checkpoint
WHERE size > {} AND size <= {} AND number <= {} ORDER BY size, number

-- links --
-- The links of a stretch of the chain, each beside its entry as that reads today.
-- Whoever tampers may drop every constraint; what cannot be read then must differ from everything, and not stop us.
SELECT l.position, l.entry, coalesce(l.digest, '') AS digest, coalesce(l.hash, '') AS hash,
       coalesce(l.proof, '') AS proof, e.id, coalesce(e.act, '') AS act, e.actor, e.about,
       CASE WHEN e.at > '0001-01-02' AND e.at < '9999-12-30' THEN e.at END AS at
FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry
WHERE l.position > {} AND l.position <= {} ORDER BY l.position

-- next_link --
-- The first position behind a gap.
SELECT min(position) AS position FROM audit_link WHERE position > {}

-- strays --
-- Entries that are neither in the chain nor waiting for it.
SELECT e.id FROM audit_entry e
WHERE e.at >= {}
  AND NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry = e.id AND l.position >= 1)
  AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry = e.id)
ORDER BY e.id LIMIT {}

-- ghosts --
-- What waits for the chain although its entry is gone.
SELECT p.entry AS id FROM audit_pending p
WHERE p.at >= {} AND NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = p.entry)
ORDER BY p.entry LIMIT {}

-- newest --
-- A page of entries, newest first, with their places in the chain.
SELECT e.id, e.act, e.actor, e.about, e.at, l.position FROM audit_entry e LEFT JOIN audit_link l ON l.entry = e.id
WHERE ({}::uuid IS NULL OR e.id < {}) ORDER BY e.id DESC LIMIT {}

-- newest_about --
-- The same about one thing.
SELECT e.id, e.act, e.actor, e.about, e.at, l.position FROM audit_entry e LEFT JOIN audit_link l ON l.entry = e.id
WHERE e.about = {} AND ({}::uuid IS NULL OR e.id < {}) ORDER BY e.id DESC LIMIT {}

-- newest_by --
-- The same of what one person did.
SELECT e.id, e.act, e.actor, e.about, e.at, l.position FROM audit_entry e LEFT JOIN audit_link l ON l.entry = e.id
WHERE e.actor = {} AND ({}::uuid IS NULL OR e.id < {}) ORDER BY e.id DESC LIMIT {}

-- who_did --
-- Those of some people who ever did one of some acts.
SELECT person FROM unnest({}::uuid[]) AS person
WHERE EXISTS (SELECT FROM audit_entry e WHERE e.actor = person AND e.act = ANY({}::text[]))
