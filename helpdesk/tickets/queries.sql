-- add_words --
-- A ticket's words grow with its thread; the caller holds the ticket's row.
INSERT INTO ticket_lexeme (ticket, version, words, note_words) VALUES ({}, {}, {}, {})
ON CONFLICT (ticket) DO UPDATE SET
    words = ARRAY(SELECT DISTINCT unnest(ticket_lexeme.words || excluded.words)),
    note_words = ARRAY(SELECT DISTINCT unnest(ticket_lexeme.note_words || excluded.note_words))

-- index_anew --
-- The same from the whole thread, by the rules of now.
INSERT INTO ticket_lexeme (ticket, version, words, note_words) VALUES ({}, {}, {}, {})
ON CONFLICT (ticket) DO UPDATE SET
    version = excluded.version, words = excluded.words, note_words = excluded.note_words

-- keep_acceptance --
-- Keep with a new ticket which terms were accepted and which privacy notice was in force, by their hashes.
WITH asked AS (SELECT {}::uuid AS ticket, {}::timestamptz AS at, {}::text AS locale, {}::text AS number)
INSERT INTO ticket_acceptance (id, ticket, kind, number, locale, sha256, at)
SELECT gen_random_uuid(), a.ticket, v.kind, v.number, v.locale, v.sha256, a.at
FROM asked a JOIN policy_version v ON v.locale = a.locale
WHERE v.kind = 'terms' AND v.number = a.number
   OR v.kind = 'notice' AND v.place = (SELECT max(n.place) FROM policy_version n WHERE n.kind = 'notice')
ON CONFLICT (ticket, kind) DO NOTHING RETURNING kind
