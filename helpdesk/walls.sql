-- The second wall: what PostgreSQL itself lets the product's own processes do, whatever a page or an operation forgets.
-- Applied whole by `helpdesk migrate` after the migrations, again whenever this file changed; safe to run twice.
-- Everything runs as `sitr_runtime`, which owns nothing. Each transaction names who acts (piccolo_conf.Actor); whoever
-- names nobody sees no ticket, message, sealed value, key or disclosure. The first wall is helpdesk/tickets/access.py and doors.py.

-- ---------------------------------------------------------------------------------------------------- who acts

CREATE OR REPLACE FUNCTION actor_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('sitr.kind', true), '') $$;
CREATE OR REPLACE FUNCTION actor_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sitr.id', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION actor_team() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('sitr.team', true), '') $$;
CREATE OR REPLACE FUNCTION actor_link() RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT decode(nullif(current_setting('sitr.link', true), ''), 'hex') $$;
CREATE OR REPLACE FUNCTION actor_about() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sitr.about', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION actor_form() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sitr.form', true), '')::uuid $$;

-- ---------------------------------------------------------------------------------------------------- grants

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, sitr_runtime;
GRANT USAGE ON SCHEMA public TO sitr_runtime;
GRANT EXECUTE ON FUNCTION actor_kind(), actor_id(), actor_team(), actor_link(), actor_about(), actor_form()
    TO sitr_runtime;
GRANT SELECT ON migration TO sitr_runtime;

-- people: staff and what lets them in; requesters are known by a keyed hash only
GRANT SELECT, INSERT, UPDATE ON staff TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_session, setup_link, api_token TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (email_hash) ON requester TO sitr_runtime;
-- tickets: nothing is deleted by the way, and only these parts of a ticket change
GRANT SELECT, INSERT, UPDATE (assignee, team, status, active_at, closed_at) ON ticket TO sitr_runtime;
GRANT SELECT, INSERT ON ticket_message, ticket_closure TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (ended_at) ON ticket_assignment TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON category_rule TO sitr_runtime;
-- search: keyed hashes; a merger is undone by taking its row away
GRANT SELECT, INSERT, UPDATE (version, words, note_words), DELETE ON ticket_lexeme TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON ticket_lookup TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (settled_at), DELETE ON ticket_merger TO sitr_runtime;
-- vault: a value is put in and destroyed; its ciphertext comes out only through disclose_value()
GRANT SELECT (id, owner, name, kind, number, digest, sealed_at, destroyed_at, openings), INSERT,
    UPDATE (ciphertext, destroyed_at) ON sealed_value TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (wrapped, master), DELETE ON owner_key TO sitr_runtime;
GRANT SELECT, DELETE ON master_key TO sitr_runtime;
-- disclosures: only their end is filled in later; the rows are written by disclose_value() and at assignment, more
-- time is written down by extend_disclosure()
GRANT SELECT, INSERT, UPDATE (ended_at) ON disclosure TO sitr_runtime;
GRANT SELECT ON disclosure_extension TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (decision, decided_by, decided_at, expires_at) ON disclosure_request TO sitr_runtime;
GRANT SELECT, INSERT ON disclosure_review, disclosure_alarm TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (decision, decided_by, decided_at, expires_at, ended_at) ON break_glass TO sitr_runtime;
-- audit: entries are appended, never changed or taken away
GRANT SELECT, INSERT ON audit_entry, audit_link, audit_checkpoint TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON audit_pending TO sitr_runtime;
-- surveys and the outbox know no ticket, word or address; answers are released and counted, never changed
GRANT SELECT, INSERT, UPDATE, DELETE ON survey_invitation, survey_link, survey_ballot, outbound TO sitr_runtime;
GRANT SELECT, INSERT ON survey_answer, survey_objection, survey_question_set TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON survey_comment TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE ON survey_count TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- tickets

-- What the policy file says of each category's text; written when a process takes the policy into use.
CREATE OR REPLACE FUNCTION categories_for(rule text) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(array_agg(category), '{}') FROM category_rule WHERE text_for = rule $$;
GRANT EXECUTE ON FUNCTION categories_for(text) TO sitr_runtime;

-- The tickets that whoever acts may read behind the glass right now: a second person agreed, and the time is not over.
CREATE OR REPLACE FUNCTION behind_glass() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(ticket), '{}') FROM break_glass
    WHERE actor_kind() IN ('officer', 'admin') AND asked_by = actor_id() AND decision = 'approved'
      AND ended_at IS NULL AND expires_at > now()
$$;
GRANT EXECUTE ON FUNCTION behind_glass() TO sitr_runtime;

-- What may be said of tickets to who answers for privacy but may not read them: no word of what was written.
CREATE OR REPLACE FUNCTION ticket_faces(p_ids uuid[], p_reference text)
    RETURNS TABLE (id uuid, reference text, requester uuid, category text, team text, status text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id, t.reference, t.requester, t.category, t.team, t.status FROM ticket t
    WHERE actor_kind() IN ('officer', 'admin', 'manager', 'system')
      AND (t.id = ANY (p_ids) OR t.reference = p_reference)
$$;
GRANT EXECUTE ON FUNCTION ticket_faces(uuid[], text) TO sitr_runtime;

ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS whose_it_is ON ticket;
CREATE POLICY whose_it_is ON ticket FOR SELECT TO sitr_runtime USING (
    CASE (SELECT actor_kind())
        WHEN 'agent' THEN
            assignee = (SELECT actor_id())
            OR category = ANY ((SELECT categories_for('desk'))::text[])
            OR (SELECT actor_team()) IN ('', team) AND (
                category = ANY ((SELECT categories_for('team'))::text[])
                OR assignee IS NULL AND category = ANY ((SELECT categories_for('assignee'))::text[])
            )
        WHEN 'requester' THEN link_hash = (SELECT actor_link()) OR requester = (SELECT actor_id())
        WHEN 'intake' THEN id = (SELECT actor_about()) OR form_key = (SELECT actor_form())
        WHEN 'officer' THEN id = ANY ((SELECT behind_glass())::uuid[])
        WHEN 'admin' THEN id = ANY ((SELECT behind_glass())::uuid[])
        WHEN 'system' THEN true
        ELSE false
    END
);
DROP POLICY IF EXISTS only_the_intake_makes_one ON ticket;
CREATE POLICY only_the_intake_makes_one ON ticket FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'intake' AND id = (SELECT actor_about()));
DROP POLICY IF EXISTS whoever_works_on_it ON ticket;
CREATE POLICY whoever_works_on_it ON ticket FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('agent', 'requester', 'system'));

ALTER TABLE ticket_message ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_message;
CREATE POLICY with_its_ticket ON ticket_message FOR SELECT TO sitr_runtime USING (
    CASE (SELECT actor_kind())
        WHEN 'requester' THEN audience = 'everyone' AND (visible_at IS NULL OR visible_at <= now())
        ELSE (SELECT actor_kind()) IN ('agent', 'intake', 'system', 'officer', 'admin')
    END
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_message.ticket)
);
DROP POLICY IF EXISTS in_one_s_own_name ON ticket_message;
CREATE POLICY in_one_s_own_name ON ticket_message FOR INSERT TO sitr_runtime WITH CHECK (
    CASE (SELECT actor_kind())
        WHEN 'agent' THEN author = (SELECT actor_id())
        WHEN 'requester' THEN author IS NULL
        WHEN 'intake' THEN author IS NULL AND ticket = (SELECT actor_about())
        ELSE (SELECT actor_kind()) = 'system'
    END
);

ALTER TABLE ticket_assignment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_assignment;
CREATE POLICY with_its_ticket ON ticket_assignment FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'system')
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_assignment.ticket)
);

ALTER TABLE ticket_closure ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_closure;
CREATE POLICY with_its_ticket ON ticket_closure FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'requester', 'system')
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_closure.ticket)
);

DROP POLICY IF EXISTS read_behind_glass ON ticket_closure;
CREATE POLICY read_behind_glass ON ticket_closure FOR SELECT TO sitr_runtime
    USING (ticket = ANY ((SELECT behind_glass())::uuid[]));

-- Break-glass: asked for in one's own name, decided by somebody else, once; it ends by itself.
ALTER TABLE break_glass ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON break_glass;
CREATE POLICY with_its_ticket ON break_glass FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin', 'manager', 'system')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = break_glass.ticket)
);
DROP POLICY IF EXISTS in_one_s_own_name ON break_glass;
CREATE POLICY in_one_s_own_name ON break_glass FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) IN ('officer', 'admin') AND asked_by = (SELECT actor_id())
    AND decision IS NULL AND expires_at IS NULL
);
DROP POLICY IF EXISTS decided_by_a_second_person ON break_glass;
CREATE POLICY decided_by_a_second_person ON break_glass FOR UPDATE TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin', 'manager')
    AND decision IS NULL AND asked_by <> (SELECT actor_id())
) WITH CHECK (decided_by = (SELECT actor_id()));
DROP POLICY IF EXISTS ended ON break_glass;
CREATE POLICY ended ON break_glass FOR UPDATE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
-- Keyed hashes of words. Each is seen and grows with its ticket …
ALTER TABLE ticket_lexeme ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_lexeme;
CREATE POLICY with_its_ticket ON ticket_lexeme FOR SELECT TO sitr_runtime USING (
    EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_lexeme.ticket)
);
DROP POLICY IF EXISTS made_with_its_ticket ON ticket_lexeme;
CREATE POLICY made_with_its_ticket ON ticket_lexeme FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) IN ('agent', 'requester', 'intake', 'system')
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_lexeme.ticket)
);
DROP POLICY IF EXISTS grows_with_its_ticket ON ticket_lexeme;
CREATE POLICY grows_with_its_ticket ON ticket_lexeme FOR UPDATE TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'requester', 'intake', 'system')
);
DROP POLICY IF EXISTS taken_away_by_the_system ON ticket_lexeme;
CREATE POLICY taken_away_by_the_system ON ticket_lexeme FOR DELETE TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');

-- … and searched through a view: PostgreSQL compares words only with rows that a policy has let through, one by one, and
-- so would read the whole table. The view asks once who acts; which tickets they see is asked of `ticket`, with which
-- every search is joined.
CREATE OR REPLACE VIEW ticket_words AS
    SELECT ticket, words, note_words FROM ticket_lexeme WHERE actor_kind() = 'agent';
GRANT SELECT ON ticket_words TO sitr_runtime;

ALTER TABLE ticket_lookup ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_lookup;
CREATE POLICY with_its_ticket ON ticket_lookup FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'intake', 'system')
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_lookup.ticket)
);
DROP POLICY IF EXISTS made_with_its_ticket ON ticket_lookup;
CREATE POLICY made_with_its_ticket ON ticket_lookup FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'intake' AND ticket = (SELECT actor_about()) OR (SELECT actor_kind()) = 'system'
    OR (SELECT actor_kind()) IN ('agent', 'requester')
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_lookup.ticket)
);
DROP POLICY IF EXISTS taken_away_by_the_system ON ticket_lookup;
CREATE POLICY taken_away_by_the_system ON ticket_lookup FOR DELETE TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');

-- A merger is seen from the ticket that was merged, never from the other: its requester learns nothing of it.
ALTER TABLE ticket_merger ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_the_merged_ticket ON ticket_merger;
CREATE POLICY with_the_merged_ticket ON ticket_merger FOR SELECT TO sitr_runtime
    USING (EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_merger.ticket));
DROP POLICY IF EXISTS made_by_agents ON ticket_merger;
CREATE POLICY made_by_agents ON ticket_merger FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'agent' AND agent = (SELECT actor_id())
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_merger.ticket)
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_merger.target)
);
DROP POLICY IF EXISTS settled ON ticket_merger;
CREATE POLICY settled ON ticket_merger FOR UPDATE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
DROP POLICY IF EXISTS undone ON ticket_merger;
CREATE POLICY undone ON ticket_merger FOR DELETE TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'system')
    AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = ticket_merger.ticket)
);

ALTER TABLE category_rule ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_all_written_by_the_system ON category_rule;
DROP POLICY IF EXISTS read_by_all ON category_rule;
CREATE POLICY read_by_all ON category_rule FOR SELECT TO sitr_runtime USING (true);
CREATE POLICY read_by_all_written_by_the_system ON category_rule FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');

-- ---------------------------------------------------------------------------------------------------- people

ALTER TABLE requester ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_a_ticket ON requester;
CREATE POLICY with_a_ticket ON requester FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('intake', 'system')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.requester = requester.id)
) WITH CHECK ((SELECT actor_kind()) IN ('intake', 'system'));

-- ---------------------------------------------------------------------------------------------------- vault

-- Owners are opaque: a ticket, a requester, a staff member, a month of survey comments.
ALTER TABLE sealed_value ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_owner ON sealed_value;
CREATE POLICY with_its_owner ON sealed_value FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('intake', 'system')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = sealed_value.owner)
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.requester = sealed_value.owner)
) WITH CHECK ((SELECT actor_kind()) IN ('intake', 'system', 'agent', 'requester'));

