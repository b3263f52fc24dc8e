-- claim --
-- Take up to N due promises for this worker; others skip what is locked. A claim whose holder died lapses, at once the first time and later each time more, so that a mail that kills its worker does not kill them all.
-- The choice is made once (MATERIALIZED): a plan that asked for it again for each row would pass over what it has just taken and take more than N.
-- Nothing overtakes an earlier promise about the same thing to the same recipient that was tried or is due, but one that cannot be rendered or that kills its workers.
WITH due AS MATERIALIZED (
    SELECT id FROM outbound AS o
    WHERE settled_at IS NULL AND due_at <= {} AND route <> ALL({})
        AND (claimed_until IS NULL OR claimed_until + LEAST(lapses * lapses, 60) * {}::interval < {})
        AND NOT EXISTS (
            SELECT FROM outbound AS e
            WHERE e.about = o.about AND e.recipient = o.recipient AND e.id < o.id AND e.settled_at IS NULL
                AND (e.tried_at IS NOT NULL OR e.due_at <= {}) AND e.faults = 0 AND e.lapses < 3
            OFFSET 0 -- asked for each row by its index, never joined as a whole
        )
    ORDER BY due_at, id LIMIT {}
    FOR UPDATE OF o SKIP LOCKED
), claimed AS (
    UPDATE outbound SET claim = {}, claimed_until = {}, attempts = attempts + 1, tried_at = COALESCE(tried_at, {}),
        lapses = lapses + (claim IS NOT NULL)::int
    FROM due WHERE outbound.id = due.id
    RETURNING outbound.id, kind, about, recipient, route, claim, attempts, faults, lapses, promised_at, tried_at, due_at
)
SELECT * FROM claimed ORDER BY lapses, due_at, id

-- hold --
-- Say that the holder of some claims is alive.
UPDATE outbound SET claimed_until = {} WHERE claim = ANY({}) AND settled_at IS NULL RETURNING claim

-- settle_sent --
-- Settle what was handed over, where the claim still holds.
UPDATE outbound SET settled_at = {}, outcome = 'sent', claim = NULL, claimed_until = NULL
FROM unnest({}::uuid[], {}::uuid[]) AS held(promise, claim)
WHERE outbound.id = held.promise AND outbound.claim = held.claim AND settled_at IS NULL

-- settle --
-- Settle a promise that is not sent, if this worker's claim still holds.
UPDATE outbound SET settled_at = {}, outcome = {}, reason = {}, claim = NULL, claimed_until = NULL
WHERE id = {} AND claim = {} AND settled_at IS NULL RETURNING id

-- put_off --
-- Give a promise back, to be tried again later.
UPDATE outbound SET due_at = {}, faults = faults + {}, claim = NULL, claimed_until = NULL
WHERE id = {} AND claim = {} AND settled_at IS NULL RETURNING id

-- sent_lately --
-- Count what was sent to some recipients in the last hour and day, but for some kinds.
SELECT recipient, count(*) FILTER (WHERE settled_at > {}) AS hour, count(*) AS day FROM outbound
WHERE recipient = ANY({}) AND kind <> ALL({}) AND outcome = 'sent' AND settled_at > {} GROUP BY recipient

-- one_at_a_time --
-- Let one worker after the other count the first mails to strangers, until its claim is committed.
SELECT pg_advisory_xact_lock(hashtextextended('mails to strangers', 0))

-- first_lately --
-- Count the mails of some kinds that some recipients had in the last hour and day, or that another worker has in hand.
SELECT recipient, count(*) FILTER (WHERE at > {}) AS hour, count(*) AS day
FROM (
    SELECT recipient, kind, settled_at AS at FROM outbound WHERE outcome = 'sent'
    UNION ALL
    SELECT recipient, kind, {}::timestamptz FROM outbound WHERE settled_at IS NULL AND claimed_until > {} AND claim <> {}
) AS had
WHERE recipient = ANY({}) AND kind = ANY({}) AND at > {} GROUP BY recipient

-- sent_by_all --
-- Count what all workers sent since a moment or have in hand.
SELECT (SELECT count(*) FROM outbound WHERE outcome = 'sent' AND settled_at > {} AND route = 'smtp')
    + (SELECT count(*) FROM outbound WHERE settled_at IS NULL AND claimed_until > {} AND route = 'smtp') AS n

-- block --
-- Leave a route alone: 5 seconds at first, twice as long after each probe that fails, at most 5 minutes.
INSERT INTO mail_route AS r (name, failures, failing_since, blocked_until) VALUES ({}, 1, {}, {}::timestamptz + interval '5 s')
ON CONFLICT (name) DO UPDATE SET failures = LEAST(r.failures + 1, 1000),
    blocked_until = {}::timestamptz + LEAST(interval '5 s' * 2 ^ LEAST(r.failures, 10), interval '5 min')

-- tally --
-- Count what became of the promises of a kind about something.
SELECT coalesce(outcome, '') AS outcome, count(*) AS n FROM outbound WHERE about = {} AND kind = {} GROUP BY outcome

-- figures --
-- Count for whoever operates this: what waits, what is late, what was not delivered.
SELECT count(*) FILTER (WHERE settled_at IS NULL) AS waiting,
    count(*) FILTER (WHERE outcome = 'failed') AS failed,
    count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined,
    min(due_at) FILTER (WHERE settled_at IS NULL AND due_at <= {}) AS oldest_due
FROM outbound WHERE settled_at IS NULL OR outcome IN ('failed', 'quarantined')

-- thin_out --
-- Forget what was settled long ago, a portion at a time.
DELETE FROM outbound WHERE id IN (SELECT id FROM outbound WHERE settled_at < {} ORDER BY settled_at LIMIT 1000) RETURNING id

-- deliveries_to --
-- Count what was promised to each of some recipients by outcome ("" for what waits), and when the last of it was settled.
SELECT recipient, coalesce(outcome, '') AS outcome, count(*)::int AS n, max(settled_at) AS last_at FROM outbound
WHERE recipient = ANY({}) GROUP BY recipient, coalesce(outcome, '')
