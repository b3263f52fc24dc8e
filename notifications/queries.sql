-- claim --
-- Take up to N due promises for this worker; others skip what is locked, and a claim that was not settled lapses.
WITH claimed AS (
    UPDATE outbound SET claim = {}, claimed_until = {}, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM outbound
        WHERE settled_at IS NULL AND due_at <= {} AND (claimed_until IS NULL OR claimed_until < {})
        ORDER BY due_at, id LIMIT {}
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id, kind, about, recipient, attempts, promised_at, due_at
)
SELECT * FROM claimed ORDER BY due_at, id

-- settle --
-- Settle a promise, if this worker's claim still holds.
UPDATE outbound SET settled_at = {}, outcome = {}, claim = NULL, claimed_until = NULL
WHERE id = {} AND claim = {} AND settled_at IS NULL RETURNING id

-- put_off --
-- Give a promise back, to be tried again later.
UPDATE outbound SET due_at = {}, claim = NULL, claimed_until = NULL
WHERE id = {} AND claim = {} AND settled_at IS NULL RETURNING id