ALTER TABLE owner_key ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_owner ON owner_key;
CREATE POLICY with_its_owner ON owner_key FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('intake', 'system')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = owner_key.owner)
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.requester = owner_key.owner)
    -- reasons and notes about a look are sealed under the ticket's key; nothing else of the ticket is to be had by it,
    -- since neither its words nor a ciphertext can be selected
    OR (SELECT actor_kind()) IN ('officer', 'manager', 'admin') AND (
        EXISTS (SELECT 1 FROM disclosure WHERE disclosure.about = owner_key.owner)
        OR EXISTS (SELECT 1 FROM disclosure_request WHERE disclosure_request.about = owner_key.owner)
        OR EXISTS (SELECT 1 FROM break_glass WHERE break_glass.ticket = owner_key.owner)
        OR EXISTS (SELECT 1 FROM legal_hold WHERE legal_hold.id = owner_key.owner)
    )
);
DROP POLICY IF EXISTS made_with_its_owner ON owner_key;
CREATE POLICY made_with_its_owner ON owner_key FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) IN ('intake', 'system'));
DROP POLICY IF EXISTS wrapped_anew ON owner_key;
CREATE POLICY wrapped_anew ON owner_key FOR UPDATE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
DROP POLICY IF EXISTS destroyed ON owner_key;
CREATE POLICY destroyed ON owner_key FOR DELETE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- Versions of the master key: made known by hold_master() alone, retired by the rotation.
ALTER TABLE master_key ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS known_to_all ON master_key;
CREATE POLICY known_to_all ON master_key FOR SELECT TO sitr_runtime USING (true);
DROP POLICY IF EXISTS retired ON master_key;
CREATE POLICY retired ON master_key FOR DELETE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- Says whether a version of the master key may wrap, and holds it until the transaction ends: its row cannot go
-- meanwhile. A version newer than all that are known is made known; one that has gone stays gone.
CREATE OR REPLACE FUNCTION hold_master(wanted smallint, at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF actor_kind() IN ('intake', 'system', 'owner') THEN
        INSERT INTO master_key (version, made_at)
        SELECT wanted, at WHERE NOT EXISTS (SELECT FROM master_key WHERE version >= wanted)
        ON CONFLICT DO NOTHING;
    END IF;
    PERFORM FROM master_key WHERE version = wanted FOR KEY SHARE;
    RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION hold_master(smallint, timestamptz) TO sitr_runtime;

-- A sealed value is never changed, only destroyed.
CREATE OR REPLACE FUNCTION only_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a sealed value is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER IF EXISTS only_destroyed ON sealed_value;
CREATE TRIGGER only_destroyed BEFORE UPDATE OF ciphertext ON sealed_value FOR EACH ROW
    WHEN (NEW.ciphertext IS NOT NULL AND NEW.ciphertext IS DISTINCT FROM OLD.ciphertext)
    EXECUTE FUNCTION only_destroyed();

-- With an owner's key goes what a search could still be tried against: hashes of a ticket's words, address and domain.
CREATE OR REPLACE FUNCTION forgotten_with_its_key() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM ticket_lexeme WHERE ticket = OLD.owner;
    DELETE FROM ticket_lookup WHERE ticket = OLD.owner;
    DELETE FROM reply_draft WHERE ticket = OLD.owner;
    DELETE FROM held_value WHERE owner = OLD.owner;
    RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS forgotten_with_its_key ON owner_key;
CREATE TRIGGER forgotten_with_its_key AFTER DELETE ON owner_key
    FOR EACH ROW EXECUTE FUNCTION forgotten_with_its_key();

-- ---------------------------------------------------------------------------------------------------- disclosures

-- What officers flagged, for managers; a function, since the rules of the two tables would ask each other without end.
CREATE OR REPLACE FUNCTION flagged_disclosures() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(disclosure), '{}') FROM disclosure_review
    WHERE verdict = 'flagged' AND actor_kind() = 'manager'
$$;
GRANT EXECUTE ON FUNCTION flagged_disclosures() TO sitr_runtime;

ALTER TABLE disclosure ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON disclosure;
CREATE POLICY with_its_ticket ON disclosure FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('system', 'officer')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = disclosure.about)
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.requester = disclosure.about)  -- by itself: each has an index
    OR (SELECT actor_kind()) = 'manager' AND id = ANY ((SELECT flagged_disclosures())::uuid[])
);
DROP POLICY IF EXISTS to_the_assignee ON disclosure;
CREATE POLICY to_the_assignee ON disclosure FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) IN ('agent', 'system') AND purpose = 'assigned'
    AND EXISTS (
        SELECT 1 FROM ticket JOIN category_rule USING (category)
        WHERE ticket.id = disclosure.about AND ticket.assignee = disclosure.staff
          AND disclosure.name = ANY (category_rule.at_once)
    )
);
DROP POLICY IF EXISTS ended ON disclosure;
CREATE POLICY ended ON disclosure FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('agent', 'system') OR staff = (SELECT actor_id()));

ALTER TABLE disclosure_extension ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_disclosure ON disclosure_extension;
CREATE POLICY with_its_disclosure ON disclosure_extension FOR SELECT TO sitr_runtime
    USING (EXISTS (SELECT 1 FROM disclosure WHERE disclosure.id = disclosure_extension.disclosure));

-- A second person's consent: asked for by the assignee, decided by anybody else who may read the ticket, or an officer.
ALTER TABLE disclosure_request ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON disclosure_request;
CREATE POLICY with_its_ticket ON disclosure_request FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('system', 'officer')
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = disclosure_request.about)
);
DROP POLICY IF EXISTS asked_by_the_assignee ON disclosure_request;
CREATE POLICY asked_by_the_assignee ON disclosure_request FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'agent' AND asked_by = (SELECT actor_id()) AND decision IS NULL AND disclosure IS NULL
    AND EXISTS (
        SELECT 1 FROM ticket WHERE ticket.id = disclosure_request.about AND ticket.assignee = (SELECT actor_id())
    )
);
DROP POLICY IF EXISTS decided_by_a_second_person ON disclosure_request;
CREATE POLICY decided_by_a_second_person ON disclosure_request FOR UPDATE TO sitr_runtime USING (
    decision IS NULL AND asked_by <> (SELECT actor_id()) AND (
        (SELECT actor_kind()) = 'officer'
        OR (SELECT actor_kind()) = 'agent'
        AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = disclosure_request.about)
    )
) WITH CHECK (decided_by = (SELECT actor_id()));
DROP POLICY IF EXISTS withdrawn ON disclosure_request;
CREATE POLICY withdrawn ON disclosure_request FOR UPDATE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- Officers look over what was opened, never what they opened themselves.
ALTER TABLE disclosure_review ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_officers ON disclosure_review;
CREATE POLICY read_by_officers ON disclosure_review FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'system') OR (SELECT actor_kind()) = 'manager' AND verdict = 'flagged'
);
DROP POLICY IF EXISTS of_what_others_opened ON disclosure_review;
CREATE POLICY of_what_others_opened ON disclosure_review FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'officer' AND reviewer = (SELECT actor_id())
    AND EXISTS (
        SELECT 1 FROM disclosure
        WHERE disclosure.id = disclosure_review.disclosure AND disclosure.staff <> (SELECT actor_id())
    )
);

ALTER TABLE disclosure_alarm ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS the_system_s ON disclosure_alarm;
CREATE POLICY the_system_s ON disclosure_alarm FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- Kinds that open a door by themselves: at most three openings, for the assignee only, destroyed at closing.
-- The same list stands in helpdesk/privacy/vault/values.py; a test compares them.
CREATE OR REPLACE FUNCTION is_secret(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT kind IN ('password', 'token', 'private-key', 'jwt', 'connection-string', 'code') $$;
GRANT EXECUTE ON FUNCTION is_secret(text) TO sitr_runtime;

-- Whether a person's data may be kept and not used: they asked for that, and it is not lifted (subject requests, below).
CREATE OR REPLACE FUNCTION is_limited(p_subject uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM processing_limit l WHERE l.subject = p_subject AND l.lifted_at IS NULL)
$$;
GRANT EXECUTE ON FUNCTION is_limited(uuid) TO sitr_runtime;

-- Whether a ticket is open, or goes on in another that is open and whose assignee it shares.
CREATE OR REPLACE FUNCTION is_worked_on(t ticket) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.status <> 'closed'
           OR EXISTS (SELECT 1 FROM ticket_merger m WHERE m.ticket = t.id AND m.settled_at IS NULL)
$$;

-- Whether an approved demand of whoever acts covers a value of a ticket: its kind, and no secret. A kind that the policy
-- opens for nobody needs two who agreed.
CREATE OR REPLACE FUNCTION lawful_covers(p_kind text, p_about uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM lawful_request r JOIN ticket t ON t.id = p_about
        LEFT JOIN category_rule c ON c.category = t.category
        WHERE actor_kind() = 'officer' AND r.asked_by = actor_id() AND NOT is_secret(p_kind) AND p_kind <> 'file'
          AND r.approved_at IS NOT NULL AND r.declined_at IS NULL AND r.released_at IS NULL AND r.expires_at > now()
          AND (r.person = t.requester OR t.id = ANY (r.tickets)) AND p_kind = ANY (r.kinds)
          AND (r.approvals >= 2 OR p_kind <> ALL (coalesce(c.never, '{}')))
    )
$$;

-- Whether whoever acts may open a value of a ticket for a purpose; '' is to show again what runs.
CREATE OR REPLACE FUNCTION may_open(v sealed_value, p_about uuid, p_purpose text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM ticket t WHERE t.id = p_about AND v.owner IN (t.id, t.requester) AND CASE actor_kind()
            WHEN 'agent' THEN
                t.assignee = actor_id() AND is_worked_on(t) AND p_purpose NOT IN ('assigned', 'break-glass', 'lawful')
                AND NOT is_limited(t.requester)
            ELSE p_purpose IN ('', 'break-glass') AND NOT is_secret(v.kind) AND v.kind <> 'file'
                 AND t.id = ANY (behind_glass())
                 OR p_purpose = 'lawful' AND lawful_covers(v.kind, t.id)
        END
    )
$$;

-- The one way to a ciphertext: writes the disclosure and gives the value in the same statement.
--   p_id       the disclosure's id: one that runs already and is the caller's own gives the value again, a new one is
--              written first
--   p_purpose  'delivery' (mail to the person the value belongs to) and 'recognition' (finding it in texts) are the
--              system's: one row for each value and owner, with a count instead of a row a time; so is 'own-copy' (into
--              the copy that the person asked for), with a row for each copy; 'break-glass' is an officer's or
--              administrator's, while a second person's consent runs
-- Gives NULL when the value was destroyed. Raises insufficient_privilege (42501) when the caller may not,
-- program_limit_exceeded (54000) when a secret was opened as often as it may be, and
-- object_not_in_prerequisite_state (55000) when a second person has to agree first.
CREATE OR REPLACE FUNCTION disclose_value(
    p_id uuid, p_value uuid, p_about uuid, p_team text, p_purpose text, p_reason bytea, p_now timestamptz,
    p_until timestamptz
) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v sealed_value;
    rule category_rule;
    running boolean;
BEGIN
    SELECT * INTO v FROM sealed_value WHERE id = p_value;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF p_purpose = 'lawful' AND v.ciphertext IS NULL THEN  -- what a hold keeps of it, by the name that it had
        SELECT h.ciphertext, h.name, h.number INTO v.ciphertext, v.name, v.number FROM held_value h WHERE h.id = v.id;
    END IF;
    IF p_purpose IN ('delivery', 'recognition', 'own-copy', 'transfer') THEN
        IF actor_kind() <> 'system' THEN
            RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF is_secret(v.kind) THEN
            RAISE EXCEPTION 'a secret is never sent' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF p_purpose = 'transfer' AND (NOT EXISTS (
            SELECT FROM business_transfer b
            WHERE b.approved_at IS NOT NULL AND b.ready_at IS NULL AND b.ended_at IS NULL
        ) OR EXISTS (
            SELECT FROM ticket t JOIN category_rule r ON r.category = t.category
            WHERE t.id = p_about AND v.kind = ANY (r.never)
        )) THEN
            RAISE EXCEPTION 'no transfer that was agreed to covers this' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF v.ciphertext IS NOT NULL THEN
            INSERT INTO disclosure (id, value, about, staff, name, kind, number, purpose, opened_at, times, last_at)
            VALUES (p_id, v.id, p_about, '00000000-0000-0000-0000-000000000000', v.name, v.kind, v.number, p_purpose,
                    p_now, 1, p_now)
            ON CONFLICT (value, about, purpose) WHERE purpose IN ('delivery', 'recognition')
            DO UPDATE SET times = disclosure.times + 1, last_at = excluded.last_at;
        END IF;
        RETURN v.ciphertext;
    END IF;
    IF NOT may_open(v, p_about, p_purpose) THEN
        RAISE EXCEPTION 'only the assignee of an open ticket does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT d.staff = actor_id() AND d.value = v.id AND d.about = p_about AND d.ended_at IS NULL
           AND (d.expires_at IS NULL OR d.expires_at > p_now)
    INTO running FROM disclosure d WHERE d.id = p_id;
    IF running IS NOT NULL AND NOT running OR running IS NULL AND p_purpose = '' THEN
        RAISE EXCEPTION 'this disclosure has ended or is another''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF running IS NULL AND v.ciphertext IS NOT NULL THEN
        SELECT r.* INTO rule FROM category_rule r JOIN ticket t ON t.category = r.category WHERE t.id = p_about;
        IF v.kind = ANY (rule.never) AND p_purpose <> 'lawful' THEN  -- that one was asked for in may_open()
            RAISE EXCEPTION 'the policy opens this for nobody' USING ERRCODE = 'insufficient_privilege';
        END IF;
        INSERT INTO disclosure (id, value, about, staff, team, name, kind, number, purpose, reason, opened_at,
                                expires_at)
        VALUES (p_id, v.id, p_about, actor_id(), p_team, v.name, v.kind, v.number, p_purpose, p_reason, p_now, p_until);
        IF actor_kind() = 'agent' AND v.kind = ANY (rule.two_person) THEN
            UPDATE disclosure_request SET disclosure = p_id WHERE id = (
                SELECT q.id FROM disclosure_request q
                WHERE q.value = v.id AND q.about = p_about AND q.asked_by = actor_id() AND q.purpose = p_purpose
                  AND q.decision = 'approved' AND q.disclosure IS NULL AND q.expires_at > p_now
                ORDER BY q.decided_at LIMIT 1 FOR UPDATE
            ) AND disclosure IS NULL;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'a second person has to agree' USING ERRCODE = 'object_not_in_prerequisite_state';
            END IF;
        END IF;
        IF is_secret(v.kind) THEN
            UPDATE sealed_value SET openings = openings + 1 WHERE id = v.id AND openings < 3 AND ciphertext IS NOT NULL;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'opened as often as it may be' USING ERRCODE = 'program_limit_exceeded';
            END IF;
        END IF;
    END IF;
    RETURN v.ciphertext;
