### Managing the desk: people, teams, workload

nav-manage = Manage
manage-heading = Manage
manage-lede-manager = People, workload and how the desk does. Nothing here shows a word of a ticket.
manage-lede-admin = Who works here and how they come in. Nothing here shows a word of a ticket.
nav-results-does = How satisfied customers are, with small groups hidden.
nav-notices-does = Tell customers about an outage, maintenance or a change.
manage-people = People
manage-people-does = Who works here: invite, role and team, sign out, let go.
manage-teams = Teams
manage-teams-does = The teams of the policy and who is in them.
manage-categories = Categories
manage-categories-does = What each topic asks, who reads it and how long it is kept.
manage-workload = Workload
manage-workload-does = What there is to do today, by team and by hour.
manage-privacy = Privacy gauge
manage-privacy-does = How much was hidden and how little of it anybody needed.

### People
people-lede-manager = You invite and change agents. Administrators do the same for everybody.
people-lede-admin = You invite and change everybody but yourself.
people-invite = Invite somebody
people-invite-lede = They get a mail with a link to choose a password. It works for three days, once.
people-name-hint = Colleagues read it; customers read only the team. They can change it.
people-locale = Language of mail to them
people-send = Send the invitation
people-send-again = Send the invitation again
people-role = Role
people-team = Team
people-team-hint = Agents of a team see its queue first. Without one they serve all teams.
people-all-teams = All teams
people-no-team = No team
people-state = State
people-state-active = Active
people-state-invited = Invited
people-state-deactivated = Deactivated
people-active-on = Last active day
people-never = Never
people-self = You
people-empty = Nobody else is here yet. Invite the first agent.
people-last-active = Last active on { $day }.
people-never-active = Never signed in.
people-sessions =
    { $n ->
        [0] Not signed in anywhere now.
        [one] Signed in in 1 browser.
       *[other] Signed in in { $n } browsers.
    }
people-end-sessions = Sign out everywhere
people-appoint = Role and team
people-appoint-note = With another role the person is signed out and comes in anew. Who stops being an agent gives open tickets back to the queue.
people-own = This is you. Your role is changed by another administrator.
people-not-yours = Administrators change people of this role.
people-let-go = Deactivate
people-let-go-question = Deactivate { $name }?
people-let-go-what = They are signed out everywhere, their tokens end, and every detail that is open to them is hidden at once. What they wrote stays. You can take them back later.
people-let-go-go = Deactivate now
people-tickets =
    { $n ->
        [0] They have no open ticket.
        [one] They have 1 open ticket.
       *[other] They have { $n } open tickets.
    }
people-heir = Who gets the open tickets?
people-heir-hint = A ticket that this colleague may not read goes back to the queue.
people-heir-queue = Back to the queue
people-take-back = Take back
people-take-back-note = They get a mail with a link to choose a new password. A second factor that they had is still asked for.
people-done-invited = The invitation is on its way.
people-done-saved = Saved.
people-done-signed-out = Signed out everywhere.
people-done-gone = Deactivated. Open tickets went on.
people-done-back = Taken back. A mail with a link to choose a password is on its way.
error-unknown-role = Choose one of the roles.

### Teams and categories
teams-lede = Teams are named in the policy file. Who is in which one is decided for each person.
teams-nobody = Nobody yet.
categories-lede = What the policy { $version } says of each topic. Forms, views, time limits and the privacy notice are made from it.
policy-file-own = This stands in the policy file { $file }. To change it: edit the file, run { $check }, and restart.
policy-file-shipped = This stands in the policy that ships, { $file }. To change it: edit a copy, run { $check }, name the copy in { $setting }, and restart.
categories-asks = Asks for
categories-reads = Who reads the text
categories-reads-desk = Every agent, without the hidden details
categories-reads-team = Agents who serve the { $team }, without the hidden details
categories-reads-assignee = Agents who serve the { $team } until one takes it, then only that one; without the hidden details
categories-at-once = The assignee sees at once

### Workload
workload-lede = Today, since midnight UTC.
workload-open = Open
workload-new = New today
workload-unassigned = Of nobody
workload-due = Due soon
workload-late = Late
workload-late-n = { $n } late
workload-late-none = None is late.
workload-first-reply = First reply (median)
workload-no-reply = None yet
workload-by-team = By team
workload-by-hour = New tickets by hour (UTC)
workload-hour = Hour
workload-bar = As a bar
workload-none = No new ticket today.
workload-no-person = Nobody is counted by name here. Each agent finds their own numbers on their account page.
own-load = My numbers
own-load-lede = Only you see them. Closed tickets and replies are those of the last seven days.
own-load-open = Open tickets
own-load-closed = Closed
own-load-replies = Replies

### Privacy gauge
gauge-lede = The last seven days: what was hidden, and how little of it anybody needed to see.
gauge-never-shown = Never shown to anybody
gauge-of-hidden =
    { $n ->
        [one] of 1 hidden detail
       *[other] of { $n } hidden details
    }
gauge-per-100 = Openings per 100 requests
gauge-before = { $n } in the week before
gauge-refused = Asked for and refused
gauge-too-few = Too few to say without telling of a person.
gauge-openings = Opened for a purpose
gauge-purpose = Purpose
gauge-times = Times
gauge-withheld = Fewer than 5, or hidden so that these stay unknown
gauge-all = All
gauge-none = No detail was shown this week.
gauge-counts-only = Counts only: no ticket, no customer, no agent. Single openings are looked over by the privacy officer.
manage-service-times = Service times
manage-service-times-does = Working hours, targets and who is late.
manage-tags = Tags
manage-tags-does = The words that tickets are sorted by.
manage-filters = Shared filters
manage-filters-does = Queues that everybody at the desk finds in their list.
