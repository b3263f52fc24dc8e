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
