### Legal holds, and what goes when.

error-hold-scope = Say what to hold: a person, requests, or days.
error-hold-days = This day is before the first one.
error-hold-review = Choose a day ahead of today.
