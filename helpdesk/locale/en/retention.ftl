### Legal holds, and what goes when.

error-hold-scope = Say what to hold: a person, requests, or days.
error-hold-days = This day is before the first one.
error-hold-review = Choose a day ahead of today.
error-hold-day = Choose a day such as 2026-11-25.
error-hold-unknown = There is no request with one of these numbers.
error-hold-nobody = Nobody with this address has sent a request.

### How long a request is kept
kept-heading = How long this is kept
kept-held = A part of this is kept longer because the law says so. Until that ends, passwords and corrected details are locked away, and nobody at the desk opens them.
kept-held-staff = Legal hold: nothing of this goes until it is lifted. What is destroyed or corrected meanwhile is locked away, and nobody here opens it.
kept-texts = Words and hidden details are erased
kept-pseudonym = The link to the person is cut
kept-rest = The rest is deleted; only numbers stay
kept-after =
    { $n ->
        [one] 1 day after it is closed
       *[other] { $n } days after it is closed
    }
hold-chip = Legal hold

### Holds
nav-holds = Holds
nav-retention = Retention
privacy-holds = Legal holds
privacy-holds-what = What must not be deleted for now: placed and lifted by two persons, looked at again on a date.
privacy-retention = Retention
privacy-retention-what = What was deleted, what goes next, and what the coming weeks bring.
holds-heading = Legal holds
holds-lede = A hold stops deletion for exactly what it covers. One person asks for it and another confirms it; lifting works the same way.
holds-new = Ask for a hold
holds-waiting = Waiting for a second person
holds-in-force = In force
holds-over = Over
holds-none = No legal hold is active.
holds-none-what = Everything goes when its time is over.
holds-review-due =
    { $n ->
        [one] 1 hold is to be looked at again
       *[other] { $n } holds are to be looked at again
    }
hold-title = Hold { $number }
hold-state-asked = Waits for a second person
hold-state-in-force = In force
hold-state-lifting = In force, to be lifted
hold-state-lifted = Lifted
hold-state-declined = Declined
hold-silent = Silent
hold-size =
    { $n ->
        [0] Covers no request now
        [one] Covers 1 request now
       *[other] Covers { $n } requests now
    }
hold-covers = What it covers
hold-now = At this moment
hold-person = Person
hold-person-known = All requests of one person, also later ones
hold-gone =
    { $n ->
        [one] 1 that is deleted
       *[other] { $n } that are deleted
    }
hold-steps = Who did what
hold-step-asked = Asked for by
hold-step-confirmed = Confirmed by
hold-step-declined = Declined by
hold-step-lift-asked = Lifting asked for by
hold-step-lifted = Lifted by
hold-due = The day to look at this hold again has come. Say that it is still needed, or ask for it to be lifted.
hold-form-lede = It is in force when a second person has confirmed it. Until then everything goes as usual.
hold-scope-hint = Fill in at least one of these four. A request is held when everything you fill in is true of it, also if it is opened later.
hold-references = Numbers of requests
hold-email = E-mail address of a person
hold-email-hint = All their requests. The address is used once to find the person and is not kept with the hold; that you looked is recorded.
hold-since = Worked on from this day
hold-until = Opened until this day
hold-reason = Reason
hold-reason-hint = For example court and case number. Officers and administrators read it, nobody else; it is kept encrypted.
hold-review-on = Look at it again on
hold-review-hint = On that day officers are reminded by mail. A hold does not end by itself.
hold-is-silent = The requester must not be told
hold-silent-hint = Only if the law forbids to tell them. Otherwise they read that a part is kept longer because the law says so, never why.
hold-ask = Ask a second person
hold-back = Back
hold-decide = Should this be held?
hold-decide-what = If you confirm, nothing that it covers is deleted until two persons lift it.
hold-second-person = A second person has to decide. You can take your question back.
hold-confirm = Confirm
hold-withdraw = Take it back
hold-review = Look at it again
hold-next-review = Next time on
hold-still-needed = Still needed
hold-ask-to-lift = Ask to lift it
hold-ask-to-lift-what = It stays in force until a second person agrees. Whatever is past its time then goes with the next run.
hold-lift-reason = Why it can be lifted
hold-lift-decide = Should it be lifted?
hold-lift-what = If you agree, whatever it kept and is past its time is deleted within the hour. This cannot be undone.
hold-lift = Lift it
hold-keep = Keep it

### Retention
retention-heading = Retention
retention-lede = What the policy no longer keeps goes by itself, every hour, in small steps. Numbers for reports stay the same.
retention-trouble-failed = The last run failed. What is past its time is still here.
retention-trouble-stopped = The last run was stopped in the middle. The next one goes on.
retention-trouble-late = No run has ended for three hours. Is the worker running?
retention-trouble-advice = Whoever runs this desk can start one with the command "helpdesk retention run"; its log says what failed.
retention-last-run = Last run
retention-next-run = Next run
retention-next-run-note = steps of requests whose time is over
retention-held = Kept by a hold
retention-holds =
    { $n ->
        [0] no hold
        [one] 1 hold
       *[other] { $n } holds
    }
retention-aside = Set aside under holds
retention-aside-note = Single details that went while a hold was in force. For everybody they are destroyed; the hold keeps them until it is lifted. Only their number is shown.
retention-aside-none = No hold keeps a detail that went.
retention-aside-kept =
    { $n ->
        [one] keeps 1 detail
       *[other] keeps { $n } details
    }
retention-oldest = Oldest words kept
retention-oldest-note = of a request closed on that day
retention-nothing-kept = None
retention-never = None yet
retention-brought =
    { $n ->
        [one] 1 step
       *[other] { $n } steps
    }
retention-preview = What the next run does
retention-preview-note = Requests that reach each stage. One that is past several goes through all of them and is counted at each.
retention-topic = Topic
retention-after =
    { $n ->
        [one] after 1 day
       *[other] after { $n } days
    }
retention-all = All
retention-attachments = Under attachments only requests that have files are counted.
retention-ahead = The next 12 weeks
retention-ahead-note = Requests that are closed now, by the week in which they reach a stage. What a hold keeps is not counted.
retention-week = Week from
retention-runs = Latest runs
retention-no-runs = Nothing was deleted by time yet.
retention-began = Began
retention-state = State
retention-people = Requesters
retention-state-running = Running
retention-state-done = Done
retention-state-stopped = Stopped
retention-state-failed = Failed

### Mail: a hold is to be looked at again
mail-hold-review-subject = A legal hold is to be looked at again
mail-hold-review-heading = The review date of a legal hold has come
mail-hold-review-text = Something is kept from deletion by a legal hold, and today somebody should look whether it is still needed. It stays in force until two persons lift it.
mail-hold-review-go = Look at the holds
mail-hold-review-note = The page says which hold it is and why. This mail does not.
mail-hold-review-why = You get this because you are a privacy officer of the support desk. It comes once for each review date.
