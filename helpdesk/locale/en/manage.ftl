### Managing the desk: people, teams, workload

nav-manage = Manage
manage-heading = Manage
manage-lede-manager = People, workload and how the desk does. Nothing here shows a word of a ticket.
manage-lede-admin = Who works here and how they come in. Nothing here shows a word of a ticket.
nav-results-does = How satisfied customers are, with small groups hidden.
nav-notices-does = Tell customers about an outage, maintenance or a change.
