-- one_teller --
-- Whatever other worker promises the day's results waits until this transaction has ended.
SELECT pg_advisory_xact_lock(7234985)

-- month_figures --
-- What is counted of a month's tickets, those that are and those that were.
SELECT * FROM month_figures({})