END $$;
GRANT EXECUTE ON FUNCTION disclose_value(uuid, uuid, uuid, text, text, bytea, timestamptz, timestamptz)
    TO sitr_runtime;

-- More time for what runs: written down as a row of its own, twice at most. Gives the new end, or NULL when nothing of
-- the caller's runs under this id. Raises program_limit_exceeded (54000) the third time.
CREATE OR REPLACE FUNCTION extend_disclosure(
    p_id uuid, p_disclosure uuid, p_by interval, p_now timestamptz
) RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    d disclosure;
    earlier integer;
BEGIN
    SELECT * INTO d FROM disclosure
    WHERE id = p_disclosure AND staff = actor_id() AND ended_at IS NULL AND expires_at > p_now FOR UPDATE;
    IF NOT FOUND OR actor_kind() <> 'agent' OR NOT EXISTS (
        SELECT 1 FROM ticket t WHERE t.id = d.about AND t.assignee = actor_id() AND is_worked_on(t)
    ) THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO earlier FROM disclosure_extension e WHERE e.disclosure = d.id;
    IF earlier >= 2 THEN
        RAISE EXCEPTION 'extended as often as it may be' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    INSERT INTO disclosure_extension (id, disclosure, number, until_before, until, at)
    VALUES (p_id, d.id, earlier + 1, d.expires_at, d.expires_at + p_by, p_now);
    UPDATE disclosure SET expires_at = d.expires_at + p_by WHERE id = d.id;
    RETURN d.expires_at + p_by;
END $$;
GRANT EXECUTE ON FUNCTION extend_disclosure(uuid, uuid, interval, timestamptz) TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- audit

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS appended ON audit_entry;
CREATE POLICY appended ON audit_entry FOR INSERT TO sitr_runtime WITH CHECK (true);
DROP POLICY IF EXISTS read_by_officers ON audit_entry;
CREATE POLICY read_by_officers ON audit_entry FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));

-- That something waits is written by whoever acts and counted by anybody; only the sequencer gives entries a place.
ALTER TABLE audit_pending ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS appended ON audit_pending;
CREATE POLICY appended ON audit_pending FOR INSERT TO sitr_runtime WITH CHECK (true);
DROP POLICY IF EXISTS counted ON audit_pending;
CREATE POLICY counted ON audit_pending FOR SELECT TO sitr_runtime USING (true);
DROP POLICY IF EXISTS chained ON audit_pending;
CREATE POLICY chained ON audit_pending FOR DELETE TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE audit_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS chained ON audit_link;
CREATE POLICY chained ON audit_link FOR INSERT TO sitr_runtime WITH CHECK ((SELECT actor_kind()) = 'system');
DROP POLICY IF EXISTS read_by_officers ON audit_link;
CREATE POLICY read_by_officers ON audit_link FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));
ALTER TABLE audit_checkpoint ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS signed ON audit_checkpoint;
CREATE POLICY signed ON audit_checkpoint FOR INSERT TO sitr_runtime WITH CHECK ((SELECT actor_kind()) = 'system');
DROP POLICY IF EXISTS read_by_officers ON audit_checkpoint;
CREATE POLICY read_by_officers ON audit_checkpoint FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));

-- ---------------------------------------------------------------------------------------------------- surveys

-- Nobody reads a single answer: the system puts it into the box and releases it, managers read counts and comments.
ALTER TABLE survey_ballot ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON survey_ballot;
CREATE POLICY only_the_system_s ON survey_ballot FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE survey_answer ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS never_the_desk_s ON survey_answer;
DROP POLICY IF EXISTS only_the_system_s ON survey_answer;
CREATE POLICY only_the_system_s ON survey_answer FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE survey_comment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS never_the_desk_s ON survey_comment;
CREATE POLICY never_the_desk_s ON survey_comment FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'system')) WITH CHECK ((SELECT actor_kind()) = 'system');
ALTER TABLE survey_count ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS never_the_desk_s ON survey_count;
CREATE POLICY never_the_desk_s ON survey_count FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'system')) WITH CHECK ((SELECT actor_kind()) = 'system');
-- Who was asked and by which link is the system's business; an agent promises an invitation and takes it back.
ALTER TABLE survey_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON survey_link;
CREATE POLICY only_the_system_s ON survey_link FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE survey_question_set ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS made_by_managers ON survey_question_set;
CREATE POLICY made_by_managers ON survey_question_set FOR ALL TO sitr_runtime
    USING (true) WITH CHECK ((SELECT actor_kind()) IN ('manager', 'system'));

-- ---------------------------------------------------------------------------------------------------- notifications

-- A dead address is a keyed hash; a route is the name of a server of ours.
GRANT SELECT, INSERT, DELETE ON mail_suppression TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_route TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- notices

-- What a notice says is everybody's once it is published, and is not changed after that; whom it goes to is the system's.
GRANT SELECT, INSERT, UPDATE, DELETE ON service_notice TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE ON notice_dispatch TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON notice_recipient TO sitr_runtime;

ALTER TABLE service_notice ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS public_when_published ON service_notice;
CREATE POLICY public_when_published ON service_notice FOR SELECT TO sitr_runtime
    USING (published_at IS NOT NULL OR (SELECT actor_kind()) IN ('manager', 'officer', 'system'));
DROP POLICY IF EXISTS composed ON service_notice;
CREATE POLICY composed ON service_notice FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) IN ('manager', 'officer') AND published_at IS NULL);
DROP POLICY IF EXISTS drafts_change ON service_notice;
CREATE POLICY drafts_change ON service_notice FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'officer') AND published_at IS NULL)
    WITH CHECK ((SELECT actor_kind()) IN ('manager', 'officer'));
DROP POLICY IF EXISTS drafts_go ON service_notice;
CREATE POLICY drafts_go ON service_notice FOR DELETE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'officer') AND published_at IS NULL);

ALTER TABLE notice_dispatch ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS never_public ON notice_dispatch;
CREATE POLICY never_public ON notice_dispatch FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'officer', 'system'))
    WITH CHECK ((SELECT actor_kind()) IN ('manager', 'officer', 'system'));

ALTER TABLE notice_recipient ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON notice_recipient;
CREATE POLICY only_the_system_s ON notice_recipient FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');

-- Whom a notice would reach: whoever has an open ticket that it is aimed at and is not erased; in their last language.
-- Nobody is granted this one: the two below decide what of it they tell to whom.
CREATE OR REPLACE FUNCTION notice_people(p_notice uuid) RETURNS TABLE (requester uuid, locale text)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT ON (t.requester) t.requester, t.locale
    FROM notice_dispatch d
    JOIN ticket t ON t.status <> 'closed' AND (d.aim <> 'category' OR t.category = d.category)
        AND (d.aim <> 'domain' OR EXISTS (
            SELECT 1 FROM ticket_lookup l WHERE l.ticket = t.id AND l.kind = 'domain' AND l.hash = d.domain_hash
        ))
    WHERE d.notice = p_notice AND EXISTS (SELECT 1 FROM owner_key k WHERE k.owner = t.requester)
    ORDER BY t.requester, t.active_at DESC
$$;

-- Their number, for who sends notices. Of a domain fewer than five are not counted: that would tell whether somebody
-- has a ticket about it. Gives NULL then.
CREATE OR REPLACE FUNCTION notice_reach(p_notice uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN d.aim = 'domain' AND n < 5 THEN NULL ELSE n END
    FROM notice_dispatch d, (SELECT count(*)::integer AS n FROM notice_people(p_notice)) AS counted
    WHERE d.notice = p_notice AND actor_kind() IN ('manager', 'officer', 'system')
$$;
GRANT EXECUTE ON FUNCTION notice_reach(uuid) TO sitr_runtime;

-- Those who have no promise yet, a portion at a time, for the system.
CREATE OR REPLACE FUNCTION notice_people_left(p_notice uuid, p_most integer)
    RETURNS TABLE (requester uuid, locale text) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.requester, p.locale FROM notice_people(p_notice) p
    WHERE actor_kind() = 'system' AND NOT EXISTS (
        SELECT 1 FROM notice_recipient r WHERE r.notice = p_notice AND r.requester = p.requester
    )
    ORDER BY p.requester LIMIT p_most
$$;
GRANT EXECUTE ON FUNCTION notice_people_left(uuid, integer) TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- writing

-- A draft is its writer's own, on a ticket that they see; the system forgets what was sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON reply_draft, ticket_presence, macro TO sitr_runtime;
ALTER TABLE reply_draft ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS the_writer_s ON reply_draft;
CREATE POLICY the_writer_s ON reply_draft FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system'
    OR (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = reply_draft.ticket)
);

-- Who looks at a ticket is seen by whoever may see the ticket, and said by each for themselves.
ALTER TABLE ticket_presence ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_presence;
CREATE POLICY with_its_ticket ON ticket_presence FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) = 'agent' AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_presence.ticket)
);
DROP POLICY IF EXISTS said_by_each ON ticket_presence;
CREATE POLICY said_by_each ON ticket_presence FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system'
    OR (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_presence.ticket)
);

ALTER TABLE macro ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_at_the_desk ON macro;
CREATE POLICY read_at_the_desk ON macro FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('agent', 'manager', 'system'));
DROP POLICY IF EXISTS written_by_managers ON macro;
CREATE POLICY written_by_managers ON macro FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'system'));

-- Takes a reply back that the requester has not got yet; by its writer only. Gives when it would have been visible. The
-- keys of its files go with it.
CREATE OR REPLACE FUNCTION take_back_reply(p_message uuid) RETURNS timestamptz
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM ticket_message
        WHERE id = p_message AND actor_kind() = 'agent' AND author = actor_id() AND visible_at > now()
        RETURNING id, visible_at
    ), files AS (
        UPDATE sealed_value v SET ciphertext = NULL, destroyed_at = now()
        FROM ticket_attachment a, gone
        WHERE a.message = gone.id AND v.owner = a.ticket AND v.name = 'file ' || a.number AND v.ciphertext IS NOT NULL
    )
    SELECT visible_at FROM gone
$$;
GRANT EXECUTE ON FUNCTION take_back_reply(uuid) TO sitr_runtime;

-- What changed, told to the serving processes by name only (helpdesk/tickets/live.py): a ticket's id, or that of a
-- ticket whose readers changed ("presence"); "session" when somebody is let in no more. Never a word.
CREATE OR REPLACE FUNCTION told_of_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('live', 'ticket ' || id) FROM (SELECT DISTINCT id FROM changed LIMIT 100) AS those;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION told_of_their_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('live', TG_ARGV[0] || ' ' || ticket) FROM (SELECT DISTINCT ticket FROM changed LIMIT 100) AS those;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION told_of_disclosures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('live', 'ticket ' || about) FROM (
        SELECT DISTINCT about FROM changed WHERE purpose NOT IN ('assigned', 'delivery', 'recognition') LIMIT 100
    ) AS those;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION told_of_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('live', 'session');
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS live_made ON ticket;
CREATE TRIGGER live_made AFTER INSERT ON ticket REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_tickets();
DROP TRIGGER IF EXISTS live_changed ON ticket;
CREATE TRIGGER live_changed AFTER UPDATE ON ticket REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_tickets();
DROP TRIGGER IF EXISTS live_made ON ticket_message;
CREATE TRIGGER live_made AFTER INSERT ON ticket_message REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('ticket');
DROP TRIGGER IF EXISTS live_gone ON ticket_message;
CREATE TRIGGER live_gone AFTER DELETE ON ticket_message REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('ticket');
DROP TRIGGER IF EXISTS live_made ON ticket_presence;
CREATE TRIGGER live_made AFTER INSERT ON ticket_presence REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('presence');
DROP TRIGGER IF EXISTS live_changed ON ticket_presence;
CREATE TRIGGER live_changed AFTER UPDATE ON ticket_presence REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('presence');
DROP TRIGGER IF EXISTS live_gone ON ticket_presence;
CREATE TRIGGER live_gone AFTER DELETE ON ticket_presence REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('presence');
DROP TRIGGER IF EXISTS live_made ON disclosure;
CREATE TRIGGER live_made AFTER INSERT ON disclosure REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_disclosures();
DROP TRIGGER IF EXISTS live_made ON disclosure_request;
CREATE TRIGGER live_made AFTER INSERT ON disclosure_request REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_disclosures();
DROP TRIGGER IF EXISTS live_changed ON disclosure_request;
CREATE TRIGGER live_changed AFTER UPDATE ON disclosure_request REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_disclosures();
DROP TRIGGER IF EXISTS live_gone ON staff_session;
CREATE TRIGGER live_gone AFTER DELETE ON staff_session FOR EACH STATEMENT EXECUTE FUNCTION told_of_sessions();
-- ---------------------------------------------------------------------------------------------------- workload

