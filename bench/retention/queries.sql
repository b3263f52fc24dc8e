-- people --
INSERT INTO requester (id, email_hash, created_at)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, int8send(n) || int8send(n), '2020-01-01'
FROM generate_series({}::bigint, {}::bigint) AS n

-- people_keys --
INSERT INTO owner_key (owner, wrapped, master, made_at)
SELECT id, substr(pool, 1 + abs(hashtext(id::text)) % 4000, 60), 1, '2020-01-01' FROM requester, blobs
WHERE id > {} AND id <= {}

-- tickets --
-- Two tickets a requester, opened one after the other within four and a half months, each closed 1 to 12 days later.
INSERT INTO ticket (id, reference, requester, category, team, status, assignee, subject, link, link_hash, terms_version,
                    terms_accepted_at, opened_at, active_at, closed_at)
SELECT ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'SR-' || n,
       ('00000000-0000-7000-8000-' || lpad(to_hex(n / 2), 12, '0'))::uuid, 'technical', 'support', 'closed', {},
       substr(pool, (1 + n % 4000)::int, 90), substr(pool, (1 + n % 3900)::int, 61), int8send(n) || int8send(-n) || int8send(n), '1',
       moment, moment, done, done
FROM blobs, generate_series({}::bigint, {}::bigint) AS n,
     LATERAL (SELECT timestamptz '2024-07-10' + n * interval '135 days' / {}::bigint AS moment) AS m,
     LATERAL (SELECT moment + (1 + n * 7919 % 12) * interval '1 day' AS done) AS d

-- keys --
INSERT INTO owner_key (owner, wrapped, master, made_at)
SELECT id, substr(pool, 1 + abs(hashtext(id::text)) % 4000, 60), 1, opened_at FROM ticket, blobs WHERE id > {} AND id <= {}

-- messages --
-- The request, a reply, a note: 300 to 900 bytes each.
INSERT INTO ticket_message (id, ticket, author, audience, body, posted_at)
SELECT gen_random_uuid(), t.id, CASE WHEN m = 1 THEN NULL ELSE t.assignee END,
       CASE WHEN m = 3 THEN 'agents' ELSE 'everyone' END,
       substr(pool, 1 + abs(hashtext(t.id::text || m)) % 3000, 300 + abs(hashtext(m || t.id::text)) % 600),
       t.opened_at + m * interval '3 hours'
FROM ticket t, blobs, generate_series(1, 3) AS m WHERE t.id > {} AND t.id <= {}

-- values --
INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at)
SELECT gen_random_uuid(), t.id, (ARRAY['field:domain', 'phone 1', 'email 1'])[m], (ARRAY['domain', 'phone', 'email'])[m],
       sign(m - 1), substr(pool, 1 + abs(hashtext(t.id::text)) % 4000, 16), substr(pool, 1 + m * 40, 45), t.opened_at
FROM ticket t, blobs, generate_series(1, 3) AS m WHERE t.id > {} AND t.id <= {}

-- secrets --
-- Every tenth ticket told a password, which its closing destroyed.
INSERT INTO sealed_value (id, owner, name, kind, number, digest, sealed_at, destroyed_at)
SELECT gen_random_uuid(), t.id, 'password 1', 'password', 1, substr(pool, 1 + abs(hashtext(t.id::text)) % 4000, 16),
       t.opened_at, t.closed_at
FROM ticket t, blobs WHERE t.id > {} AND t.id <= {} AND substr(t.reference, 4)::bigint % 10 = 0

-- files --
-- Every twentieth ticket has a sealed file of 18 kB with its request.
INSERT INTO ticket_attachment (id, ticket, message, number, kind, size, removed, is_sealed, content, stored_at)
SELECT gen_random_uuid(), t.id, m.id, 1, 'pdf', 18000, '', true, pool || pool || pool, t.opened_at
FROM ticket t JOIN ticket_message m ON m.ticket = t.id AND m.author IS NULL, blobs
WHERE t.id > {} AND t.id <= {} AND substr(t.reference, 4)::bigint % 20 = 0

-- files_values --
INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at)
SELECT gen_random_uuid(), a.ticket, 'file 1', 'file', 1, substr(pool, 1 + abs(hashtext(a.ticket::text)) % 4000, 16),
       substr(pool, 90, 60), a.stored_at
FROM ticket_attachment a, blobs WHERE a.ticket > {} AND a.ticket <= {}

-- holds --
-- Ten holds of 250 named tickets each, whatever the number of tickets here (so that looking one up in them takes as long
-- as with a million), one on whatever was opened on the first day: a hundredth of a million in all.
INSERT INTO legal_hold (id, number, tickets, until_day, reason, review_on, asked_by, asked_at, confirmed_by, confirmed_at)
SELECT gen_random_uuid(), number, named, until_day, substr(pool, 1, 60), '2030-01-01', {}, '2024-01-01',
       gen_random_uuid(), '2024-01-02'
