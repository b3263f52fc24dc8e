### Service notices: the public page, composing and sending

nav-notices = Service notices
notices-heading = Service notices
notices-lede = Outages, maintenance, billing and changes. Nothing here is about one person.
notices-current = Now
notices-past = Earlier
notices-none = No notices now
notices-begins = Begins: { $time } UTC
notices-ends = Ends: { $time } UTC
notices-kind-outage = Outage
notices-kind-maintenance = Maintenance
notices-kind-billing = Billing
notices-kind-change = Change

## Composing
notices-manage-lede = A notice is public and goes by mail to those it is aimed at. You see how many that are, never who.
notices-new = New notice
notices-revise = Change the draft
notices-keep = Keep and preview
notices-field-kind = Kind
notices-field-title_en = Title in English
notices-field-text_en = Text in English
notices-field-title_ar = Title in Arabic
notices-field-text_ar = Text in Arabic
notices-field-begins = Begins (UTC)
notices-field-ends = Ends (UTC)
notices-field-aim = Who gets it by mail
notices-field-category = Topic
notices-field-domain = Domain
notices-public-hint = Everybody can read this. A notice with private details is refused.
notices-domain-hint = Kept as a hash only, until the mails are promised. To change a draft for a domain, enter it again.
notices-aim-everyone = Everyone with an open request
notices-aim-category = Those with an open request in a topic
notices-aim-domain = Those with an open request about a domain

## Sending
notices-state-draft = Draft
notices-state-sending = Being sent
notices-state-sent = Sent
notices-state-stopped = Stopped
notices-reach-heading = Who it reaches
notices-reach = { $n ->
    [one] 1 person
   *[other] { $n } people
}
notices-reach-few = Fewer than { $few } people, perhaps none
notices-reach-note = Addresses that mail never reaches are left out when it is sent. This is service mail: there is no objection to it.
notices-send = Publish and send
notices-discard = Discard
notices-stop = Stop sending
notices-refresh = Refresh
notices-public = Public page
notices-progress = Progress
notices-sent = Sent
notices-waiting = Waiting
notices-undelivered = Not delivered
notices-withdrawn = Withdrawn

## Mistakes
error-notice-kind = Choose what kind of notice it is.
error-notice-aim = Choose who gets it.
error-notice-time = Enter a day and time such as 2026-11-22T10:00.
error-notice-ends = The end must be after the beginning.
error-notice-holds-details = Everybody reads a notice, and this holds private details ({ $kinds }). Take them out.
