### The officers' home, the proof of the audit trail, the register of processors

privacy-waiting = waiting:
officer-gauge-heading = Privacy gauge of the last 30 days
officer-gauge-never = Never shown: { $share } of the hidden details
officer-gauge-nothing = Nothing was hidden in this time.
officer-gauge-few = Too few requests for a number that would tell of nobody.
officer-gauge-hidden = Details hidden
officer-gauge-shown = Shown to anybody
officer-gauge-opened = Openings for a purpose
officer-gauge-refused = Openings refused
officer-gauge-under-five = fewer than 5, or too few
privacy-ends-soon = { $n ->
    [0] No request reaches an end of its time in the next four weeks.
    [one] One request reaches an end of its time in the next four weeks.
   *[other] { $n } requests reach an end of their time in the next four weeks.
}

## Proof
proof-heading = Proof of the audit trail
proof-entries = { $n ->
        [0] No entry is chained yet.
        [one] 1 entry is chained and signed.
       *[other] { $number } entries are chained and signed.
    }
proof-signed = Last signed { $time }.
proof-check = Check now
proof-whole = Every entry from { $first } to { $last } fits the one before.
proof-nothing = Nothing is chained yet, so there is nothing to check.
proof-broken = Entry { $position } does not fit: { $why } This check changed nothing.
proof-entry = Entry
proof-head = Head
proof-next = Keep the database as it is, and have the whole trail verified on the command line, with a checkpoint that is kept elsewhere.
proof-outside = That its end was not cut off shows only a comparison with a checkpoint that is kept elsewhere.
proof-fault-changed = it was changed after it was chained.
proof-fault-removed = it was removed after it was chained.
proof-fault-missing = what was chained here was removed, links and all.
proof-fault-foreign = it was put in by somebody without the keyring.
proof-fault-moved = it was chained at another place.
proof-fault-rewritten = the chain was rewritten at or before it.
proof-fault-truncated = the chain was cut off here.
proof-fault-unsigned = no signature covers it.
proof-fault-resigned = a checkpoint is not signed by this installation.
proof-fault-checkpoint-missing = a checkpoint was removed.
proof-fault-stray = An entry stands outside the chain: it was put in past the trail, or its link was removed.
proof-fault-ghost = An entry was removed before it was chained.

## Processors
nav-processors = Processors
privacy-processors = Processors
privacy-processors-what = Who outside gets what of a request, why, until when, and how often something went there.
processors-lede = Exactly these get something, exactly these fields, while their contract runs. Counts are of the last 30 days.
processors-export-note = That you take this register away is written down.
processors-soon = The contract ends within 60 days.
processors-over = The contract has ended. Nothing is sent any more.
processors-delivered = Delivered
processors-counts = { $sent } delivered, { $waiting } waiting, { $failed } failed
processors-last = Last on { $time }
processors-not-called = Reached by mail, not by calls; counted as mail.
processors-policy = All of this comes from the policy file.
