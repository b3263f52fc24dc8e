### Coming in: second factor, reset; somebody's own page

reset-forgot = I forgot my password
reset-ask-heading = A new password
reset-ask-lede = Give the address you sign in with. We mail you a link to choose a new password.
reset-send = Mail me a link
reset-send-again = Send it again
reset-sent = If this address belongs to an account, a mail with a link is on its way.
reset-sent-next = The link works once, for 15 minutes. If nothing comes, look at the address again, or ask whoever runs this desk.
reset-heading = Choose a new password
reset-lede = Every browser that is signed in to your account is signed out by this. If you have a second factor, it is still asked for.
change-heading = Change password
change-lede = Every other browser that is signed in to your account is signed out by this.

code-heading = One more step
code = Code
code-hint = The six digits that your authenticator app shows now, or one of your recovery codes.
code-again = Start again
code-lost = I do not have my phone
code-lost-answer = Use one of the recovery codes that you kept. Without one, ask whoever runs this desk to take your second factor away; you then set up a new one.
confirm-heading = Your password, please
confirm-lede = You are about to change how you come in. So that nobody else does it at an open screen, we ask once more.
confirm-go = Go on

factor = Second factor
factor-heading = Set up a second factor
factor-what = A second factor keeps others out even when they know your password: an app on your phone shows a new code every 30 seconds.
factor-needed = Your role needs a second factor. Set it up now; everything else opens after that.
factor-needed-role = Your role needs it, so it cannot be switched off.
factor-begin = Set up a second factor
factor-step-app = 1. Take an authenticator app
factor-step-app-how = Any app for time-based codes will do, such as the one that your phone or your password manager has.
factor-step-scan = 2. Show it this picture
factor-picture = QR code with your key. The same key stands below as text.
factor-by-hand = Or type this key into the app:
factor-step-code = 3. Type the code that it shows
code-of-app = Six digits
factor-take = Use this app
factor-other-key = Make another key
factor-back = Back to my account
factor-on = On since { $day }.
factor-none = Off. With it, a stolen password alone opens nothing.
factor-change = Use another phone
factor-off = Switch it off
factor-off-warning = After this, your password alone lets anybody in who knows it. Your recovery codes end, too.
factor-off-go = Switch off the second factor

recovery-heading = Your recovery codes
recovery-done = Your second factor works.
recovery-lede = Each of these codes lets you in once when you do not have your phone. Print them, or keep them in your password manager.
recovery-once = They are shown only now. Older ones work no more.
recovery-kept = I have kept them
recovery-left =
    { $n ->
        [0] No recovery code is left: make new ones.
        [one] 1 recovery code is left.
       *[other] { $n } recovery codes are left.
    }
recovery-renew = Make new recovery codes

account-details = Name and language
account-name = Name
account-name-hint = Your colleagues read it. Customers read only your team.
account-language-hint = Of the pages in this browser and of mail to you.
account-digits = Digits in Arabic
account-digits-latn = 0123456789
account-digits-arab = ٠١٢٣٤٥٦٧٨٩
account-save = Save
account-coming-in = How you come in
sessions-heading = Where you are signed in
sessions-lede = We keep nothing about a browser, not even its kind: only when it was signed in and on which day it was used.
session-opened = Signed in { $at }, last used { $day }
session-this = This browser
session-end = Sign out
sessions-end-others = Sign out everywhere else
tokens-heading = Tokens of your programs
tokens-lede = A token lets a program use the JSON API with your rights, without a second factor. Whoever runs this desk makes them on the command line.
tokens-none = You have none.
token-nameless = Without a name
token-made = made { $day }
token-revoke = End it
token-revoke-of = End the token { $name }

error-wrong-code = This code is not right, or was used already. The app shows a new one every 30 seconds.
error-wrong-password = The password is not right.
error-confirm-needed = Please give your password once more before you change this.
error-last-administrator = Somebody has to be administrator: make somebody else one first.
error-own-role = Nobody changes their own role or deactivates themselves. Ask another administrator.
error-name = Enter a name of at most 80 letters.
error-password-own = This holds a part of your name or address, which everybody knows. Choose words that have nothing to do with you.
error-password-common = This is one of the passwords that are tried first. Choose three or four words that do not belong together.
error-password-keys = Rows of keys beside each other are tried early. Choose three or four words that do not belong together.
error-password-repeats = Repeated letters or parts add little. Choose three or four different words.
error-password-sequence = Sequences such as 6543 are tried early. Choose three or four words that do not belong together.
error-password-date = Dates and years are tried early. Choose three or four words that do not belong together.
error-password-names = Names are tried early. Choose three or four words that do not belong together.
error-password-word = One word is guessed easily. Add two or three that do not belong to it.
error-password-weak = This is guessed too easily. Add a word or two that do not belong to it.

mail-staff-reset-subject = Choose a new password
mail-staff-reset-heading = Choose a new password
mail-staff-reset-text = Somebody asked for a new password for your account at the support desk. If it was you, open this link.
mail-staff-reset-go = Choose a new password
mail-staff-reset-note = It works for 15 minutes, once. If it was not you, do nothing: your password stays as it is.
mail-staff-reset-why = You get this because somebody gave this address on the sign-in page of the support desk.
