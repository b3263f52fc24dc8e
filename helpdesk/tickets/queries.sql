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

-- add_values --
-- A ticket's exact values, as keyed hashes; those that are there stay.
WITH asked AS (SELECT {}::uuid AS ticket, {}::text[] AS kinds, {}::bytea[] AS hashes)
INSERT INTO ticket_lookup (id, ticket, kind, hash)
SELECT gen_random_uuid(), a.ticket, v.kind, v.hash FROM asked a, unnest(a.kinds, a.hashes) AS v (kind, hash)
ON CONFLICT DO NOTHING

-- retain_batch --
-- Bring the next tickets of a category whose time is over to a stage.
SELECT * FROM retain_batch({}, {}, {}, {}, {}, {}, {})

-- retention_due --
-- Count a category's tickets that reach a stage, by weeks from now.
SELECT week, due, held FROM retention_due({}, {}, {}, {}, {})

-- oldest_kept --
SELECT oldest_kept() AS at

-- forget_alarms --
SELECT forget_alarms({})

-- keep_acceptance --
-- Keep with a new ticket which terms were accepted and which privacy notice was in force, by their hashes.
WITH asked AS (SELECT {}::uuid AS ticket, {}::timestamptz AS at, {}::text AS locale, {}::text AS number)
INSERT INTO ticket_acceptance (id, ticket, kind, number, locale, sha256, at)
SELECT gen_random_uuid(), a.ticket, v.kind, v.number, v.locale, v.sha256, a.at
FROM asked a JOIN policy_version v ON v.locale = a.locale
WHERE v.kind = 'terms' AND v.number = a.number
   OR v.kind = 'notice' AND v.place = (SELECT max(n.place) FROM policy_version n WHERE n.kind = 'notice')
ON CONFLICT (ticket, kind) DO NOTHING RETURNING kind

-- erasure_counts --
-- Count what some owners hold: texts, details that are not destroyed, keyed hashes of words and values.
SELECT o.owner,
    (SELECT count(*) FROM ticket_message m WHERE m.ticket = o.owner)::int AS messages,
    (SELECT count(*) FROM sealed_value v WHERE v.owner = o.owner AND v.destroyed_at IS NULL)::int AS details,
    (SELECT count(*) FROM ticket_message m WHERE m.ticket = o.owner AND m.is_unscanned)::int AS whole,
    (SELECT coalesce(sum(cardinality(x.words) + cardinality(x.note_words)), 0) FROM ticket_lexeme x
        WHERE x.ticket = o.owner)::int
        + (SELECT count(*) FROM ticket_lookup l WHERE l.ticket = o.owner)::int AS words
FROM unnest({}::uuid[]) AS o (owner)

-- hold_sizes --
SELECT hold, tickets FROM hold_sizes()

-- workload_by_team --
-- What each team has; walls.sql counts, for managers only.
SELECT * FROM workload_by_team({}, {}, {})

-- workload_by_hour --
-- New tickets by hour of the day, UTC.
SELECT * FROM workload_by_hour({})

-- own_workload --
-- What whoever acts has and did.
SELECT * FROM own_workload({})

-- next_file_number --
-- The number of a ticket's next file: none comes twice, also when a reply with one was taken back.
SELECT greatest(
    (SELECT max(number) FROM ticket_attachment WHERE ticket = {}),
    (SELECT max(number) FROM sealed_value WHERE owner = {} AND kind = 'file'), 0
)::int + 1 AS number

-- news --
-- What a requester's page of a ticket was made of, in numbers: looks, what runs of them, messages of ours, what else they
-- read of. As whoever acts may see it.
WITH of AS (SELECT {}::uuid AS ticket, {}::timestamptz AS now)
SELECT concat_ws('-',
    (SELECT concat_ws('-', count(*), count(ended_at), count(*) FILTER (WHERE expires_at > of.now)) FROM disclosure
        WHERE about = of.ticket AND purpose <> ALL ({}::text[])),
    (SELECT count(*) FROM disclosure d JOIN disclosure_extension e ON e.disclosure = d.id WHERE d.about = of.ticket),
    (SELECT coalesce(sum(times), 0) FROM disclosure WHERE about = of.ticket AND purpose = ANY ({}::text[])),
    (SELECT concat_ws('-', count(*), count(decision), count(ended_at)) FROM break_glass WHERE ticket = of.ticket),
    (SELECT count(*) FROM lawful_given WHERE ticket = of.ticket),
    (SELECT count(*) FROM business_transfer_given WHERE ticket = of.ticket),
    (SELECT count(*) FROM ticket_message WHERE ticket = of.ticket AND author IS NOT NULL AND audience = 'everyone')
) AS mark FROM of
