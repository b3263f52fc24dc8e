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
