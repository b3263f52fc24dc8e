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
error-choose-change = Choose what is to be changed.
error-too-many-filters = There are 20 saved filters already. Remove one first.

### Queues
queue-due = Due soon
queue-waiting = Waiting
queue-closed = Closed
queue-empty-due = Nothing is due within four hours.
queue-empty-waiting = No ticket is waiting for a day or for a customer.
queue-empty-closed = No ticket is closed yet.
next-due = Next due:
saved-filters = Saved filters
sort = Order
sort-due = By due time
sort-activity = By activity
filter = Filter
filter-category = Category
filter-team = Team
filter-priority = Priority
filter-tag = Tag
filter-locale = Language
filter-status = Status
filter-assignee = Assignee
filter-due = Due
filter-due-late = Late
filter-due-hours = Within four hours
filter-due-day = Within a day
filter-due-never = Without a target
filter-off = Take off this filter
filters-off = Clear filters
filter-empty = No ticket matches.
save-filter-as = Save as
save-filter = Save
forget-filter = Remove this saved filter
select-ticket = Select { $reference }
unread = New from the customer.
key-select = select
newer-tickets =
    { $n ->
        [one] 1 ticket has news.
       *[other] { $n } tickets have news.
    }
show-them = Show them
next-tickets = Next 50
to-the-first = To the first
bulk = Change the selected tickets
bulk-selected = Selected:
bulk-assign = Assign
bulk-tag = Tag
bulk-priority = Priority
bulk-status = Status
bulk-clear = Clear
bulk-to-assign = Assign to
bulk-to-tag = Tag to add
bulk-to-priority = New priority
bulk-to-status = New status
bulk-changed =
    { $n ->
        [0] Nothing was changed.
        [one] 1 ticket was changed.
       *[other] { $n } tickets were changed.
    }
bulk-refused =
    { $n ->
        [one] 1 was not:
       *[other] { $n } were not:
    }

### Managers: tags, shared filters, service times
tags-lede = Words to sort tickets by. Everybody at the desk reads them, so they are about no person.
tag-new = New tag
tag-hint = At most 40 characters. A name with a private detail in it is refused.
tag-list = Add to the list
tags-listed = The list
tag-rename = Rename
tag-rename-label = New name of { $tag }
tag-retire = Take off the list
tag-back = Put back
tag-retired = taken off the list
tags-none-yet = There is no tag yet.
tags-none-advice = Add the first one; agents can put it on tickets at once.
shared-filters = Filters for everybody
shared-filters-lede = Agents find these beside their queues. Each still sees only the tickets that they may read.
filter-name = Name
filter-share = Give it to everybody
filters-none = There is no filter for everybody yet.
service-times = Service times
service-times-lede = Working hours and targets stand in the policy file; here they are to be read. Managers see numbers of tickets, never a ticket.
lateness = What is late now
lateness-standing = Not closed
late-count =
    { $n ->
        [one] 1 late
       *[other] { $n } late
    }
late-none = None
targets = Targets
targets-note = In working time. While a ticket waits, the time to solve it stands still.
targets-none = No targets
calendar-zone = Time of
day-off = Nobody works
holidays = Holidays

### Comments of surveys, page by page
comments-more = More comments
comments-first = To the newest
error-comments-cursor = This page of comments is gone. Here are the newest.
