### Mail that could not be delivered, as the ticket's page says it.
mail-undelivered-refused = The mail to the customer could not be delivered: their mail server refused it.
mail-undelivered-unreachable = The mail to the customer could not be delivered: there is no such address. No more mail is sent to it.
mail-undelivered-suppressed = The mail to the customer was not sent: earlier mail showed that there is no such address.
mail-undelivered-expired = The mail to the customer could not be delivered in three days, and was given up.
mail-undelivered-fault = The mail to the customer could not be made. Whoever operates this desk can see it and send it again.
dev-mails = Every mail
dev-mails-note = All kinds of mail in both languages, with invented content.
