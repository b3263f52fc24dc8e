### Opening a detail
reveal-long = For how long?
reveal-seconds = { $n } s
reveal-minutes = { $n } min
chip-clock = { $n } s
chip-again = hidden again

### Writing
send-wait = Send, wait for customer
send-close = Send and close
draft-saved = Draft saved { $time }
draft-save = Save draft
draft-failed = Not saved. Your text is kept here.
hide-all =
    { $n ->
        [one] Hide all ({ $n } detail open)
       *[other] Hide all ({ $n } details open)
    }
hint-sealed =
    { $n ->
        [one] Before sending: 1 detail in your text will be sealed
       *[other] Before sending: { $n } details in your text will be sealed
    }
sent-held = Sent. The customer gets it in a moment.
overtaken-ask = A colleague replied while you were writing.
overtaken-read = Read it first
overtaken-send = Send mine too
error-replied-meanwhile = A colleague replied while you were writing. Nothing was sent; your text is kept.
error-sent-already = This was sent already: the customer has it.

### Macros
seal-link = Seal text
seal-heading = Seal a private detail
seal-lede = For what was not hidden by itself. Select it in the message first, or write it here exactly as it stands.
seal-words = What to seal
seal-words-hint = It is sealed wherever it stands in this message. Small and capital letters make no difference.
seal-kind = What it is
seal-why = Why
seal-missed = It is private, and was not hidden
seal-third-party = It is somebody else’s
seal-asked = The customer asked for it
seal-for-good = Nobody takes this back: the words do not come back into the text.
seal-effects = They stay sealed like every other detail. The customer sees in their request that they are hidden, and nobody finds the ticket by them any more. That it was sealed, and why, is recorded.
seal-go = Seal it for good
error-seal-length = Write 2 to 500 characters, exactly as they stand in the message.
error-seal-reason = Say why.
error-seal-not-there = This does not stand in the message, or is sealed already. Copy it from the message and try again.
macro = Macro
macro-insert = Insert
macro-due-soon = as soon as we can
effects-besides = Besides:
effects-legend = With this reply, from the macro
effects-heading = What it does to the ticket besides
effects-hint = Happens with the reply, in one. Agents see each thing before they send and can leave it out; whoever takes the reply back takes it back, too.
effects-leave = Leave it
effects-days = Days until it comes back (when it waits)
effects-tag = Put on the tag { $tag }
effect-open = Open
effect-waits =
    { $n ->
        [one] Waits a day
       *[other] Waits { $n } days
    }
effect-priority = Priority: { $priority }
error-wake-days = Say for how many days the ticket waits: 1 to 366, and only when it waits.
macros-none = There are no macros yet. Managers write them under “Macros”.
manage-macros = Macros
manage-macros-does = Texts that agents insert into what they write.
macros-heading = Macros
macros-lede = Texts that agents insert into what they write. They are about nobody; these words are filled in:
macro-new = New macro
macro-change = Change macro
macro-name-en = Name (English)
macro-name-ar = Name (Arabic)
macro-body-en = Text (English)
macro-body-ar = Text (Arabic)
macro-save = Save macro
macro-delete = Delete
macro-delete-sure = Nobody can insert it any more. What was sent with it stays.
error-unknown-variable = A word in braces is none that can be filled in.
error-holds-details = A private detail stands in this text. Everybody would send it; please take it out.

### While the page is open
live-lost = The connection is interrupted. What is new appears when it is back.
news-messages =
    { $n ->
        [one] 1 new message
       *[other] { $n } new messages
    }
present-looking = { $name } is looking at this ticket
present-writing = { $name } is writing a reply

### Keys
keys-heading = All keys
keys-menu = Command menu
close-dialog = Close
menu-filter = Type to narrow down
menu-none = Nothing fits.
keys-next = Next
keys-previous = Previous
keys-open = Open
keys-select = Select row
keys-back = Back to the queue
keys-reply = Reply
keys-note = Internal note
keys-take = Assign to me
keys-status = Status
keys-tags = Tags
keys-priority = Priority
keys-chip = Next sealed detail
keys-hide = Hide everything
keys-macros = Macros
keys-search = Search
keys-send = Send
keys-undo = Undo
keys-all = All keys
keys-on = Single-letter shortcuts are on.
keys-off = Single-letter shortcuts are off.
keys-switch = Change this
keys-turn-on = Turn on
keys-turn-off = Turn off