-- Counts for managers, by team and by hour and never by person; somebody's own for themselves.
CREATE OR REPLACE FUNCTION workload_by_team(p_since timestamptz, p_now timestamptz, p_soon timestamptz)
    RETURNS TABLE (team text, open bigint, unassigned bigint, new bigint, soon bigint, late bigint,
        first_reply double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.team,
           count(*) FILTER (WHERE t.status <> 'closed'),
           count(*) FILTER (WHERE t.status <> 'closed' AND t.assignee IS NULL),
           count(*) FILTER (WHERE t.opened_at >= p_since),
           count(*) FILTER (WHERE t.status <> 'closed' AND t.due_at >= p_now AND t.due_at <= p_soon),
           count(*) FILTER (WHERE t.status <> 'closed' AND t.due_at < p_now),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM r.at - t.opened_at)::double precision)
               FILTER (WHERE t.opened_at >= p_since AND r.at IS NOT NULL)
    FROM ticket t
    LEFT JOIN LATERAL (
        SELECT min(m.posted_at) AS at FROM ticket_message m
        WHERE m.ticket = t.id AND m.author IS NOT NULL AND m.audience = 'everyone' AND t.opened_at >= p_since
    ) r ON true
    WHERE actor_kind() = 'manager' AND (t.status <> 'closed' OR t.opened_at >= p_since)
    GROUP BY t.team ORDER BY t.team
$$;
GRANT EXECUTE ON FUNCTION workload_by_team(timestamptz, timestamptz, timestamptz) TO sitr_runtime;

CREATE OR REPLACE FUNCTION workload_by_hour(p_since timestamptz) RETURNS TABLE (hour integer, new bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT extract(hour FROM t.opened_at AT TIME ZONE 'UTC')::integer, count(*) FROM ticket t
    WHERE actor_kind() = 'manager' AND t.opened_at >= p_since
    GROUP BY 1 ORDER BY 1
$$;
GRANT EXECUTE ON FUNCTION workload_by_hour(timestamptz) TO sitr_runtime;

CREATE OR REPLACE FUNCTION own_workload(p_since timestamptz) RETURNS TABLE (open bigint, closed bigint, replies bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (SELECT count(*) FROM ticket WHERE assignee = actor_id() AND status <> 'closed'),
           (SELECT count(*) FROM ticket WHERE assignee = actor_id() AND status = 'closed' AND closed_at >= p_since),
           (SELECT count(*) FROM ticket_message
            WHERE author = actor_id() AND audience = 'everyone' AND posted_at >= p_since)
    WHERE actor_kind() = 'agent'
$$;
GRANT EXECUTE ON FUNCTION own_workload(timestamptz) TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- second factor

-- What only the sign-in asks for: sealed secrets of authenticator apps, keyed hashes of recovery codes.
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factor TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON recovery_code TO sitr_runtime;

ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS the_system_s ON second_factor;
CREATE POLICY the_system_s ON second_factor FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS the_system_s ON recovery_code;
CREATE POLICY the_system_s ON recovery_code FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
-- ---------------------------------------------------------------------------------------------------- requesters sign in

-- What lets a requester in is the system's: tokens are found by their hash before anybody is known to act.
GRANT UPDATE (locale, digits) ON requester TO sitr_runtime;
GRANT DELETE ON survey_objection TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON requester_session TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (token_hash, expires_at), DELETE ON sign_in_link TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (address, token_hash, expires_at), DELETE ON address_change TO sitr_runtime;
ALTER TABLE requester_session ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON requester_session;
CREATE POLICY only_the_system_s ON requester_session FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');
ALTER TABLE sign_in_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON sign_in_link;
CREATE POLICY only_the_system_s ON sign_in_link FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE address_change ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON address_change;
CREATE POLICY only_the_system_s ON address_change FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- What a ticket seals, to the requester whose ticket it is, in a session that was opened at most 15 minutes ago; a secret
-- too, since it is theirs. Which of it stands in their own words, and not in a note of ours, is for the product to say.
CREATE OR REPLACE FUNCTION own_values(p_ticket uuid)
    RETURNS TABLE (id uuid, owner uuid, name text, kind text, ciphertext bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.id, v.owner, v.name, v.kind, v.ciphertext
    FROM ticket t JOIN sealed_value v ON v.owner = t.id
    WHERE t.id = p_ticket AND actor_kind() = 'requester' AND t.requester = actor_id() AND EXISTS (
        SELECT 1 FROM requester_session s
        WHERE s.requester = actor_id() AND s.opened_at > now() - interval '15 minutes' AND s.expires_at > now()
    )
$$;
GRANT EXECUTE ON FUNCTION own_values(uuid) TO sitr_runtime;

-- The name and address of whoever signed in, to themselves, as long as they are signed in.
CREATE OR REPLACE FUNCTION own_person() RETURNS TABLE (id uuid, owner uuid, name text, kind text, ciphertext bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.id, v.owner, v.name, v.kind, v.ciphertext FROM sealed_value v
    WHERE actor_kind() = 'requester' AND v.owner = actor_id() AND v.ciphertext IS NOT NULL AND EXISTS (
        SELECT 1 FROM requester_session s WHERE s.requester = actor_id() AND s.expires_at > now()
    )
$$;
GRANT EXECUTE ON FUNCTION own_person() TO sitr_runtime;

-- Who signed in is themselves even without a request: their row, their sealed name and address, their key.
DROP POLICY IF EXISTS one_s_own ON requester;
CREATE POLICY one_s_own ON requester FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) = 'requester' AND id = (SELECT actor_id()));
DROP POLICY IF EXISTS changed_by_oneself ON requester;
CREATE POLICY changed_by_oneself ON requester FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) = 'requester' AND id = (SELECT actor_id()));
DROP POLICY IF EXISTS one_s_own ON sealed_value;
CREATE POLICY one_s_own ON sealed_value FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) = 'requester' AND owner = (SELECT actor_id()));
DROP POLICY IF EXISTS one_s_own ON owner_key;
CREATE POLICY one_s_own ON owner_key FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) = 'requester' AND owner = (SELECT actor_id()));

-- ---------------------------------------------------------------------------------------------------- subject requests

-- What a person asks about their own data is theirs, the officers' and the system's; whose data may not be used, agents
-- see at their tickets. Packages are read by their person alone, and their bytes are sealed under that person's key.
GRANT SELECT, INSERT, UPDATE (state, proof, proved_at, words, due_on, answer, delay, handler, receipt, taken_at, extended_at,
    settled_at, reminded_on), DELETE ON subject_request TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON subject_request_link TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by) ON processing_limit TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (state, done, parts, size, claimed_until, ready_at, expires_at, fetched_at)
    ON access_package TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON access_package_piece TO sitr_runtime;

CREATE OR REPLACE FUNCTION is_one_s_own(p_subject uuid) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT actor_kind() = 'requester' AND p_subject = actor_id() $$;
GRANT EXECUTE ON FUNCTION is_one_s_own(uuid) TO sitr_runtime;

ALTER TABLE subject_request ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own_and_officers ON subject_request;
CREATE POLICY one_s_own_and_officers ON subject_request FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject))
    WITH CHECK ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject));

ALTER TABLE subject_request_link ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON subject_request_link;
CREATE POLICY only_the_system_s ON subject_request_link FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system');

ALTER TABLE processing_limit ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own_and_officers ON processing_limit;
CREATE POLICY one_s_own_and_officers ON processing_limit FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject))
    WITH CHECK ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject));
DROP POLICY IF EXISTS with_a_ticket ON processing_limit;
CREATE POLICY with_a_ticket ON processing_limit FOR SELECT TO sitr_runtime
    USING (EXISTS (SELECT 1 FROM ticket WHERE ticket.requester = processing_limit.subject));

ALTER TABLE access_package ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own_and_officers ON access_package;
CREATE POLICY one_s_own_and_officers ON access_package FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject))
    WITH CHECK ((SELECT actor_kind()) IN ('officer', 'system') OR is_one_s_own(subject));
ALTER TABLE access_package_piece ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own ON access_package_piece;
CREATE POLICY one_s_own ON access_package_piece FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) = 'system' OR EXISTS (
        SELECT 1 FROM access_package p WHERE p.request = access_package_piece.package AND is_one_s_own(p.subject)
    )) WITH CHECK ((SELECT actor_kind()) = 'system');

-- Words and answers of a request are sealed under its person's key.
DROP POLICY IF EXISTS of_a_subject_request ON owner_key;
CREATE POLICY of_a_subject_request ON owner_key FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) = 'officer'
    AND EXISTS (SELECT 1 FROM subject_request WHERE subject_request.subject = owner_key.owner)
);

-- Puts a corrected value in the place of a wrong one, which is destroyed: its row stays for the ledger, under a name that
-- no text refers to. Whoever had the wrong one open has it no more. Gives false when it was destroyed already.
CREATE OR REPLACE FUNCTION replace_value(p_old uuid, p_new uuid, p_digest bytea, p_ciphertext bytea, p_now timestamptz)
    RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v sealed_value;
BEGIN
    IF actor_kind() <> 'system' THEN
        RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO v FROM sealed_value WHERE id = p_old AND ciphertext IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE sealed_value SET ciphertext = NULL, destroyed_at = p_now, name = 'replaced:' || v.id, number = 0,
        digest = '\x' WHERE id = v.id;
    INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at, openings)
    VALUES (p_new, v.owner, v.name, v.kind, v.number, p_digest, p_ciphertext, p_now, 0);
    UPDATE disclosure SET ended_at = p_now WHERE value = v.id AND ended_at IS NULL
        AND purpose NOT IN ('delivery', 'recognition', 'own-copy', 'transfer');
    RETURN true;
END $$;
GRANT EXECUTE ON FUNCTION replace_value(uuid, uuid, bytea, bytea, timestamptz) TO sitr_runtime;

-- Puts a requester's own words anew where they asked for a correction: a ticket's subject, or a message of theirs, never
-- one of ours. What a hold is on stays as it was written. Says whether it was done.
CREATE OR REPLACE FUNCTION reword(p_ticket uuid, p_message uuid, p_text bytea) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF actor_kind() <> 'system' THEN
        RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (
        SELECT FROM ticket t WHERE t.id = p_ticket
          AND (t.kept <> 'all' OR hold_over(t.requester, t.id, t.opened_at, t.active_at) IS NOT NULL)
    ) THEN
        RETURN false;
    END IF;
    IF p_message IS NULL THEN
        UPDATE ticket SET subject = p_text WHERE id = p_ticket;
    ELSE
        UPDATE ticket_message SET body = p_text WHERE id = p_message AND ticket = p_ticket AND author IS NULL;
    END IF;
    RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION reword(uuid, uuid, bytea) TO sitr_runtime;
-- ---------------------------------------------------------------------------------------------------- policy versions

-- What was published is everybody's and is never changed or taken away; that a change is told is the officers' and the
-- system's; what was accepted is seen with its ticket.
GRANT SELECT, INSERT ON policy_version, ticket_acceptance TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (told_up_to, promised, finished_at, stopped_at) ON policy_change TO sitr_runtime;

ALTER TABLE policy_version ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS public ON policy_version;
CREATE POLICY public ON policy_version FOR SELECT TO sitr_runtime USING (true);
DROP POLICY IF EXISTS published ON policy_version;
CREATE POLICY published ON policy_version FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) IN ('officer', 'system'));

ALTER TABLE policy_change ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS told_by_officers ON policy_change;
CREATE POLICY told_by_officers ON policy_change FOR ALL TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));

ALTER TABLE ticket_acceptance ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON ticket_acceptance;
CREATE POLICY with_its_ticket ON ticket_acceptance FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('system', 'requester', 'intake')
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_acceptance.ticket)
);
DROP POLICY IF EXISTS made_with_its_ticket ON ticket_acceptance;
CREATE POLICY made_with_its_ticket ON ticket_acceptance FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'intake' AND ticket = (SELECT actor_about())
);

-- Whom a change concerns: who opened a request before it that is open, or closed and by the policy (days by category)
-- still tied to them. In the order of their ids, for the system.
CREATE OR REPLACE FUNCTION policy_concerned(
    p_after uuid, p_since timestamptz, p_now timestamptz, p_categories text[], p_days integer[], p_most integer
) RETURNS TABLE (requester uuid) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id FROM requester r
    WHERE actor_kind() = 'system' AND (p_after IS NULL OR r.id > p_after)
      AND EXISTS (SELECT FROM owner_key o WHERE o.owner = r.id)
      AND EXISTS (
        SELECT FROM ticket t
        LEFT JOIN unnest(p_categories, p_days) AS k (category, days) ON k.category = t.category
        WHERE t.requester = r.id AND t.opened_at < p_since
          AND (t.closed_at IS NULL OR t.closed_at + coalesce(k.days, 365) * interval '1 day' > p_now)
      )
    ORDER BY r.id LIMIT p_most
