### Passing the business on

nav-transfer = Business transfer
privacy-transfer = Business transfer
privacy-transfer-what = When the business passes to another company: everything still lawfully held, sealed to its key, with a manifest.
purpose-transfer = into the archive for the company that takes the business over
purpose-passed-on = passed on with the business
system-use-transfer = { $kind }: into the archive for the company that takes the business over, { $times }, last { $last }
ledger-passed-on = passed to { $successor } with the business on { $day }
ledger-passed-on-ground = Legal ground: { $ground }
ledger-passed-on-texts = { $n ->
    [one] { $n } message with the details in it
   *[other] { $n } messages with the details in them
 }
copy-passed-on = passed on with the business
copy-successor = company

transfer-heading = Business transfer
transfer-lede = When the business passes to another company, it gets what is still lawfully held, and nothing else. Only its key opens the archive; everybody in it reads of it.
transfer-all = All transfers
transfer-none = Nothing has been passed on.
transfer-none-what = A transfer begins below. Nothing is made until somebody else has agreed to it.
transfer-new = New transfer
transfer-ask = Ask somebody else to agree
transfer-what-goes = Goes: persons and their requests with the details opened, how long each is kept, policy and terms, survey counts. Stays: what is erased or past its time, what only a legal hold keeps, passwords, keys and codes, and kinds of details that the policy opens for nobody.

## Fields
transfer-field-successor = The company that takes over
transfer-hint-successor = As it is registered. Everybody whose data goes will read this.
transfer-field-ground = On what legal ground
transfer-hint-ground = The contract or law, with its date. Everybody whose data goes will read this.
transfer-field-recipient = The company’s public key
transfer-hint-recipient = Begins with { $start }; { $program } makes one. Read it aloud on the phone to somebody you know there: whoever has its secret half reads everything.
transfer-field-sure = Confirmation
transfer-sure = I have compared the key with somebody at the company.
transfer-field-form = Form
error-transfer-recipient = This is no whole public key. Copy it once more from the company’s letter.
error-transfer-sure = Tick this to go on.
error-transfer-stale = Somebody’s data was erased since this archive was made. It is deleted, and one without it is made now.

## States
transfer-state-waiting = waits for consent
transfer-state-lapsed = lapsed
transfer-state-declined = declined
transfer-state-making = is being made
transfer-state-ready = ready
transfer-state-ended = ended
transfer-column-number = Number
transfer-column-state = State
transfer-column-successor = Company
transfer-column-requests = Requests
transfer-column-fetched = Handed out

## One transfer
transfer-what = What was asked
transfer-asked = Asked by
transfer-agreed = Agreed to by
transfer-declined = Declined by
transfer-decide-what = If you agree, the archive is made at once. Only who asked can fetch it, and only the company can open it.
transfer-approve = Agree
transfer-decline = Decline
transfer-own = Somebody else has to agree: another officer or an administrator.
transfer-archive = Archive
transfer-queued = It is made in a moment.
transfer-making = It is being made: { $done } of { $persons } persons.
transfer-refresh = Refresh
transfer-persons = Persons looked at
transfer-details = Details opened
transfer-left-out = Left out, for the reasons in the manifest
transfer-size = Size
transfer-megabytes = { $size } MB
transfer-manifest = Manifest, which has the hash of every file:
transfer-file-hash = Sealed file:
transfer-fetch-what = The file lies here until { $time }. With the first download everybody in it reads in their ledger that their data was passed on.
transfer-fetch = Download the sealed archive
transfer-fetched = Handed out first on { $time }.
transfer-gone = The archive is deleted.
transfer-end = End this transfer
transfer-end-what = The archive is deleted, or never made. What was downloaded already stays with the company.
transfer-end-sure = Yes, end it.
transfer-end-now = End and delete
