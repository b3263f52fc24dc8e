### Properties of a ticket
status-pending = Waiting
waits-until = Waiting until { $day }
wake-now = Open it now
wait-legend = Let it wait
wait-days =
    { $n ->
        [one] Until tomorrow
       *[other] For { $n } days
    }
wait-day = Until
wait-go = Wait
wait-note = It comes back by itself when work begins on that day, or as soon as the customer writes. The time to solve stands still until then.
priority = Priority
priority-choose = How urgent is it?
priority-low = Low
priority-normal = Normal
priority-high = High
priority-urgent = Urgent
team-choose = Which team?
team-go = Move
team-note = If the assignee is in another team, the ticket goes to the team’s queue and everything that was open is hidden.
tags = Tags
tags-none = None
tag-add = Add tag
tag-choose = Tag
tag-remove = Take off the tag { $tag }
due-reply = Reply due
due-solve = Solution due
due-nothing = Nothing
due-minutes =
    { $n ->
        [one] in 1 min
       *[other] in { $n } min
    }
due-hours =
    { $n ->
        [one] in 1 hour
       *[other] in { $n } hours
    }
due-days =
    { $n ->
        [one] in 1 day
       *[other] in { $n } days
    }
due-late-minutes =
    { $n ->
        [one] 1 min late
       *[other] { $n } min late
    }
due-late-hours =
    { $n ->
        [one] 1 hour late
       *[other] { $n } hours late
    }
due-late-days =
    { $n ->
        [one] 1 day late
       *[other] { $n } days late
    }

### Undo
undo = Undo
undo-assign =
    { $n ->
        [one] The ticket was assigned.
       *[other] { $n } tickets were assigned.
    }
undo-priority =
    { $n ->
        [one] The priority was changed.
       *[other] The priority of { $n } tickets was changed.
    }
undo-team =
    { $n ->
        [one] The ticket was moved to another team.
       *[other] { $n } tickets were moved to another team.
    }
undo-tag =
    { $n ->
        [one] The tag was added.
       *[other] The tag was added to { $n } tickets.
    }
undo-untag =
    { $n ->
        [one] The tag was taken off.
       *[other] The tag was taken off { $n } tickets.
    }
undo-postpone =
    { $n ->
        [one] The ticket waits now.
       *[other] { $n } tickets wait now.
    }
undo-wake =
    { $n ->
        [one] The ticket is open again.
       *[other] { $n } tickets are open again.
    }

### What goes wrong
error-undo-too-late = This can no longer be undone: its time is over, or something changed since. Nothing was changed now.
error-wake-day = Choose a day from tomorrow on, at most a year ahead.
error-unknown-priority = Choose one of the priorities.
error-unknown-team = Choose one of the teams.
error-unknown-tag = Choose a tag from the list.
error-too-many-tags = A ticket has ten tags at most. Take one off first.
error-choose-tickets = Choose at least one ticket.
error-too-many-tickets = At most 100 tickets can be changed at once.
error-name-long = Choose a name of at most 40 characters.
error-name-taken = There is one with this name already.
error-tag-holds-details = Everybody at the desk reads this name, and it holds a private detail. Choose a word that is about no person.
