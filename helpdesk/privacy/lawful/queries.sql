-- tell --
-- Let everybody read of what was given about them whom no gag that was agreed to keeps from it any more.
UPDATE lawful_request r SET told_at = {} WHERE r.released_at IS NOT NULL AND r.told_at IS NULL AND NOT EXISTS (
    SELECT FROM lawful_gag g WHERE g.request = r.id AND g.decision = 'approved' AND g.until >= {}
) RETURNING r.id
