### Search and merged tickets
search-heading = Search
search-label = What are you looking for?
search-hint = Words of the thread or its notes (all of them), a number such as SR-7K3M-9476, a customer’s whole e-mail address, or a domain. Hidden details are not found by their words.
search-hint-short = Search
search-go = Search
search-any = Any
search-me = Me
search-found = Found tickets
search-empty = Nothing was found.
search-empty-advice = Try fewer or other words. Tickets that you may not read are not found either.
search-recorded = You searched by a private value. It is used once and recorded, and not kept.
error-search-common = These words stand in nearly every ticket. Add one that is rarer.
error-search-long = Look for at most 12 words and 200 characters.
