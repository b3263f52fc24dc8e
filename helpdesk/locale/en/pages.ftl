### Frame
brand = Support
brand-desk = Support desk
skip-to-content = Skip to content
nav-main = Main
nav-new-request = New request
nav-terms = Terms
nav-contact = Contact
nav-staff = Staff
nav-results = Results
language-other = العربية
language = Language
language-en = English
language-ar = Arabic
to-start = To the start
cancel = Cancel
apply = Show
error-prefix = Error:
errors-heading = There is a problem

### Portal
portal-title = How can we help?
portal-lede = Choose a topic. We ask only for what it needs, and private details in your words are hidden before anyone reads them.
portal-asks = Asks for:
promise-hidden = Private details are hidden before anything is stored.
promise-ledger = You can always read who saw which of your details, when and why.
promise-no-account = No account, no password: a private link is all you need.
back-to-topics = Back to the topics
new-heading = Tell us what happened
new-lede = Write freely. Private details are hidden before anyone reads them.
optional = (optional)
field-subject = Subject
field-subject-why = In a few words.
field-body = What happened?
field-body-why = As it is easiest for you. You see beside it what will be hidden.
before-sending = Before sending
accept-terms = I agree to the terms of use (version { $version }).
read-terms = Read them
send-request = Send
preview-heading = What our team will see
preview-lede = This is your message after hiding. It is not stored yet.
preview-empty = Start writing. Private details such as phone or card numbers will appear here as hidden.
preview-count =
    { $n ->
        [0] Nothing private found.
        [one] 1 detail will be hidden.
       *[other] { $n } details will be hidden.
    }
not-private = Not private
not-private-means = Our team will read it as you wrote it.
stays-readable = Stays readable
hide-too = Hide this, too
hide-too-why = Words from your message that we missed, one per line. What you decide here is kept as your decision.
hide-selected = Hide the selected words
preview-who = Who can ever see these?
preview-who-answer = Only the one agent who handles your request, for a stated purpose and for a short time. It is written down first, and you can read it on your request’s page.
sent-heading = Sent
sent-reference = Your reference:
sent-link = Your request has a page of its own. Only who has its link can open it:
open-request = Open my request
sent-keep = Keep the link to yourself. It is also in the mail that we send you. If you send several requests within an hour, perhaps only the first is confirmed by mail: keep each link.
sent-twice = This form was sent before, so we did nothing twice. The link to your request is in the mail that we sent you. Without a mail, sign in with your address: all your requests are there.
sent-mail = We e-mail you the reference and the link only, not your words.
terms-heading = Terms of use
terms-version = Version { $version }

### The requester's page
request-title = Request { $reference }
request-as-team-sees = This is how our team reads it: hidden details stay hidden.
thread = Messages
you = You
write-answer = Write an answer
answer-hint = Private details in it are hidden before anyone reads it.
send-answer = Send answer
request-closed = This request is closed. If something is still open, please make a new request.
text-kept = What you wrote was not sent. Here it is, so that you can copy it.
who-saw = Who saw what
ledger-nobody = No one has seen a hidden detail of yours.
ledger-assigned = { $team } handles the request and sees: { $kind }
ledger-seen = { $team } saw: { $detail }
ledger-purpose = Purpose: { $purpose }
ledger-running = still open
ledger-note = Every look is written down before the detail is shown. Times are UTC.
your-link = Your private link
your-link-note = Whoever has the address of this page can read it and answer. Keep it to yourself.
purpose-assigned = handling the request

### Status
status = Status
status-open = Open
status-closed = Closed
reason-solved = Solved
reason-spam = Spam
reason-duplicate = Duplicate
reason-inactive = No answer from the customer

### Chips
chip-sealed = , hidden
chip-erased = erased
chip-shown = { $kind }, shown
chip-until = until { $time }
chip-hide = Hide now
kind-email = E‑mail
kind-phone = Phone
kind-card = Card
kind-iban = IBAN
kind-bank-account = Bank account
kind-ip = IP address
kind-mac = MAC address
kind-password = Password
kind-token = Access key
kind-private-key = Private key
kind-jwt = Token
kind-connection-string = Address with password
kind-code = Code
kind-national-id = National ID
kind-passport = Passport
kind-birth-date = Date of birth
kind-name = Name
kind-address = Address
kind-gps = Location
kind-plate = Licence plate
kind-health = Health
kind-text = Private text
kind-domain = Domain
kind-invoice = Invoice
sealed-count =
    { $n ->
        [0] Nothing sealed
        [one] 1 detail sealed
       *[other] { $n } details sealed
    }
sealed-before =
    { $n ->
        [one] 1 detail was sealed before anyone here read this
       *[other] { $n } details were sealed before anyone here read this
    }
