### A requester's own pages: coming in, my requests, my data.

nav-my-requests = My requests
nav-my-data = My data
me-sign-in = Sign in
me-sign-in-lede = There is no password. We mail you a link, and that link signs you in.
me-sign-in-again = What you want to see is shown only shortly after signing in. We mail you a link once more.
me-email = Your e-mail address
me-email-why = The address that you gave with a request.
me-send-link = Send me a link
me-link-asked = Look into your mailbox
me-link-asked-if = If somebody with this address has made a request here, a mail with a link is on its way. For your protection we say the same for every address.
me-link-asked-works = The link works for 15 minutes, once. If you asked several times, each of the mails works.
me-link-asked-nothing = Nothing came? Look among unwanted mail, or check the address.
me-another-address = Enter it again
me-link-confirm = Press the button to sign in on this device.
me-link-go = Sign me in
me-link-note = The page asks, because some mail programs open links by themselves.
me-link-gone = This link works no more
me-link-new = Send me a new one
me-sign-out = Sign out
me-requests-none = You have no requests yet. When you make one, it stands here with its answers and with who saw what.
error-requester-sign-in-needed = Please sign in with your e-mail address first.
error-fresh-sign-in-needed = Please sign in once more: this is shown only within 15 minutes of signing in.
error-sign-in-link-gone = This link has been used or is older than 15 minutes.
me-requests-end = There are no older requests.
me-erased-subject = This request was erased
me-state-waiting-for-us = Waiting for us
me-state-answered = We answered
me-state-closed = Closed
me-state-erased = Erased
me-active = Last change { $time }
me-older = Older requests

### One request: its end, its words, how long it is kept
request-answered = Your answer was sent.
request-closed-by-you = You closed this request.
request-reopened = Your request is open again.
close-own = Close my request
close-own-means = Close it when it is solved, or when you need no answer any more. Nobody works on it then, and nobody sees a hidden detail of it any more.
close-own-reopen =
    { $n ->
        [one] You can open it again for 1 day.
       *[other] You can open it again for { $n } days.
    }
close-own-yes = Yes, close it
reopen-own = Is something still open?
reopen-own-until = You can open this request again until { $day }.
reopen-own-words = What is still open?
reopen-own-yes = Open it again
own-words = Show my text
own-words-shown = These are your own words, as you wrote them. Only you see this. That you looked is written down; it does not count as somebody seeing your details.
own-words-hide = Hide again
own-words-sign-in = Sign in to read your own words with the hidden details
ledger-times =
    { $n ->
        [one] seen once
       *[other] seen { $n } times
    }
ledger-last = last { $time }
ledger-never = never seen
kept-how-long = How long we keep this
kept-after-closing = { $time } after closing
kept-until = until { $day }
error-not-to-close = This request cannot be closed here right now. Please write us an answer that it is solved.
error-not-to-reopen = This request cannot be opened again any more. Please make a new one.

### A new request: checking it, sending it
new-step = step { $n } of 3
new-signed-in = You are signed in, so we know where to tell you that there is an answer.
new-no-survey = Please do not ask me afterwards how it went.
new-no-survey-else = Otherwise one question may come by mail after your request is closed. Each mail and “My data” stop that.
new-may-ask = You may ask me one question afterwards.
new-diagnostics = Add what browser and system I use.
new-diagnostics-what = Only this, nothing else, and no IP address:
check-and-send = Check and send
check-and-send-note = You see everything once more before it goes.
review-heading = Check and send
review-fields = What goes along
review-fields-note = These details are sealed. Only the agent who handles your request may see them, for a stated purpose.
review-nothing = nothing
review-again = Look again
review-back = Back to the form
review-answer-to = Where we tell you that there is an answer
review-answer-to-me = the address that you signed in with
review-survey = Question afterwards
review-no-survey = We will not ask you. You can change that under “My data”.
review-may-ask = We may ask you one question. You can change that under “My data”.
review-not-asked = We will not ask you.
review-diagnostics = Sealed with your request, destroyed when it is closed and after 14 days at the latest.
change = Change
kind-diagnostics = Browser and system
sent-own = You find it among your requests:
sent-next = What happens next
sent-next-read = Our team reads your words without the hidden details.
sent-next-mail = When there is an answer, we e-mail you that there is one. The answer itself is on your request’s page.
sent-next-seen = If an agent needs a hidden detail, they state why, and you read it on the same page.

