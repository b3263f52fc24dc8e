### Opening a detail
reveal-left =
    { $n ->
        [one] It opens 1 more time.
       *[other] It opens { $n } more times.
    }
reveal-two = A second person has to agree first.
reveal-agreed = A second person agreed to this one opening.
reveal-ask = Ask a second person
chip-left =
    { $n ->
        [0] , opens no more
        [one] , opens 1 more time
       *[other] , opens { $n } more times
    }
chip-waiting = waiting for a second person
chip-more-time = More time

### Questions to a second person
approvals-heading = For a second person
approvals-lede = Somebody wants to open a detail that takes two. Agree only if the purpose holds; your answer is written down.
approvals-none = No question waits for you.
agree = Agree
decline = Decline
consent-waiting = Waiting for a second person
consent-approved = Agreed: it may be opened once
consent-declined = Declined

### The ledger
ledger-extended = extended to { $time }
ledger-agreed = a second person agreed
ledger-let-in = { $team } read the request with a second person’s consent, hidden details hidden
ledger-system = Used by the system, seen by nobody:
ledger-nobody-system = The system; seen by nobody
ledger-thread = The request’s text, details hidden
file-csv = CSV table
file-json = JSON
ledger-take = Take this list with you:
system-use-delivery = { $kind }: to send you mail, { $times }, last { $last }
system-use-recognition = { $kind }: to hide it in what is written, { $times }, last { $last }
system-times =
    { $n ->
        [one] once
       *[other] { $n } times
    }
length-running = for as long as the request is theirs
length-for = for { $time }
length-cut-short = closed early after { $time }
length-minutes =
    { $n ->
        [0] less than a minute
        [one] 1 minute
       *[other] { $n } minutes
    }
length-hours =
    { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
length-days =
    { $n ->
        [one] 1 day
       *[other] { $n } days
    }
purpose-break-glass = exceptional access, agreed to by a second person
purpose-delivery = sending you mail
purpose-recognition = hiding it in what is written
column-detail = Detail
column-seen-by = Seen by
column-agent = Person
column-purpose = Purpose
column-reason = Reason
column-from = From (UTC)
column-until = Until (UTC)
column-length = How long
column-extended-to = Extended to (UTC)
column-second-person = Second person agreed
yes = yes
none-given = none given

### Officers look over what was opened
nav-disclosures = Openings
nav-flagged = Flagged
nav-approvals = Second person
nav-break-glass = Break-glass
privacy-disclosures = Openings to look over
privacy-disclosures-what = What agents opened, one after another: who, why, for how long; never the value.
privacy-flagged = Flagged openings
privacy-flagged-what = Openings that an officer did not find right.
privacy-approvals = Questions to a second person
privacy-approvals-what = Details that take two people: agree or decline.
privacy-break-glass = Break-glass
privacy-break-glass-what = Read one ticket in an emergency: with a reason, a second person and a clock.
review-left =
    { $n ->
        [one] 1 opening is left.
       *[other] { $n } openings are left.
    }
review-no-value = The value itself is not shown here.
review-note = Note
review-note-why = Needed to flag; managers and officers read it.
review-approve = In order
review-flag = Flag
review-none = Everything is looked over.
review-none-flagged = Nothing is flagged.
review-flagged-by = Flagged by

### Break-glass
glass-lede = Nobody here has standing sight of tickets. In an emergency a second person lets you into one ticket for { $minutes } minutes; the customer reads that it happened, and why.
glass-reference = Ticket number
glass-reason = Reason
glass-reason-why = The second person decides by it, and the customer reads it.
glass-ask = Ask a second person
glass-none = Nobody has asked.
glass-waiting = Waiting for a second person
glass-lapsed = Not answered in time
glass-declined = Declined
glass-running = Running
glass-over = Over
glass-decided-by = decided by
glass-read = Read the ticket
glass-open = You read this by a second person’s consent until { $time }. Everything you open is written down; the customer reads it.
glass-leave = Leave now
glass-details = Hidden details
glass-open-one = Open

### Errors
error-quota-reached = You opened as many details this hour as one may. The next one opens at { $time } UTC; managers were told.
error-extended-too-often = This detail got more time twice already. Open it again when it has ended, if you still need it.
error-second-person-needed = A second person has to agree before this kind of detail opens. Ask for it first.
error-decided-already = This was decided already, or its time is over.
error-own-question = Nobody decides about their own question.
error-opens-alone = This kind of detail opens without a second person.
error-unknown-verdict = Choose: in order, or flag.
error-unknown-decision = Choose: agree, or decline.
