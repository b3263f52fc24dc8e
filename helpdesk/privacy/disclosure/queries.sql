-- disclose --
-- Write the disclosure and get the ciphertext, in one statement (walls.sql).
SELECT disclose_value({}, {}, {}, {}, {}, {}, {}, {}) AS ciphertext

-- shown --
-- Get again what runs already: the disclosures of one person about one ticket, with their ciphertexts.
SELECT d.id, d.value, d.name, d.expires_at, v.owner, v.kind,
       disclose_value(d.id, d.value, d.about, '', '', NULL, {}, NULL) AS ciphertext
FROM disclosure d JOIN sealed_value v ON v.id = d.value
WHERE d.about = {} AND d.staff = {} AND d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {})
ORDER BY d.id

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