### Pages about us
nav-cookies = Cookies
contact-heading = Contact
contact-write = Write to us here
contact-write-why = What you write here is protected as every request: private details are hidden before anyone reads them, and you can read who saw which.
contact-go = Write to us
contact-otherwise = Other ways
contact-who = Who answers for this service
contact-post = Post
contact-mail-note = Nothing can be hidden in a mail or letter before somebody reads it. Please leave out private details there.
contact-rights = Your data
contact-rights-what = Your data is yours. You can ask for each of these at any time, free of charge, with your address alone:
contact-rights-go = Ask about my data
contact-have-request = You have a request already?
cookies-heading = Cookies
cookies-lede = We set only cookies without which these pages do not work. None of them follows you, and nobody else gets one from us. So there is nothing to agree to.
cookie-language = Keeps the language that you choose with the link at the top.
cookie-me = Keeps you signed in to your own requests. It is set when you sign in, and goes when you sign out.
cookie-next = Keeps which of your pages you wanted to see until you open the link that we mailed you.
cookie-staff = Keeps people who work here signed in. Nobody else gets it.
cookie-life = Stays { $time } at the longest. Scripts cannot read it, and it is not sent along from other sites’ forms.
cookies-none-other = Our pages load nothing from other companies, and store nothing else in your browser.

### My data
data-reach = How to reach me
data-address = E-mail
data-address-change = Change the address
data-address-new = New e-mail address
data-address-new-why = We mail a link to the new address. Only when you open it there does anything change, and the old address is told.
data-address-go = Send the link there
data-address-asked = If the address is right, a mail with a link is on its way to it. Until you open that link, nothing changes.
data-name = Name
data-name-none = No name is kept.
data-name-correct = Correct the name
data-name-why = Kept sealed, and recognised where you write it. Leave it empty if we should keep none.
data-save = Save
data-saved-name = The name was saved.
data-saved-language = Language and digits were saved.
data-saved-surveys-stop = Withdrawn. You will get no more questions about satisfaction. Nothing else changes. A mail confirms it.
data-saved-surveys-agree = Saved. We may ask you one question after a request is closed.
data-language = Language of our mails
data-language-why = Mails about a request come in that request’s language.
data-digits-why = Arabic pages and mails follow. Phone numbers, links and codes stay as they are.
data-agreed = What I agreed to
data-surveys = One question after each request
data-surveys-on = We may ask you.
data-surveys-on-opt-in = We ask you only about requests for which you ticked that we may.
data-surveys-off = You objected. We do not ask you.
data-surveys-stop = Do not ask me
data-surveys-stop-means = Nothing else changes. You can agree again at any time.
data-surveys-agree = You may ask me again
data-terms-none = You have not agreed to any terms.
data-terms = Terms of use, version { $version }
data-ask = Ask for something
data-ask-lede = A copy of your data, a correction, erasing it, limiting or objecting to a use: it is free, and we answer within the time that the law sets.
data-ask-go = My privacy requests
data-sessions = Signed in
data-sessions-count =
    { $n ->
        [one] You are signed in on this device only.
       *[other] You are signed in on { $n } devices.
    }
data-sign-out-everywhere = Sign out everywhere
address-confirm = Confirm your new address
address-confirm-text = Press the button, and this address is yours for all your requests. The old one is told and then forgotten.
address-confirm-go = This is my address
address-confirmed = Your address was changed
address-confirmed-text = From now on we write to the new address. Sign in with it.
error-address-in-use = This address has requests of its own already. Sign in with it to see them; two addresses cannot be put together here.
looks-wrong = Does something look wrong? Object to it
looks-wrong-entry = This looks wrong
news-show = Show
news-looks = { $n ->
    [one] One new entry in “Who saw what”.
   *[other] { $n } new entries in “Who saw what”.
}
erase-earlier = Ask us to erase it earlier
mail-address-confirmation-subject = Confirm your new address
mail-address-confirmation-heading = Confirm your new address
mail-address-confirmation-text = Somebody who asked us for help wants to be reached at this address from now on. The page that the link opens asks once more.
mail-address-confirmation-go = Look at it
mail-address-confirmation-note = The link works for one day, once.
mail-address-confirmation-why = You get this because somebody entered this address. If it was not you, leave it: without the link nothing changes.
mail-address-changed-subject = Your address with us was changed
mail-address-changed-heading = Your address with us was changed
mail-address-changed-text = From now on we write to another address that was confirmed. This is the last mail to this one.
mail-address-changed-go = It was not me
mail-address-changed-note = If it was not you, tell us on that page.
mail-address-changed-why = You get this because this was the address of your requests until now.
