### Coming in
sign-in = Sign in
sign-in-heading = Sign in to the desk
sign-out = Sign out
email = E-mail address
password = Password
setup-heading = Choose your password
new-password = New password
password-hint = At least 12 characters. A sentence is easier to keep in mind than a riddle.
password-again = The same once more
save-password = Save and go to sign-in
account-heading = My account
role-agent = Agent
role-manager = Manager
role-officer = Privacy officer
role-admin = Administrator
role-agent-does = Agents work on tickets. They read redacted text, and open a hidden detail of their own ticket for a purpose and a while.
role-manager-does = Managers read satisfaction and see no ticket text at all.
role-officer-does = Privacy officers look over what was opened, answer as a second person and read the register. They read no ticket, unless a second person lets them into one.
role-admin-does = Administrators set up and operate the desk on the command line. They see no ticket text.

### Queues
queues = Queues
queue-unassigned = Unassigned
queue-mine = My queue
queue-team = My team
queue-all = All open
queue-empty-unassigned = Nothing is waiting.
queue-empty-mine = You have no tickets here.
queue-empty-team = Your team has no tickets here.
queue-empty-all = There are no tickets here.
queue-empty-advice = New tickets appear here when customers write through the portal.
nobody-yet = Nobody yet
older-tickets = Older tickets
to-the-newest = To the newest
key-rows = rows
key-open = open
key-take = take
key-chip = sealed detail
key-hide = hide all
key-back = back

### Ticket
ticket = Ticket
about-ticket = About this ticket
customer = Customer
assignee = Assignee
team = Team
category = Category
opened = Opened
assign-me = Assign to me
take-over = Take over
hand-over-to = Hand over to
hand-over = Hand over
back-to-queue = Nobody (back to the queue)
close-ticket = Close
close-why = Why is it closed?
close-effects = What was open is hidden again, passwords and keys are destroyed. If it was solved, the customer is asked one question.
reopen-ticket = Reopen
closed-note = This ticket is closed. Reopen it to write.
unscanned = A text of this ticket could not be checked, so it is hidden whole. Open it like any hidden detail.
details-mine = What this case needs is shown to you while the ticket is yours. Everything else opens for a purpose.
details-sealed = Contact details stay sealed for everyone but the assignee.
ledger-nobody-staff = Nobody has seen a hidden detail of this ticket.
ledger-note-staff = The customer sees the same list, with the team’s name. Times are UTC.
write-as = Write as
reply = Reply
note = Internal note
your-text = Your text
note-label = Internal note: the customer never sees this
reply-told = The customer is told by e-mail that there is a reply, without its text
composer-hint = Private details that you type are sealed as well.
send-reply = Send reply
save-note = Save internal note
reveal-heading = Show: { $kind }?
reveal-scope = Only this value, only to you, only for the time you choose.
reveal-why = Why do you need it?
reveal-reason = In your words (needed for “another reason”; the customer reads it)
reveal-told = The customer will read:
reveal-go = Show

### Results
results-heading = Survey results
results-from = From
results-to = To
results-by = By
by-period = Week
by-category = Category
by-team = Team
by-agent = Agent
by-locale = Language
by-heading-period = By week
by-heading-category = By category
by-heading-team = By team
by-heading-agent = By agent
by-heading-locale = By language
tile-satisfied = Satisfied
tile-mean = Mean
tile-response = Response rate
tile-response-note = answers per invitation
of-five = of 5
answers = Answers
answers-count =
    { $n ->
        [one] 1 answer
       *[other] { $n } answers
    }
unknown = unknown
hidden = hidden
hidden-small = Fewer than 5 answers
hidden-secondary = Hidden so that another group stays unknown
few-answers = Fewer than 5 answers in this period.
no-answers = No answers in this period.
no-answers-advice = Choose a longer period. Numbers appear from 5 answers on.
chart-heading = Satisfaction by week
chart-note = Share of 4 and 5 out of 5. The dotted part is a time with fewer than 5 answers a week: not shown.
chart-direction = The newest week is on the right.
chart-title = Satisfaction by week
chart-description = Share of satisfied answers for each week; the table below has the same numbers.
suppression-note = Groups with fewer than 5 answers are hidden. When one group is hidden, the next smallest is hidden too, so that it cannot be worked out from the total.
one-to-five = 1 to 5
ratings-spoken = Ratings 1 to 5: { $one }, { $two }, { $three }, { $four }, { $five }

### Surveys
survey-heading = How did we do?
survey-question = How satisfied are you with the help you received?
rating-1 = Very poor
rating-2 = Poor
rating-3 = Fair
rating-4 = Good
rating-5 = Very good
survey-chosen = You chose { $rating } in the e-mail. It is not recorded yet.
survey-comment = Add a comment (optional)
survey-comment-hint = Please leave out private details; we hide them anyway before anyone reads it.
survey-send = Send my answer
survey-error-choose = Choose an answer from 1 to 5.
survey-error-long = The comment is longer than 1,000 characters. Please shorten it.
survey-stop-link = I do not want survey e-mails
survey-thanks = Thank you
survey-thanks-note = Your answer waits sealed until at least five are there. Then it is counted with them, without your name and without the number of your request, and nobody can tell any more which one was yours.
survey-closed = This question is closed
survey-closed-note = The link is mistyped, its time is over, or the answer was counted already. Thank you for the thought.
survey-stop = No more survey e-mails?
survey-stop-note = Nothing else changes: mails about your requests still reach you.
survey-stop-go = Stop them
survey-stopped = Stopped
survey-stopped-note = You will get no more survey e-mails. Nothing else changes.

### The demo's mail
dev-mail = Mail of this demo
dev-mail-note = Everything the demo sent, kept in memory only. A real installation has no such page.
dev-mail-empty = No mail yet.
dev-mail-to = To
dev-mail-subject = Subject
dev-mail-at = Sent
dev-mail-html = As HTML
dev-mail-text = As plain text
dev-mail-headers = Headers