$$;
GRANT EXECUTE ON FUNCTION policy_concerned(uuid, timestamptz, timestamptz, text[], integer[], integer) TO sitr_runtime;

-- What the mails about changes say to some requesters, each in the language of their last request, for the system.
CREATE OR REPLACE FUNCTION policy_change_words(p_changes uuid[], p_requesters uuid[])
    RETURNS TABLE (change uuid, requester uuid, what text, since timestamptz, locale text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.id, w.requester, c.what, c.since, t.locale
    FROM unnest(p_changes, p_requesters) AS w (change, requester)
    JOIN policy_change c ON c.id = w.change AND c.stopped_at IS NULL
    CROSS JOIN LATERAL (
        SELECT ticket.locale FROM ticket WHERE ticket.requester = w.requester ORDER BY ticket.active_at DESC LIMIT 1
    ) AS t
    WHERE actor_kind() = 'system'
$$;
GRANT EXECUTE ON FUNCTION policy_change_words(uuid[], uuid[]) TO sitr_runtime;
-- ---------------------------------------------------------------------------------------------------- queues

-- What sorts a ticket changes; what was asked and by whom does not.
GRANT UPDATE (wake_at, priority, tags, heard_at, answered_at, solve_from, solve_used, due_at, due_rules)
    ON ticket TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (name, retired_at) ON tag TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON saved_filter TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (seen_at), DELETE ON ticket_seen TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON undo_step TO sitr_runtime;

-- Tags are words of the managers' list; whoever works here reads them.
ALTER TABLE tag ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_staff ON tag;
CREATE POLICY read_by_staff ON tag FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('agent', 'manager', 'officer', 'admin', 'system'));
DROP POLICY IF EXISTS listed_by_managers ON tag;
CREATE POLICY listed_by_managers ON tag FOR INSERT TO sitr_runtime WITH CHECK ((SELECT actor_kind()) = 'manager');
DROP POLICY IF EXISTS changed_by_managers ON tag;
CREATE POLICY changed_by_managers ON tag FOR UPDATE TO sitr_runtime USING ((SELECT actor_kind()) = 'manager');

-- A saved filter is its owner's; one without an owner is everybody's and the managers'.
ALTER TABLE saved_filter ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own_or_everybody_s ON saved_filter;
CREATE POLICY one_s_own_or_everybody_s ON saved_filter FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) = 'agent' AND (owner IS NULL OR owner = (SELECT actor_id()))
    OR (SELECT actor_kind()) = 'manager' AND owner IS NULL
);
DROP POLICY IF EXISTS saved_in_one_s_own_name ON saved_filter;
CREATE POLICY saved_in_one_s_own_name ON saved_filter FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'agent' AND owner = (SELECT actor_id())
    OR (SELECT actor_kind()) = 'manager' AND owner IS NULL
);
DROP POLICY IF EXISTS taken_away_by_whose_it_is ON saved_filter;
CREATE POLICY taken_away_by_whose_it_is ON saved_filter FOR DELETE TO sitr_runtime USING (
    (SELECT actor_kind()) = 'agent' AND owner = (SELECT actor_id())
    OR (SELECT actor_kind()) = 'manager' AND owner IS NULL
);

-- Nobody learns what a colleague has looked at.
ALTER TABLE ticket_seen ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own ON ticket_seen;
CREATE POLICY one_s_own ON ticket_seen FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system' OR (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
);

-- How many tickets of each category are not closed, wait and are late, for managers, who see no ticket.
CREATE OR REPLACE FUNCTION late_by_category(p_now timestamptz)
    RETURNS TABLE (category text, standing integer, waiting integer, late integer)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.category, count(*)::integer, (count(*) FILTER (WHERE t.status = 'pending'))::integer,
        (count(*) FILTER (WHERE t.due_at < p_now))::integer
    FROM ticket t WHERE t.closed_at IS NULL AND actor_kind() IN ('manager', 'system')
    GROUP BY t.category ORDER BY t.category
$$;
GRANT EXECUTE ON FUNCTION late_by_category(timestamptz) TO sitr_runtime;

-- Only who changed something takes it back.
ALTER TABLE undo_step ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_s_own ON undo_step;
CREATE POLICY one_s_own ON undo_step FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system' OR (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
);
-- ---------------------------------------------------------------------------------------------------- erasure

-- Receipts and the journal grow and are never changed; who they are about nobody can tell without the keyring.
GRANT SELECT, INSERT ON erasure_receipt, erasure_journal TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON erasure_pending TO sitr_runtime;
GRANT SELECT ON restoration TO sitr_runtime;

ALTER TABLE erasure_receipt ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_officers ON erasure_receipt;
CREATE POLICY read_by_officers ON erasure_receipt FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));
DROP POLICY IF EXISTS written_by_the_system ON erasure_receipt;
CREATE POLICY written_by_the_system ON erasure_receipt FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'system');
ALTER TABLE erasure_journal ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON erasure_journal;
CREATE POLICY only_the_system_s ON erasure_journal FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE erasure_pending ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON erasure_pending;
CREATE POLICY only_the_system_s ON erasure_pending FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');

-- Erases a ticket, also one on hold (what asks for it looks at holds; a restore does what was done already): its key,
-- with which every word and detail goes, and the rows that held them. What stays is that a request of a category came,
-- was replied to and went. One that was open is closed. Gives what it emptied.
CREATE OR REPLACE FUNCTION forget_ticket(p_ticket uuid, p_now timestamptz)
    RETURNS TABLE (messages integer, details integer) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM owner_key WHERE owner = p_ticket;
    DELETE FROM ticket_lexeme WHERE ticket = p_ticket;  -- by themselves: after a restore the key may not be there
    DELETE FROM ticket_lookup WHERE ticket = p_ticket;
    UPDATE ticket t SET subject = '', link = '', form_key = NULL, kept = 'figures', status = 'closed',
        closed_at = coalesce(t.closed_at, p_now), wake_at = NULL, solve_from = NULL, due_at = '9999-12-31 00:00+00',
        answered_at = coalesce(t.answered_at, p_now), replied_at = coalesce(t.replied_at, (
            SELECT min(m.posted_at) FROM ticket_message m
            WHERE m.ticket = t.id AND m.author IS NOT NULL AND m.audience = 'everyone'
        )) WHERE t.id = p_ticket;
    DELETE FROM reply_draft WHERE ticket = p_ticket;
    DELETE FROM ticket_message WHERE ticket = p_ticket;
    GET DIAGNOSTICS messages = ROW_COUNT;
    SELECT count(*) INTO details FROM sealed_value WHERE owner = p_ticket AND ciphertext IS NOT NULL;
    UPDATE sealed_value SET ciphertext = NULL, digest = '', destroyed_at = coalesce(destroyed_at, p_now)
        WHERE owner = p_ticket;
    UPDATE disclosure SET reason = NULL,
        ended_at = CASE WHEN ended_at IS NULL AND (expires_at IS NULL OR expires_at > p_now) THEN p_now ELSE ended_at END
        WHERE about = p_ticket;
    UPDATE disclosure_request SET reason = NULL, expires_at = least(expires_at, p_now) WHERE about = p_ticket;
    UPDATE disclosure_review SET note = '' WHERE note <> ''
        AND disclosure IN (SELECT id FROM disclosure WHERE about = p_ticket);
    UPDATE break_glass SET reason = '', ended_at = coalesce(ended_at, least(expires_at, p_now)) WHERE ticket = p_ticket;
    DELETE FROM ticket_merger WHERE ticket = p_ticket;
    RETURN NEXT;
END $$;
GRANT EXECUTE ON FUNCTION forget_ticket(uuid, timestamptz) TO sitr_runtime;

-- Erases a requester: their key, their address and name, the hash they are found by, and where they are signed in. Gives
-- how many details went.
CREATE OR REPLACE FUNCTION forget_requester(p_requester uuid, p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    details integer;
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM owner_key WHERE owner = p_requester;
    SELECT count(*) INTO details FROM sealed_value WHERE owner = p_requester AND ciphertext IS NOT NULL;
    UPDATE sealed_value SET ciphertext = NULL, digest = '', destroyed_at = coalesce(destroyed_at, p_now)
        WHERE owner = p_requester;
    UPDATE requester SET email_hash = NULL WHERE id = p_requester;
    UPDATE ticket SET subject = '', link = '', form_key = NULL, kept = 'figures'
        WHERE requester = p_requester AND kept <> 'figures' AND status = 'closed';  -- whose texts went with time
    DELETE FROM requester_session WHERE requester = p_requester;
    DELETE FROM sign_in_link WHERE requester = p_requester;
    DELETE FROM address_change WHERE requester = p_requester;
    DELETE FROM notice_recipient WHERE requester = p_requester;
    RETURN details;
END $$;
GRANT EXECUTE ON FUNCTION forget_requester(uuid, timestamptz) TO sitr_runtime;

-- Destroys the details of a ticket that were sealed until a moment, for good; every text stays, and says by kind and number
-- what stood there. Each keyed hash becomes one that nothing is like, so that numbers go on as before. Gives how many.
CREATE OR REPLACE FUNCTION forget_details(p_ticket uuid, p_until timestamptz, p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_gone uuid[];
    details integer;
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system erases' USING ERRCODE = 'insufficient_privilege';
    END IF;
    v_gone := ARRAY(SELECT id FROM sealed_value WHERE owner = p_ticket AND sealed_at <= p_until ORDER BY id FOR UPDATE);
    SELECT count(*) INTO details FROM sealed_value WHERE id = ANY (v_gone) AND ciphertext IS NOT NULL;
    UPDATE sealed_value SET ciphertext = NULL, digest = uuid_send(gen_random_uuid()),
        destroyed_at = coalesce(destroyed_at, p_now) WHERE id = ANY (v_gone);
    DELETE FROM held_value WHERE id = ANY (v_gone);  -- a restore does what was done already, also under a hold
    UPDATE ticket_attachment SET content = NULL WHERE ticket = p_ticket AND is_sealed AND stored_at <= p_until;
    UPDATE disclosure SET ended_at = p_now WHERE value = ANY (v_gone) AND about = p_ticket AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > p_now) AND purpose NOT IN ('delivery', 'recognition', 'own-copy', 'transfer');
    UPDATE disclosure_request SET expires_at = least(expires_at, p_now) WHERE value = ANY (v_gone);
    DELETE FROM ticket_lookup WHERE ticket = p_ticket;
    DELETE FROM reply_draft WHERE ticket = p_ticket;  -- what somebody is writing may hold one in clear
    PERFORM pg_notify('live', 'ticket ' || p_ticket);
    RETURN details;
END $$;
GRANT EXECUTE ON FUNCTION forget_details(uuid, timestamptz, timestamptz) TO sitr_runtime;
-- ---------------------------------------------------------------------------------------------------- retention

-- Holds: asked for by officers, confirmed and lifted by a second person; what they cover and why is never changed.
GRANT SELECT, INSERT, UPDATE (review_on, reminded_of, confirmed_by, confirmed_at, declined_by, declined_at, lift_reason,
    lift_asked_by, lift_asked_at, lifted_by, lifted_at) ON legal_hold TO sitr_runtime;
ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_officers ON legal_hold;
CREATE POLICY read_by_officers ON legal_hold FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));
DROP POLICY IF EXISTS in_one_s_own_name ON legal_hold;
CREATE POLICY in_one_s_own_name ON legal_hold FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'officer' AND asked_by = (SELECT actor_id()) AND confirmed_at IS NULL
);
DROP POLICY IF EXISTS until_it_is_over ON legal_hold;
CREATE POLICY until_it_is_over ON legal_hold FOR UPDATE TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin', 'system') AND declined_at IS NULL AND lifted_at IS NULL
) WITH CHECK (true);

-- Each step is taken in one's own name, once; that they are two persons is a CHECK of the table.
CREATE OR REPLACE FUNCTION hold_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF actor_kind() <> 'owner' AND (
        NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by
            AND (OLD.confirmed_by IS NOT NULL OR NEW.confirmed_by IS DISTINCT FROM actor_id())
        OR NEW.lifted_by IS DISTINCT FROM OLD.lifted_by AND NEW.lifted_by IS DISTINCT FROM actor_id()
        OR NEW.lift_asked_by IS DISTINCT FROM OLD.lift_asked_by
            AND NEW.lift_asked_by IS NOT NULL AND NEW.lift_asked_by IS DISTINCT FROM actor_id()
    ) THEN
        RAISE EXCEPTION 'each step of a hold is taken in one''s own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS hold_steps ON legal_hold;
CREATE TRIGGER hold_steps BEFORE UPDATE ON legal_hold FOR EACH ROW EXECUTE FUNCTION hold_steps();

-- Whether a hold is in force and covers what is of this person and was opened and last active then; its list is another matter.
CREATE OR REPLACE FUNCTION covers(h legal_hold, p_person uuid, p_opened timestamptz, p_active timestamptz)
    RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL
      AND (h.person IS NULL OR h.person = p_person)
      AND (h.from_day IS NULL OR p_active >= h.from_day::timestamp AT TIME ZONE 'UTC')
      AND (h.until_day IS NULL OR p_opened < (h.until_day + 1)::timestamp AT TIME ZONE 'UTC')
$$;

