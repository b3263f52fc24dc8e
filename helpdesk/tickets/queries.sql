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