FROM blobs, (
    SELECT 1 + k AS number, NULL::date AS until_day,
           ids || ARRAY(SELECT gen_random_uuid() FROM generate_series(cardinality(ids) + 1, 250)) AS named
    FROM (
        SELECT n % 4000 / 400 AS k, array_agg(id) AS ids
        FROM ticket, LATERAL (SELECT substr(reference, 4)::bigint AS n) AS num WHERE n % 400 = 40 GROUP BY 1
    ) AS chosen
    UNION ALL SELECT 11, '2024-07-10', ARRAY[]::uuid[]
) AS scopes

-- held --
-- Which tickets these are, found without the product's own functions.
CREATE TABLE held AS SELECT id FROM ticket WHERE opened_at < '2024-07-11 00:00+00'
UNION SELECT id FROM ticket WHERE id = ANY (ARRAY(SELECT unnest(tickets) FROM legal_hold))

-- whole --
-- How many are held, with files, and have files in all; everything that is of them.
SELECT count(*) AS tickets,
       (SELECT count(*) FROM ticket_attachment a JOIN held h ON h.id = a.ticket WHERE a.content IS NOT NULL) AS files,
       (SELECT count(*) FROM ticket_message m JOIN held h ON h.id = m.ticket) AS messages,
       (SELECT count(*) FROM ticket_attachment WHERE content IS NOT NULL) AS all_files
FROM held

-- kept --
-- What is left in the end: of held tickets everything, of others nothing.
SELECT count(h.id) AS tickets, count(*) FILTER (WHERE h.id IS NULL OR t.kept <> 'all') AS others,
       (SELECT count(*) FROM ticket_message) AS messages, (SELECT count(content) FROM ticket_attachment) AS files,
       (SELECT count(*) FROM sealed_value v WHERE NOT EXISTS (SELECT FROM ticket WHERE id = v.owner)
            AND NOT EXISTS (SELECT FROM requester WHERE id = v.owner) AND NOT EXISTS (SELECT FROM staff WHERE id = v.owner)
       ) AS strays
FROM ticket t LEFT JOIN held h USING (id)

-- people_values --
INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at)
SELECT gen_random_uuid(), r.id, 'field:email', 'email', 0, substr(pool, 1, 16), substr(pool, 50, 50), r.created_at
FROM requester r, blobs WHERE r.id > {} AND r.id <= {}

-- words --
INSERT INTO ticket_lexeme (ticket, version, words, note_words)
SELECT t.id, 1, ARRAY(SELECT hashtextextended('w', (abs(hashtext(t.id::text)) % 20000 + k * k * k) % 20000) FROM generate_series(1, 60) AS k),
       ARRAY(SELECT hashtextextended('w', (abs(hashtext(t.id::text)) % 20000 + k * k) % 20000) FROM generate_series(1, 10) AS k)
FROM ticket t WHERE t.id > {} AND t.id <= {}

-- look_ups --
INSERT INTO ticket_lookup (id, ticket, kind, hash)
SELECT gen_random_uuid(), t.id, 'domain', int8send(abs(hashtext(t.id::text)) % 50000) FROM ticket t WHERE t.id > {} AND t.id <= {}

-- assignments --
INSERT INTO ticket_assignment (id, ticket, agent, began_at)
SELECT gen_random_uuid(), t.id, t.assignee, t.opened_at FROM ticket t WHERE t.id > {} AND t.id <= {}

-- closures --
INSERT INTO ticket_closure (id, ticket, number, reason, agent, closed_at)
SELECT t.id, t.id, 1, 'solved', t.assignee, t.closed_at FROM ticket t WHERE t.id > {} AND t.id <= {}

-- looks --
-- The domain and the address that the assignee saw, and the address that mail went to.
INSERT INTO disclosure (id, value, about, staff, team, name, kind, number, purpose, opened_at, ended_at)
SELECT gen_random_uuid(), v.id, t.id, t.assignee, 'support', v.name, v.kind, 0, 'assigned', t.opened_at, t.closed_at
FROM ticket t JOIN sealed_value v ON v.owner IN (t.id, t.requester) AND v.number = 0 WHERE t.id > {} AND t.id <= {}

-- invitations --
INSERT INTO survey_invitation (id, about, recipient, category, team, agent, locale, due_at, expires_at, is_counted)
SELECT gen_random_uuid(), t.id, t.requester, t.category, t.team, '', t.locale, t.closed_at, t.closed_at, true
FROM ticket t WHERE t.id > {} AND t.id <= {}

-- next_due --
-- What retain_batch() looks for, as it stands there.
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)
SELECT t.id FROM ticket t
WHERE t.category = 'technical' AND t.kept = 'all' AND t.closed_at <= '2024-11-01'
  AND (t.closed_at, t.id) > ('2024-08-01', '00000000-0000-0000-0000-000000000000')
ORDER BY t.closed_at, t.id LIMIT 500 FOR UPDATE SKIP LOCKED