-- The hold in force over a ticket with these facts, or NULL; of several one that the requester may know of. Nobody is
-- granted this one: hold_on() decides whom it tells.
CREATE OR REPLACE FUNCTION hold_over(p_person uuid, p_ticket uuid, p_opened timestamptz, p_active timestamptz)
    RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id FROM legal_hold h
    WHERE covers(h, p_person, p_opened, p_active) AND (h.tickets = '{}' OR p_ticket = ANY (h.tickets))
    ORDER BY h.is_silent, h.number LIMIT 1
$$;

-- Those of some tickets that a hold in force is over: as hold_over() says, but each hold's list is read once, not for each
-- ticket. Nobody is granted this one.
CREATE OR REPLACE FUNCTION held_among(p_tickets uuid[]) RETURNS uuid[] LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    WITH asked AS MATERIALIZED (
        SELECT t.id, t.requester, t.opened_at, t.active_at FROM unnest(p_tickets) AS x JOIN ticket t ON t.id = x
    ), named AS (
        SELECT h.id AS hold, x FROM legal_hold h, unnest(h.tickets) AS x
        WHERE h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL
    )
    SELECT ARRAY(
        SELECT a.id FROM legal_hold h JOIN asked a ON covers(h, a.requester, a.opened_at, a.active_at) WHERE h.tickets = '{}'
        UNION
        SELECT a.id FROM named n JOIN asked a ON a.id = n.x JOIN legal_hold h ON h.id = n.hold
        WHERE covers(h, a.requester, a.opened_at, a.active_at)
    )
$$;

-- The hold in force on a ticket, or NULL. Its requester is told of theirs only, and of none that is silent.
CREATE OR REPLACE FUNCTION hold_on(ticket uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id FROM ticket t JOIN legal_hold h ON h.id = hold_over(t.requester, t.id, t.opened_at, t.active_at)
    WHERE t.id = $1 AND CASE actor_kind()
        WHEN 'requester' THEN NOT h.is_silent AND (t.link_hash = actor_link() OR t.requester = actor_id())
        ELSE actor_kind() IN ('agent', 'officer', 'admin', 'system', 'owner')
    END
$$;
GRANT EXECUTE ON FUNCTION hold_on(uuid) TO sitr_runtime;

-- Whether a hold in force is on what values belong to: a ticket; a person, as a whole or by one of their tickets. Nobody is
-- granted this one.
CREATE OR REPLACE FUNCTION is_held(p_owner uuid) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM ticket t WHERE t.id = p_owner AND hold_over(t.requester, t.id, t.opened_at, t.active_at) IS NOT NULL
    ) OR EXISTS (
        SELECT FROM ticket t
        WHERE t.requester = p_owner AND hold_over(t.requester, t.id, t.opened_at, t.active_at) IS NOT NULL
    ) OR EXISTS (
        SELECT FROM legal_hold h WHERE h.person = p_owner AND h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL
          AND h.tickets = '{}' AND h.from_day IS NULL AND h.until_day IS NULL
    )
$$;

-- Whatever destroys a value under a hold (a closing, a correction, its age), its ciphertext is set aside: for everybody it
-- is destroyed all the same, so that no page tells of a hold that must not be told. An erasure takes the key first.
CREATE OR REPLACE FUNCTION set_aside_when_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM legal_hold h WHERE h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL)
       AND EXISTS (SELECT FROM owner_key k WHERE k.owner = OLD.owner) AND is_held(OLD.owner) THEN
        INSERT INTO held_value (id, owner, name, kind, number, digest, ciphertext, sealed_at, set_aside_at)
        VALUES (OLD.id, OLD.owner, OLD.name, OLD.kind, OLD.number, OLD.digest, OLD.ciphertext, OLD.sealed_at,
                NEW.destroyed_at);
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS set_aside_when_held ON sealed_value;
CREATE TRIGGER set_aside_when_held BEFORE UPDATE OF ciphertext ON sealed_value FOR EACH ROW
    WHEN (OLD.ciphertext IS NOT NULL AND NEW.ciphertext IS NULL) EXECUTE FUNCTION set_aside_when_held();

-- That there is something is the system's to know; its ciphertext comes out for an approved demand alone, through
-- disclose_value(), and goes with the hold or with the key.
GRANT SELECT (id, owner, name, kind, number, digest, sealed_at, set_aside_at) ON held_value TO sitr_runtime;
ALTER TABLE held_value ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS only_the_system_s ON held_value;
CREATE POLICY only_the_system_s ON held_value FOR SELECT TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
CREATE OR REPLACE FUNCTION forget_set_aside() RETURNS integer LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM held_value h WHERE NOT is_held(h.owner);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
GRANT EXECUTE ON FUNCTION forget_set_aside() TO sitr_runtime;
CREATE OR REPLACE FUNCTION set_aside_counts() RETURNS TABLE (going integer, kept integer) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT count(*) FILTER (WHERE NOT is_held(h.owner))::integer, count(*) FILTER (WHERE is_held(h.owner))::integer
    FROM held_value h WHERE actor_kind() IN ('system', 'owner')
$$;
GRANT EXECUTE ON FUNCTION set_aside_counts() TO sitr_runtime;

-- How many details each hold keeps, for those who read of holds (read_by_officers); of several holds each keeps a detail.
CREATE OR REPLACE FUNCTION set_aside_sizes() RETURNS TABLE (hold uuid, number integer, details bigint) LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id, h.number, count(*) FROM legal_hold h JOIN held_value v ON
        EXISTS (
            SELECT FROM ticket t WHERE v.owner IN (t.id, t.requester)
              AND covers(h, t.requester, t.opened_at, t.active_at) AND (h.tickets = '{}' OR t.id = ANY (h.tickets))
        ) OR (h.person = v.owner AND h.tickets = '{}' AND h.from_day IS NULL AND h.until_day IS NULL)
    WHERE h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL AND actor_kind() IN ('officer', 'admin', 'system', 'owner')
    GROUP BY h.id, h.number ORDER BY h.number
$$;
GRANT EXECUTE ON FUNCTION set_aside_sizes() TO sitr_runtime;

-- Leaves the frame of some tickets: words, details, keys and what a search finds them by go; when they were opened,
-- first replied to and closed stays. A ticket on hold is left alone, whoever asks. Gives those that it was done to.
CREATE OR REPLACE FUNCTION forget_texts(p_tickets uuid[], p_now timestamptz) RETURNS uuid[]
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    ids uuid[];
    on_hold uuid[] := held_among(p_tickets);
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    ids := ARRAY(
        SELECT t.id FROM ticket t
        WHERE t.id = ANY (p_tickets) AND t.kept = 'all'
          AND t.id <> ALL (on_hold)
        ORDER BY t.id FOR UPDATE
    );
    UPDATE ticket t SET subject = '', kept = 'frame', replied_at = (
        SELECT min(m.posted_at) FROM ticket_message m
        WHERE m.ticket = t.id AND m.author IS NOT NULL AND m.audience = 'everyone'
    ) WHERE t.id = ANY (ids);
    DELETE FROM reply_draft WHERE ticket = ANY (ids);
    DELETE FROM ticket_message WHERE ticket = ANY (ids);
    DELETE FROM owner_key WHERE owner = ANY (ids);  -- first: without a key nothing is set aside, and nobody asks why
    UPDATE sealed_value SET ciphertext = NULL, digest = '', destroyed_at = coalesce(destroyed_at, p_now)
    WHERE owner = ANY (ids);
    -- reasons and notes about looks were sealed under the same key
    UPDATE disclosure SET reason = NULL WHERE about = ANY (ids) AND reason IS NOT NULL;
    UPDATE disclosure_request SET reason = NULL WHERE about = ANY (ids) AND reason IS NOT NULL;
    UPDATE disclosure_review r SET note = '' FROM disclosure d
    WHERE d.id = r.disclosure AND d.about = ANY (ids) AND r.note IS NOT NULL;
    UPDATE break_glass SET reason = '' WHERE ticket = ANY (ids);
    RETURN ids;
END $$;
GRANT EXECUTE ON FUNCTION forget_texts(uuid[], timestamptz) TO sitr_runtime;

-- Runs and figures say how many, never what.
GRANT SELECT, INSERT, UPDATE (ended_at, state, texts, pseudonym, rest, people, held) ON retention_run TO sitr_runtime;
GRANT SELECT ON ticket_month TO sitr_runtime;
ALTER TABLE retention_run ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_who_answers ON retention_run;
CREATE POLICY read_by_who_answers ON retention_run FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'manager', 'admin', 'system'));
DROP POLICY IF EXISTS the_system_s ON retention_run;
CREATE POLICY the_system_s ON retention_run FOR ALL TO sitr_runtime USING ((SELECT actor_kind()) = 'system');
ALTER TABLE ticket_month ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_managers ON ticket_month;
CREATE POLICY read_by_managers ON ticket_month FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('manager', 'officer', 'system'));

-- ---------------------------------------------------------------------------------------------------- lawful disclosures

-- Demands of authorities are the officers' and administrators': asked for by an officer, agreed to by others, each in
-- their own name. What was given is never changed; when its person is told of it, the system says.
GRANT SELECT, INSERT, UPDATE (approved_at, expires_at, declined_at, released_at, told_at) ON lawful_request
    TO sitr_runtime;
GRANT SELECT, INSERT ON lawful_decision, lawful_given, lawful_opening TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (decision, decided_by, decided_at) ON lawful_gag TO sitr_runtime;
GRANT SELECT, INSERT, UPDATE (content, fetched_at) ON lawful_package TO sitr_runtime;

ALTER TABLE lawful_request ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_who_answers ON lawful_request;
CREATE POLICY read_by_who_answers ON lawful_request FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));
DROP POLICY IF EXISTS in_one_s_own_name ON lawful_request;
CREATE POLICY in_one_s_own_name ON lawful_request FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'officer' AND asked_by = (SELECT actor_id())
    AND approved_at IS NULL AND released_at IS NULL AND told_at IS NULL
);
DROP POLICY IF EXISTS step_by_step ON lawful_request;
CREATE POLICY step_by_step ON lawful_request FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));

-- Whoever asked approves nothing; what is approved has as many decisions of others as it needs.
CREATE OR REPLACE FUNCTION lawful_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.approved_at IS NOT NULL AND OLD.approved_at IS NULL AND (
        SELECT count(*) FROM lawful_decision d
        WHERE d.request = NEW.id AND d.decision = 'approved' AND d.by <> NEW.asked_by
    ) < NEW.approvals THEN
        RAISE EXCEPTION 'others have to agree first' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.told_at IS NOT NULL AND NEW.told_at IS DISTINCT FROM OLD.told_at
        OR OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at THEN
        RAISE EXCEPTION 'what was given and told stays so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS lawful_steps ON lawful_request;
CREATE TRIGGER lawful_steps BEFORE UPDATE ON lawful_request FOR EACH ROW EXECUTE FUNCTION lawful_steps();

ALTER TABLE lawful_decision ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_who_answers ON lawful_decision;
CREATE POLICY read_by_who_answers ON lawful_decision FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));
DROP POLICY IF EXISTS by_another ON lawful_decision;
CREATE POLICY by_another ON lawful_decision FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) IN ('officer', 'admin') AND by = (SELECT actor_id())
    AND EXISTS (SELECT 1 FROM lawful_request r WHERE r.id = lawful_decision.request AND r.asked_by <> (SELECT actor_id()))
);

ALTER TABLE lawful_gag ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_who_answers ON lawful_gag;
CREATE POLICY read_by_who_answers ON lawful_gag FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));
DROP POLICY IF EXISTS in_one_s_own_name ON lawful_gag;
CREATE POLICY in_one_s_own_name ON lawful_gag FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'officer' AND asked_by = (SELECT actor_id()) AND decision IS NULL
);
DROP POLICY IF EXISTS decided_by_a_second_person ON lawful_gag;
CREATE POLICY decided_by_a_second_person ON lawful_gag FOR UPDATE TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin') AND decision IS NULL AND asked_by <> (SELECT actor_id())
) WITH CHECK (decided_by = (SELECT actor_id()));

-- The demands whose persons have been told: what may be read of them besides by officers.
CREATE OR REPLACE FUNCTION told_lawful() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM lawful_request WHERE told_at IS NOT NULL
$$;
GRANT EXECUTE ON FUNCTION told_lawful() TO sitr_runtime;

ALTER TABLE lawful_given ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_when_told ON lawful_given;
CREATE POLICY read_when_told ON lawful_given FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin', 'system')
    OR request = ANY ((SELECT told_lawful())::uuid[])
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = lawful_given.ticket)
);
DROP POLICY IF EXISTS given_by_officers ON lawful_given;
CREATE POLICY given_by_officers ON lawful_given FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'officer');

ALTER TABLE lawful_opening ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_when_told ON lawful_opening;
CREATE POLICY read_when_told ON lawful_opening FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'system') OR request = ANY ((SELECT told_lawful())::uuid[])
);
DROP POLICY IF EXISTS given_by_officers ON lawful_opening;
CREATE POLICY given_by_officers ON lawful_opening FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'officer');

-- A package is fetched by who asked for it; the system takes away what nobody fetched.
ALTER TABLE lawful_package ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS fetched_by_who_asked ON lawful_package;
CREATE POLICY fetched_by_who_asked ON lawful_package FOR ALL TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system' OR (SELECT actor_kind()) = 'officer' AND EXISTS (
        SELECT 1 FROM lawful_request r WHERE r.id = lawful_package.request AND r.asked_by = (SELECT actor_id())
    )
);

