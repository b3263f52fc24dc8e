-- store --
-- Keep a wrapped key, if its master key may still wrap; from here to the end of the transaction it cannot go.
INSERT INTO owner_key (owner, wrapped, master, made_at)
SELECT {}::uuid, {}::bytea, {}::smallint, {}::timestamptz WHERE hold_master({}::smallint, {}::timestamptz)
RETURNING owner

-- allow --
-- Let a new version of the master key wrap; false when a newer one has taken its place.
SELECT hold_master({}::smallint, {}::timestamptz) AS may_wrap

-- old_keys --
-- Take the next keys that older master keys wrap, in order of owner; those somebody else holds come in a later round.
SELECT owner, wrapped, master FROM owner_key
WHERE owner > {} AND master < {} ORDER BY owner LIMIT {} FOR UPDATE SKIP LOCKED

-- rewrap --
-- Put the keys of a batch under another master key.
UPDATE owner_key SET wrapped = anew.wrapped, master = {}
FROM unnest({}::uuid[], {}::bytea[]) AS anew (owner, wrapped) WHERE owner_key.owner = anew.owner

-- count_by_master --
-- Count the keys that each version wraps; versions without keys are counted, too.
SELECT version, count(owner) AS keys FROM master_key LEFT JOIN owner_key ON master = version
GROUP BY version ORDER BY version
