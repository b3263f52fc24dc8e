-- one_teller --
-- Whatever other worker promises the day's results waits until this transaction has ended.
SELECT pg_advisory_xact_lock(7234985)