-- A look for an authority is read of no earlier than the demand it was for: also by agents and by its requester.
DROP POLICY IF EXISTS quiet_until_told ON disclosure;
CREATE POLICY quiet_until_told ON disclosure AS RESTRICTIVE FOR SELECT TO sitr_runtime USING (
    purpose <> 'lawful' OR (SELECT actor_kind()) IN ('officer', 'system')
    OR EXISTS (
        SELECT 1 FROM lawful_opening o
        WHERE o.disclosure = disclosure.id AND o.request = ANY ((SELECT told_lawful())::uuid[])
    )
);

-- ---- business transfer
-- Asked for by an officer and agreed to by another, each in their own name; the rest is the system's. What is in an
-- archive is read by a ticket's own readers once the archive was fetched.
GRANT SELECT, INSERT, UPDATE (expires_at, approved_by, approved_at, declined_by, declined_at, claimed_until,
    persons_done, persons, tickets, details, left_out, ready_at, manifest, sha256, size, fetched_at, ended_at)
    ON business_transfer TO sitr_runtime;
GRANT SELECT, INSERT, DELETE ON business_transfer_given TO sitr_runtime;

ALTER TABLE business_transfer ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_who_answers ON business_transfer;
CREATE POLICY read_by_who_answers ON business_transfer FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));
DROP POLICY IF EXISTS in_one_s_own_name ON business_transfer;
CREATE POLICY in_one_s_own_name ON business_transfer FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'officer' AND asked_by = (SELECT actor_id())
    AND approved_at IS NULL AND ready_at IS NULL AND fetched_at IS NULL
);
DROP POLICY IF EXISTS step_by_step ON business_transfer;
CREATE POLICY step_by_step ON business_transfer FOR UPDATE TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'admin', 'system'));

-- Who decides does so in their own name; archives are the system's; they are handed to who asked; what is over stays so.
CREATE OR REPLACE FUNCTION transfer_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.approved_at, NEW.approved_by, NEW.declined_at, NEW.declined_by)
            IS DISTINCT FROM (OLD.approved_at, OLD.approved_by, OLD.declined_at, OLD.declined_by)
        AND (OLD.approved_at IS NOT NULL OR OLD.declined_at IS NOT NULL OR actor_kind() NOT IN ('officer', 'admin')
             OR coalesce(NEW.approved_by, NEW.declined_by) IS DISTINCT FROM actor_id())
        OR (NEW.ready_at, NEW.manifest, NEW.sha256) IS DISTINCT FROM (OLD.ready_at, OLD.manifest, OLD.sha256)
        AND actor_kind() <> 'system'
        OR NEW.fetched_at IS DISTINCT FROM OLD.fetched_at
        AND (OLD.fetched_at IS NOT NULL OR actor_kind() <> 'officer' OR OLD.asked_by IS DISTINCT FROM actor_id())
        OR OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'this step is not theirs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS transfer_steps ON business_transfer;
CREATE TRIGGER transfer_steps BEFORE UPDATE ON business_transfer FOR EACH ROW EXECUTE FUNCTION transfer_steps();

-- The transfers whose archive was fetched: what persons may read of, and what stays as it is.
CREATE OR REPLACE FUNCTION told_transfers() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(id), '{}') FROM business_transfer WHERE fetched_at IS NOT NULL
$$;
GRANT EXECUTE ON FUNCTION told_transfers() TO sitr_runtime;

ALTER TABLE business_transfer_given ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_when_fetched ON business_transfer_given;
CREATE POLICY read_when_fetched ON business_transfer_given FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'admin', 'system')
    OR transfer = ANY ((SELECT told_transfers())::uuid[])
    AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = business_transfer_given.ticket)
);
DROP POLICY IF EXISTS written_by_the_system ON business_transfer_given;
CREATE POLICY written_by_the_system ON business_transfer_given FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'system');
DROP POLICY IF EXISTS made_anew_until_fetched ON business_transfer_given;
CREATE POLICY made_anew_until_fetched ON business_transfer_given FOR DELETE TO sitr_runtime USING (
    (SELECT actor_kind()) = 'system' AND NOT transfer = ANY ((SELECT told_transfers())::uuid[])
);

-- The requester of tickets that are nobody's any more: no address, no key, no name.
CREATE OR REPLACE FUNCTION nobody() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT '00000000-0000-0000-0000-000000000001'::uuid $$;

