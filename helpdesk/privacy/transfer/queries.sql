-- stale --
-- The archives that hold what was erased since: the key of a ticket in it is gone, or a detail that was passed on.
SELECT t.id, t.fetched_at FROM business_transfer t
WHERE t.ready_at IS NOT NULL AND t.ended_at IS NULL AND EXISTS (
    SELECT FROM business_transfer_given g WHERE g.transfer = t.id
        AND (
            NOT EXISTS (SELECT FROM owner_key k WHERE k.owner = g.ticket)
            OR EXISTS (
                SELECT FROM sealed_value v WHERE v.owner = g.ticket AND v.name = ANY (g.details)
                    AND v.kind <> 'diagnostics' AND v.destroyed_at > t.ready_at
            )
        )
) FOR UPDATE OF t

-- newest --
-- The highest number that was given.
SELECT coalesce(max(number), 0) AS n FROM business_transfer
