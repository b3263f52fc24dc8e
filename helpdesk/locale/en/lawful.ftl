### Disclosures to authorities

nav-lawful = Authorities
purpose-lawful = given to an authority that the law entitles to it
privacy-lawful = Disclosures to authorities
privacy-lawful-what = What was demanded on what ground, who agreed, what was given, and when its person reads of it.
lawful-heading = Disclosures to authorities
lawful-lede = Whoever demands something is given what the law obliges us to give, and nothing else: a scope, the consent of others, a sealed package, and a line that the person reads.
lawful-register = Register of disclosures
lawful-csv = Register as CSV
lawful-none = Nothing has been disclosed.
lawful-none-what = A demand begins below. It does nothing until somebody else has agreed to it.
lawful-new = New demand
lawful-ask = Ask somebody else to agree

## Fields
lawful-field-authority = Who asks
lawful-hint-authority = The authority, as it calls itself. The person will read this.
lawful-field-basis = On what ground
lawful-hint-basis = The law and section that obliges us. The person will read this.
lawful-field-document = By which document
lawful-hint-document = Number and date of the order or letter. The person will read this.
lawful-field-remark = Remark
lawful-hint-remark = For those who decide. Nobody else reads it.
lawful-field-email = Address of the person
lawful-hint-email = For all requests of one person. It is used once and not kept.
lawful-field-references = Numbers of requests
lawful-hint-references = Instead of a person: these requests, divided by blanks.
lawful-field-from_day = Written on this day or later
lawful-field-until_day = Written on this day or before
lawful-field-texts = Texts
lawful-field-with_texts = Subject and messages, without the hidden details
lawful-field-with_notes = Internal notes, too
lawful-field-kinds = Details to open
lawful-hint-kinds = Only the person’s own are opened. Passwords and keys go to nobody. A kind that the policy opens for nobody needs two who agree.
lawful-field-named = Details that are shown to be the person’s own
lawful-hint-named = One a line, such as { $example } phone 1. What a form asked, and the person’s own name and address, are known to be theirs; everything else stays closed.
lawful-field-reason = Reason
lawful-field-gag_until = The person is not told until
lawful-hint-gag_until = Only if a law or court forbids it. This day included; after it they are told by itself.
lawful-field-gag_reason = Why they are not told
lawful-field-form = Form
error-lawful-nothing = Choose texts, or at least one kind of detail.
error-lawful-days = The last day is before the first.
error-lawful-date = Write a day such as 2026-12-31.
error-lawful-gag-day = Give a day from today on, a year off at most.
error-lawful-whose = Give either the address of one person or numbers of requests.
error-lawful-nobody = Nobody with this address has a request with us.
kind-line = Other answers in a form

## States
lawful-state-waiting = waits for consent
lawful-state-approved = may be released
lawful-state-released = released
lawful-state-declined = declined
lawful-state-lapsed = lapsed
lawful-column-number = Number
lawful-column-state = State
lawful-column-authority = Authority
lawful-column-basis = Legal basis
lawful-column-document = Document
lawful-column-asked = Asked
lawful-column-released = Released
lawful-column-requests = Requests
lawful-column-details = Details opened
lawful-column-told = Person told

## One demand
lawful-what = What is demanded
lawful-whose = Of whom
lawful-one-person = All requests of one person
lawful-days = Days
lawful-from = from { $day }
lawful-until = until { $day }
lawful-all-days = all
lawful-texts-yes = Subject and messages
lawful-texts-notes = Subject, messages and internal notes
lawful-texts-no = None
lawful-no-kinds = None
lawful-asked = Asked by
lawful-agreed = Who agreed
lawful-two = This demand names a kind of detail that the policy opens for nobody. Two others have to agree.
lawful-nobody-yet = Nobody has decided yet.
lawful-left = { $n ->
        [one] One more person has to agree.
       *[other] { $n } more people have to agree.
    }
lawful-own = You asked for this, so others decide.
lawful-said-approved = agreed
lawful-said-declined = declined
lawful-approve = Agree
lawful-decline = Decline
lawful-release = Open and seal the package
lawful-release-what = Each detail is opened in your name and written down first. The passphrase is shown once.
lawful-package = Sealed package
lawful-given = Requests in it: { $requests }. Details opened: { $details }.
lawful-manifest = Manifest
lawful-package-hash = Package
lawful-passphrase = Passphrase of the package
lawful-passphrase-once = It is shown now and never again. Give it to the authority by another way than the package.
lawful-fetch = Download the package
lawful-fetch-what = It can be downloaded once, until { $time }. It opens with { $program } and the passphrase.
lawful-fetched = Downloaded { $time }. It is not kept here any more.
lawful-package-gone = Its time is over; it is not kept here any more.
lawful-told = What the person reads
lawful-told-since = They have been able to read of it since { $time }.
lawful-told-after = They can read of it after { $day }.
lawful-told-at-once = They can read of it as soon as the package is made.
lawful-gag = Not told until { $day }
lawful-gag-waits = waits for somebody else
lawful-gag-extend = Tell them later
lawful-gag-ask = Ask somebody else to agree

## In the package
lawful-package-note = Details that are not the named person’s, or that were not demanded, stay closed; the list at the end says which and why. Finding private details is never complete: treat the texts accordingly.
lawful-package-erased = This request was erased. Nothing of it is left.
lawful-package-detail = Detail
lawful-package-value = Value
lawful-package-set-aside = was replaced or destroyed; a legal hold keeps it
lawful-package-person = The person
lawful-package-staff = Support
lawful-package-internal = internal
lawful-package-masked = What stays closed
lawful-package-request = Request
lawful-package-why = Why
lawful-why-gone = destroyed
lawful-why-secret = opens a door by itself, goes to nobody
lawful-why-not-asked = not demanded
lawful-why-never = opens for nobody by the policy
lawful-why-other-time = written at another time
lawful-why-others = not shown to be the named person’s own

## What the person reads
ledger-lawful = Given to an authority: { $authority }
ledger-lawful-basis = Ground: { $basis }, { $document }
ledger-lawful-details = Details:
ledger-lawful-texts = { $n ->
        [one] 1 message without hidden details
       *[other] { $n } messages without hidden details
    }