-- What is known of some requesters goes with their key; what else of ours still names them keeps them: the foreign key
-- says so, and nothing is done to any of them. Nobody is granted this one.
CREATE OR REPLACE FUNCTION forget_people(p_people uuid[], p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM owner_key WHERE owner = ANY (p_people);
    DELETE FROM disclosure WHERE about = ANY (p_people);
    UPDATE sealed_value SET ciphertext = NULL, digest = '', destroyed_at = coalesce(destroyed_at, p_now)
    WHERE owner = ANY (p_people);
    DELETE FROM sealed_value v WHERE v.owner = ANY (p_people)
        AND NOT EXISTS (SELECT FROM disclosure d WHERE d.value = v.id)
        AND NOT EXISTS (SELECT FROM disclosure_request q WHERE q.value = v.id);
    DELETE FROM requester WHERE id = ANY (p_people);
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- The same for those of some requesters that have no ticket left and are on no hold. Gives how many went.
CREATE OR REPLACE FUNCTION forget_lonely(p_people uuid[], p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    lonely uuid[] := ARRAY(
        SELECT p FROM unnest(p_people) AS p WHERE NOT EXISTS (SELECT FROM ticket t WHERE t.requester = p)
          AND NOT EXISTS (
              SELECT FROM legal_hold h WHERE h.person = p AND h.confirmed_at IS NOT NULL AND h.lifted_at IS NULL
          )
    );
    one uuid;
    gone integer := 0;
BEGIN
    BEGIN
        RETURN forget_people(lonely, p_now);
    EXCEPTION WHEN foreign_key_violation THEN  -- one of them is named elsewhere, or opened a ticket just now
        FOREACH one IN ARRAY lonely LOOP
            BEGIN
                gone := gone + forget_people(ARRAY[one], p_now);
            EXCEPTION WHEN foreign_key_violation THEN
                NULL;
            END;
        END LOOP;
    END;
    RETURN gone;
END $$;

-- Takes the person out of some tickets whose texts are gone: their link, their invitations to a survey that is counted,
-- and the requester themselves when this was their last ticket. Gives how many requesters went.
CREATE OR REPLACE FUNCTION forget_person(p_tickets uuid[], p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    people uuid[];
BEGIN
    INSERT INTO requester (id, email_hash, created_at)
    VALUES (nobody(), decode(repeat('00', 32), 'hex'), 'epoch') ON CONFLICT DO NOTHING;
    people := ARRAY(SELECT DISTINCT requester FROM ticket WHERE id = ANY (p_tickets) AND requester <> nobody());
    DELETE FROM survey_invitation i USING ticket_closure c
    WHERE c.ticket = ANY (p_tickets) AND i.about = c.id AND (i.is_counted OR i.cancelled_at IS NOT NULL);
    UPDATE survey_invitation i SET recipient = nobody() FROM ticket_closure c
    WHERE c.ticket = ANY (p_tickets) AND i.about = c.id;
    UPDATE ticket SET requester = nobody(), link = '', link_hash = uuid_send(id), form_key = NULL, kept = 'figures'
    WHERE id = ANY (p_tickets);
    RETURN forget_lonely(people, p_now);
END $$;

-- What reports count of tickets, a row for the month each was opened in and one for the month it was closed in: of some
-- tickets, or of all in some months: asked for apart, since no index serves "all, or these". Whoever counts them may not
-- see more than this.
CREATE OR REPLACE FUNCTION figures_of(p_tickets uuid[], p_from timestamptz, p_until timestamptz)
    RETURNS TABLE (month date, what text, category text, team text, reason text, tickets bigint, replied bigint,
                   seconds numeric, in_an_hour bigint, in_four_hours bigint, in_a_day bigint, in_three_days bigint)
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT date_trunc('month', t.opened_at AT TIME ZONE 'UTC')::date, 'opened', t.category, t.team, '',
           count(*), count(r.after), coalesce(sum(floor(extract(epoch FROM r.after))), 0),
           count(*) FILTER (WHERE r.after <= interval '1 hour'), count(*) FILTER (WHERE r.after <= interval '4 hours'),
           count(*) FILTER (WHERE r.after <= interval '1 day'), count(*) FILTER (WHERE r.after <= interval '3 days')
    FROM (
        SELECT * FROM ticket WHERE p_tickets IS NULL AND opened_at >= p_from AND opened_at < p_until
        UNION ALL
        SELECT * FROM ticket WHERE id = ANY (p_tickets) AND opened_at >= p_from AND opened_at < p_until
    ) AS t CROSS JOIN LATERAL (
        SELECT CASE WHEN t.kept <> 'all' THEN t.replied_at ELSE (
            SELECT min(m.posted_at) FROM ticket_message m
            WHERE m.ticket = t.id AND m.author IS NOT NULL AND m.audience = 'everyone'
        ) END - t.opened_at AS after
    ) AS r
    GROUP BY 1, 3, 4
    UNION ALL
    SELECT date_trunc('month', t.closed_at AT TIME ZONE 'UTC')::date, 'closed', t.category, t.team, coalesce(c.reason, ''),
           count(*), 0, 0, 0, 0, 0, 0
    FROM (
        SELECT * FROM ticket WHERE p_tickets IS NULL AND closed_at >= p_from AND closed_at < p_until
        UNION ALL
        SELECT * FROM ticket WHERE id = ANY (p_tickets) AND closed_at >= p_from AND closed_at < p_until
    ) AS t LEFT JOIN LATERAL (
        SELECT reason FROM ticket_closure WHERE ticket = t.id ORDER BY number DESC LIMIT 1
    ) AS c ON true
    GROUP BY 1, 3, 4, 5
$$;

-- The same for reports: what is counted of the rows that are, and of those that were.
CREATE OR REPLACE FUNCTION month_figures(p_month date)
    RETURNS TABLE (what text, category text, team text, reason text, tickets bigint, replied bigint,
                   seconds bigint, in_an_hour bigint, in_four_hours bigint, in_a_day bigint, in_three_days bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT f.what, f.category, f.team, f.reason, sum(f.tickets)::bigint, sum(f.replied)::bigint,
           sum(f.seconds)::bigint, sum(f.in_an_hour)::bigint, sum(f.in_four_hours)::bigint, sum(f.in_a_day)::bigint,
           sum(f.in_three_days)::bigint
    FROM (
        SELECT * FROM figures_of(NULL, p_month::timestamp AT TIME ZONE 'UTC',
                                 (p_month + interval '1 month') AT TIME ZONE 'UTC')
        UNION ALL
        SELECT m.month, m.what, m.category, m.team, m.reason, m.tickets, m.replied, m.seconds, m.in_an_hour,
               m.in_four_hours, m.in_a_day, m.in_three_days
        FROM ticket_month m WHERE m.month = p_month
    ) AS f
    WHERE actor_kind() IN ('manager', 'officer', 'system', 'owner')
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$;
GRANT EXECUTE ON FUNCTION month_figures(date) TO sitr_runtime;

-- Counts some tickets for the reports for good and deletes them with everything that is theirs. Gives how many
-- requesters went: of tickets that were erased before their time it is known whose they were until now.
CREATE OR REPLACE FUNCTION forget_rest(p_tickets uuid[], p_now timestamptz) RETURNS integer
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    shown uuid[];
    people uuid[] := ARRAY(SELECT DISTINCT requester FROM ticket WHERE id = ANY (p_tickets) AND requester <> nobody());
BEGIN
    INSERT INTO ticket_month AS m (id, month, what, category, team, reason, tickets, replied, seconds, in_an_hour,
                                   in_four_hours, in_a_day, in_three_days)
    SELECT gen_random_uuid(), f.* FROM figures_of(p_tickets, '-infinity', 'infinity') f
    ON CONFLICT (month, what, category, team, reason) DO UPDATE SET
        tickets = m.tickets + excluded.tickets, replied = m.replied + excluded.replied,
        seconds = m.seconds + excluded.seconds, in_an_hour = m.in_an_hour + excluded.in_an_hour,
        in_four_hours = m.in_four_hours + excluded.in_four_hours, in_a_day = m.in_a_day + excluded.in_a_day,
        in_three_days = m.in_three_days + excluded.in_three_days;
    DELETE FROM disclosure_request WHERE about = ANY (p_tickets);
    WITH gone AS (DELETE FROM disclosure WHERE about = ANY (p_tickets) RETURNING value)
    SELECT array_agg(DISTINCT value) INTO shown FROM gone;
    DELETE FROM sealed_value WHERE owner = ANY (p_tickets);
    -- what was shown here of a requester who is gone, and is named nowhere else
    DELETE FROM sealed_value v WHERE v.id = ANY (shown) AND v.destroyed_at IS NOT NULL
        AND NOT EXISTS (SELECT FROM owner_key k WHERE k.owner = v.owner)
        AND NOT EXISTS (SELECT FROM disclosure d WHERE d.value = v.id)
        AND NOT EXISTS (SELECT FROM disclosure_request q WHERE q.value = v.id);
    DELETE FROM owner_key WHERE owner = ANY (p_tickets);
    DELETE FROM ticket WHERE id = ANY (p_tickets);
    RETURN forget_lonely(people, p_now);
END $$;

-- Takes the files of some tickets, and the keys that open them; that there were files is still read. A ticket on hold is
-- left alone, whoever asks. Nobody is granted this one.
CREATE OR REPLACE FUNCTION forget_files(p_tickets uuid[], p_now timestamptz) RETURNS void
    LANGUAGE sql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH held AS MATERIALIZED (SELECT held_among(p_tickets) AS ids), gone AS (
        UPDATE ticket_attachment a SET content = NULL FROM held
        WHERE a.ticket = ANY (p_tickets) AND a.content IS NOT NULL AND a.ticket <> ALL (held.ids)
        RETURNING a.ticket, a.number
    )
    UPDATE sealed_value v SET ciphertext = NULL, destroyed_at = p_now FROM gone
    WHERE v.owner = gone.ticket AND v.name = 'file ' || gone.number AND v.ciphertext IS NOT NULL
$$;

-- Brings the next tickets of a category, in the order of their closing, to a stage: attachments (of those that have some),
-- texts, pseudonym, rest. Tickets on
-- hold, merged into one that is still open or that is closed later, or locked by somebody are left for a later run.
--   p_before      tickets that were closed then or before
--   p_at, p_id    where the last batch ended
-- Gives how many were looked at, brought there, kept by a hold, requesters that went, and where this batch ended.
CREATE OR REPLACE FUNCTION retain_batch(
    p_stage text, p_category text, p_before timestamptz, p_at timestamptz, p_id uuid, p_most integer, p_now timestamptz
) RETURNS TABLE (looked integer, done integer, held integer, people integer, last_at timestamptz, last_id uuid)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_was text := CASE p_stage WHEN 'attachments' THEN 'all' WHEN 'texts' THEN 'all' WHEN 'pseudonym' THEN 'frame' WHEN 'rest' THEN 'figures' END;
    v_next uuid[];
    v_free uuid[];
    v_held uuid[];
BEGIN
    IF actor_kind() NOT IN ('system', 'owner') THEN
        RAISE EXCEPTION 'only the system does this' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF p_stage = 'attachments' THEN
        v_next := ARRAY(
            SELECT t.id FROM ticket t
            WHERE t.id IN (SELECT a.ticket FROM ticket_attachment a WHERE a.content IS NOT NULL)
              AND t.category = p_category AND t.kept = v_was AND t.closed_at <= p_before
              AND (t.closed_at, t.id) > (p_at, p_id)
            ORDER BY t.closed_at, t.id LIMIT p_most FOR UPDATE SKIP LOCKED
        );
    ELSE
        v_next := ARRAY(
            SELECT t.id FROM ticket t
            WHERE t.category = p_category AND t.kept = v_was AND t.closed_at <= p_before
              AND (t.closed_at, t.id) > (p_at, p_id)
            ORDER BY t.closed_at, t.id LIMIT p_most FOR UPDATE SKIP LOCKED
        );
    END IF;
    looked := cardinality(v_next);
    people := 0;
    SELECT t.closed_at, t.id INTO last_at, last_id FROM ticket t
    WHERE t.id = ANY (v_next) ORDER BY t.closed_at DESC, t.id DESC LIMIT 1;
    v_next := ARRAY(
        SELECT x FROM unnest(v_next) AS x WHERE NOT EXISTS (
            SELECT FROM ticket_merger m
            WHERE m.ticket = x AND (m.settled_at IS NULL OR m.settled_at > p_before)
        )
    );
    v_held := held_among(v_next);
    v_free := ARRAY(SELECT x FROM unnest(v_next) AS x WHERE x <> ALL (v_held));
    held := cardinality(v_next) - cardinality(v_free);
    done := cardinality(v_free);
    IF p_stage = 'attachments' THEN
        PERFORM forget_files(v_free, p_now);
    ELSIF p_stage = 'texts' THEN
        PERFORM forget_texts(v_free, p_now);
    ELSIF p_stage = 'pseudonym' THEN
        people := forget_person(v_free, p_now);
    ELSIF p_stage = 'rest' THEN
        people := forget_rest(v_free, p_now);
    END IF;
    RETURN NEXT;
END $$;
GRANT EXECUTE ON FUNCTION retain_batch(text, text, timestamptz, timestamptz, uuid, integer, timestamptz)
    TO sitr_runtime;

-- How many tickets of a category reach a stage in which week from now (0: their time is over), and how many a hold keeps
-- from it that have come as far as the stage before. A number, never which.
CREATE OR REPLACE FUNCTION retention_due(p_stage text, p_category text, p_days integer, p_now timestamptz, p_weeks integer)
    RETURNS TABLE (week integer, due bigint, held bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH closed AS (
        SELECT greatest(t.closed_at, m.settled_at) + make_interval(days => p_days) - p_now AS ahead, t.kept,
               hold_over(t.requester, t.id, t.opened_at, t.active_at) IS NOT NULL AS is_held
        FROM ticket t LEFT JOIN ticket_merger m ON m.ticket = t.id
        WHERE t.category = p_category
          AND t.kept = ANY (CASE p_stage WHEN 'attachments' THEN '{all}' WHEN 'texts' THEN '{all}' WHEN 'pseudonym' THEN '{all,frame}'
                            WHEN 'rest' THEN '{all,frame,figures}' END::text[])
          AND t.closed_at <= p_now - make_interval(days => p_days) + make_interval(weeks => p_weeks)
          AND (m.ticket IS NULL OR m.settled_at IS NOT NULL)
          AND (p_stage <> 'attachments' OR EXISTS (
              SELECT FROM ticket_attachment a WHERE a.ticket = t.id AND a.content IS NOT NULL
          ))
          AND actor_kind() IN ('officer', 'manager', 'admin', 'system', 'owner')
    )
    SELECT greatest(0, ceil(extract(epoch FROM ahead) / 604800))::integer, count(*) FILTER (WHERE NOT is_held),
           count(*) FILTER (
               WHERE is_held AND kept = CASE p_stage WHEN 'attachments' THEN 'all' WHEN 'texts' THEN 'all' WHEN 'pseudonym' THEN 'frame' ELSE 'figures' END
           )
    FROM closed WHERE ahead <= make_interval(weeks => p_weeks) GROUP BY 1 ORDER BY 1
$$;
GRANT EXECUTE ON FUNCTION retention_due(text, text, integer, timestamptz, integer) TO sitr_runtime;

-- When the oldest ticket was closed of which texts are still kept.
CREATE OR REPLACE FUNCTION oldest_kept() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT min(first.closed_at) FROM category_rule c CROSS JOIN LATERAL (
        SELECT t.closed_at FROM ticket t WHERE t.category = c.category AND t.kept = 'all' AND t.closed_at IS NOT NULL
        ORDER BY t.closed_at LIMIT 1
    ) AS first
    WHERE actor_kind() IN ('officer', 'manager', 'admin', 'system', 'owner')
$$;
GRANT EXECUTE ON FUNCTION oldest_kept() TO sitr_runtime;

-- How many tickets each hold covers that is not over.
CREATE OR REPLACE FUNCTION hold_sizes() RETURNS TABLE (hold uuid, tickets bigint) LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.id, (
        SELECT count(*) FROM ticket t
        WHERE CASE
            WHEN h.person IS NOT NULL THEN t.requester = h.person AND (h.tickets = '{}' OR t.id = ANY (h.tickets))
            ELSE h.tickets = '{}' OR t.id = ANY (h.tickets)
        END
          AND (h.from_day IS NULL OR t.active_at >= h.from_day::timestamp AT TIME ZONE 'UTC')
          AND (h.until_day IS NULL OR t.opened_at < (h.until_day + 1)::timestamp AT TIME ZONE 'UTC')
    )
    FROM legal_hold h
    WHERE h.declined_at IS NULL AND h.lifted_at IS NULL
      AND actor_kind() IN ('officer', 'manager', 'admin', 'system', 'owner')
$$;
GRANT EXECUTE ON FUNCTION hold_sizes() TO sitr_runtime;

-- Alarms about many looks, and what was refused or looked for, go after the longest time that a ticket is kept.
CREATE OR REPLACE FUNCTION forget_alarms(p_before timestamptz) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM disclosure_alarm WHERE at <= p_before AND actor_kind() IN ('system', 'owner');
    DELETE FROM disclosure_refusal WHERE at <= p_before AND actor_kind() IN ('system', 'owner');
    DELETE FROM value_search WHERE at <= p_before AND actor_kind() IN ('system', 'owner');
$$;
GRANT EXECUTE ON FUNCTION forget_alarms(timestamptz) TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- attachments

-- A file is seen with its message, also in time: not before a held reply is out, and a note's by no requester. It is
-- written by whoever writes that message, and neither changed nor taken away by the way.
GRANT SELECT, INSERT ON ticket_attachment TO sitr_runtime;
GRANT UPDATE (attachments) ON retention_run TO sitr_runtime;
ALTER TABLE ticket_attachment ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_message ON ticket_attachment;
CREATE POLICY with_its_message ON ticket_attachment FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('agent', 'requester', 'intake', 'system')
    AND EXISTS (SELECT 1 FROM ticket_message m WHERE m.id = ticket_attachment.message)
);
DROP POLICY IF EXISTS made_with_its_message ON ticket_attachment;
CREATE POLICY made_with_its_message ON ticket_attachment FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) IN ('agent', 'requester', 'intake', 'system') AND EXISTS (
        SELECT 1 FROM ticket_message m WHERE m.id = ticket_attachment.message AND m.ticket = ticket_attachment.ticket
          AND ((SELECT actor_kind()) = 'system'
               OR m.author IS NOT DISTINCT FROM CASE (SELECT actor_kind()) WHEN 'agent' THEN (SELECT actor_id()) END)
    )
);

-- The key of a sealed file to the requester whose ticket it is: of what was sent to them, by their link or signed in; of
-- what they sent themselves, only in a session that was opened at most 15 minutes ago, as with their own words.
CREATE OR REPLACE FUNCTION own_file_key(p_attachment uuid)
    RETURNS TABLE (id uuid, owner uuid, kind text, ciphertext bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT v.id, v.owner, v.kind, v.ciphertext
    FROM ticket_attachment a JOIN ticket_message m ON m.id = a.message JOIN ticket t ON t.id = a.ticket
    JOIN sealed_value v ON v.owner = t.id AND v.kind = 'file' AND v.number = a.number
    WHERE a.id = p_attachment AND actor_kind() = 'requester'
      AND (t.link_hash = actor_link() OR t.requester = actor_id())
      AND m.audience = 'everyone' AND (m.visible_at IS NULL OR m.visible_at <= now())
      AND (m.author IS NOT NULL OR EXISTS (
          SELECT 1 FROM requester_session s
          WHERE s.requester = t.requester AND s.requester = actor_id()
            AND s.opened_at > now() - interval '15 minutes' AND s.expires_at > now()
      ))
$$;
GRANT EXECUTE ON FUNCTION own_file_key(uuid) TO sitr_runtime;

-- ---------------------------------------------------------------------------------------------------- exact values, refusals

-- Who looked for an exact private value: read with the ticket that was found by it, by its requester, too.
GRANT SELECT, INSERT ON value_search TO sitr_runtime;
ALTER TABLE value_search ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS with_its_ticket ON value_search;
CREATE POLICY with_its_ticket ON value_search FOR SELECT TO sitr_runtime USING (
    (SELECT actor_kind()) IN ('officer', 'system')
    OR (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
    OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = value_search.ticket)
);
DROP POLICY IF EXISTS in_one_s_own_name ON value_search;
CREATE POLICY in_one_s_own_name ON value_search FOR INSERT TO sitr_runtime WITH CHECK (
    (SELECT actor_kind()) = 'agent' AND staff = (SELECT actor_id())
    AND (ticket IS NULL OR EXISTS (SELECT 1 FROM ticket WHERE ticket.id = value_search.ticket))
);

-- What redaction missed is sealed by hand, by whoever may read the ticket: a message's text is made anew, nothing else
-- of it changes.
GRANT UPDATE (body) ON ticket_message TO sitr_runtime;
DROP POLICY IF EXISTS sealed_by_hand ON ticket_message;
CREATE POLICY sealed_by_hand ON ticket_message FOR UPDATE TO sitr_runtime USING (
    (SELECT actor_kind()) = 'agent' AND EXISTS (SELECT 1 FROM ticket WHERE ticket.id = ticket_message.ticket)
);
DROP TRIGGER IF EXISTS live_changed ON ticket_message;
CREATE TRIGGER live_changed AFTER UPDATE ON ticket_message REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION told_of_their_ticket('ticket');

-- Openings that were refused: the system writes them down, since who was refused may see nothing of the ticket.
GRANT SELECT, INSERT ON disclosure_refusal TO sitr_runtime;
ALTER TABLE disclosure_refusal ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS read_by_officers ON disclosure_refusal;
CREATE POLICY read_by_officers ON disclosure_refusal FOR SELECT TO sitr_runtime
    USING ((SELECT actor_kind()) IN ('officer', 'system'));
DROP POLICY IF EXISTS written_by_the_system ON disclosure_refusal;
CREATE POLICY written_by_the_system ON disclosure_refusal FOR INSERT TO sitr_runtime
    WITH CHECK ((SELECT actor_kind()) = 'system');

-- ---------------------------------------------------------------------------------------------------- the last words

-- Whatever was made above is everybody's until this is said; it stays the last statement.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
