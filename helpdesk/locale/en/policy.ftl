### What is derived from the policy: privacy notice, register, officers' home

nav-privacy-notice = Privacy
nav-privacy = Privacy
nav-more = More
nav-register = Register

## Officers' home
privacy-heading = Privacy
privacy-lede = What this desk processes, and what shows that it keeps to its rules.
privacy-register = Records of processing
privacy-register-what = What is processed, for what, who reads it and until when; made from the policy and checked against the database.
privacy-notice-what = What customers read: the same rules in plain words.

## Lawful bases
basis-consent = Consent
basis-contract = Contract
basis-legal-obligation = Legal obligation
basis-vital-interests = Vital interests
basis-public-task = Public task
basis-legitimate-interests = Legitimate interests
basis-category = That of the request’s topic
basis-none = Nothing about a person
basis-consent-plain = You agreed to it, and can take that back at any time.
basis-contract-plain = It is needed for the services you have with us or ask us about.
basis-legal-obligation-plain = A law obliges us to do it.
basis-vital-interests-plain = It protects somebody’s life or health.
basis-public-task-plain = It is a task in the public interest.
basis-legitimate-interests-plain = We have a legitimate interest in answering such requests. You can object.

## Stages and facts
stage-attachments = Attachments
stage-texts = Texts and hidden details
stage-pseudonym = Link between request and person
stage-rest = The rest
days = { $n ->
        [one] 1 day
       *[other] { $n } days
    }
years = { $n ->
        [one] 1 year
       *[other] { $n } years
    }
fact-reference = number of the request
fact-category = topic
fact-team = team
fact-status = status
fact-locale = language
fact-opened_at = time of opening
fact-closed_at = time of closing

## Privacy notice
notice-heading = Privacy notice
notice-version = Policy { $version }
notice-lede = What we ask, who sees it, how long we keep it and what you can do. This page is made from the rules that our system itself works by.
notice-controller-heading = Who answers for your data
notice-controller-mail = Questions about privacy:
notice-asked-heading = What we ask, and who sees it
notice-asked-lede = Each topic has a short list of fields, and asks for a subject and your text. We ask for nothing else.
notice-asked = We ask for
notice-basis = Why we may
notice-text = Your text
notice-text-desk = Without the hidden details, the agents of our support can read it.
notice-text-team = Without the hidden details, the agents who serve the { $team } can read it.
notice-text-assignee = Without the hidden details, the agents who serve the { $team } can read it until one of them takes it; then only that one.
notice-at-once = The agent who handles your request sees at once
notice-at-once-nothing = Nothing of what is hidden
notice-opens = Opens on request
notice-opens-lede = What is hidden opens only for the agent who handles your request, only for one of the purposes named below, and only for { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }.
notice-opens-others = All else that is hidden
notice-opens-nothing = Nothing
notice-two = with a second person’s consent
notice-never = Never opens, for anybody
notice-recorded-heading = Every look is written down
notice-recorded = Before a hidden detail is shown, it is written down who sees it, for what and until when. You can read the list on your request’s page at any time.
notice-recorded-team = It names the agent’s team.
notice-recorded-agent = It names the agent.
notice-others-heading = Managers and privacy officers
notice-others = They cannot read requests by themselves. In an emergency a privacy officer or administrator may read one request for a stated reason and a short while, if a second person agrees; your request’s page then says so. Managers see satisfaction in groups, privacy officers see who opened which kind of detail and why.
notice-hidden-heading = What is hidden
notice-hidden-found = Before your request is stored, private details in your words are looked for and hidden: phone numbers, addresses, card and bank numbers, identity numbers, passwords, access keys and more. Before sending you see what will be hidden, and can decide otherwise.
notice-hidden-imperfect = Finding such details is never perfect. That is why everything you write is also encrypted when it is stored, hidden or not.
notice-hidden-secrets = Passwords, access keys and codes are destroyed as soon as your request is closed. Only while a law obliges us to keep something are they locked away instead, where nobody at the desk opens them.
notice-mail-heading = Our mails
notice-mail = They carry the number of your request and a private link, no word of what you or we wrote.
notice-mail-text = In these topics a mail can also carry our reply, without the hidden details:
notice-limits-heading = How long we keep it
notice-limits-lede = Our rule is to keep it no longer than this after a request is closed:
notice-limits-topic = Topic
notice-limits-planned = Passwords, access keys and codes are destroyed by the system itself. The other limits are our rule; the system does not yet delete by time on its own. You can ask us to erase your data at any time.
notice-limits-enforced = The system itself carries these limits out.
notice-processors-heading = Who else receives something
notice-processors-none = Nobody outside receives anything of your request.
notice-processors-lede = These, and nothing but what is listed:
notice-processor-country = Country
notice-processor-own-country = as ours
notice-processor-fields = Receives
notice-processor-nothing = nothing of your request
notice-survey-heading = The question about satisfaction
notice-survey = When a request in these topics is closed, we may ask you one question by mail:
notice-survey-opt-in = When a request in these topics is closed, and you ticked the box for it, we may ask you one question by mail:
notice-survey-unlinked = Your answer is stored without your name and without the number of your request, and small groups are never shown. Each of these mails has a link that stops them.
notice-survey-none = We do not ask.
notice-rights-heading = Your rights
notice-rights-lede = At any time, you can ask us
notice-right-access = what we hold about you, and for a copy of it,
notice-right-correct = to correct it,
notice-right-erase = to erase it,
notice-right-restrict = to only keep it and do nothing else with it,
notice-right-portability = to hand it over in a form that programs can read,
notice-right-object = to stop a use that rests on our legitimate interests, and the questions about satisfaction.
notice-rights-how = Write to the address above. The law can set limits; if it does, we tell you which. You can also complain to the data protection authority.
notice-rights-form = Use the contact form
notice-cookies-heading = Cookies and network addresses
notice-cookies = There are only cookies that our pages do not work without: for the language you choose, and for staying signed in. The cookie page lists each of them. Nothing follows you, and our pages load nothing from other companies.
notice-addresses = This system stores no network address with requests or answers.

## Register
register-heading = Records of processing
register-lede = Made from the policy { $version } and the software’s own register, which a test compares with the database.
register-download-json = Download as JSON
register-download-csv = Download as CSV
register-controller = Controller
register-activities = Activities
register-activity = Activity
register-purpose = Purpose
register-basis = Lawful basis
register-subjects = About whom
register-data = Data
register-recipients = Who receives it
register-limits = Time limits after closing
register-until = Until when
register-data-written = what the requester writes, and the details hidden in it
register-agents = agents who serve the { $team }
register-agents-all = agents of all teams, without the hidden details
register-assignee = the assigned agent
register-processors = Processors
register-no-processors = The policy names no processor.
register-country = Country
register-fields = Gets
register-events = When
register-contract-until = Contract until
register-open-end = no end named
register-measures = Security measures
register-technical = Every column, log key and mail variable
register-technical-lede = Times marked with a star are declared in the policy; the software does not carry them out by itself yet.
register-limits-planned = Time limits are those of the policy; the software does not yet delete by time on its own. Passwords, access keys and codes it destroys at closing.
register-planned = declared, not yet carried out by the software
register-place = Where
register-holds = Holds
register-readers = Readers
register-nobody = nobody
register-part = Part
measure-redaction = Private details are hidden before a request is stored. A text that cannot be checked is sealed whole.
measure-encryption = What people write, and each hidden detail, is encrypted under the request’s own key. Those keys are wrapped by a master key that is kept outside the database.
measure-need-to-know = Only the assigned agent sees hidden details: at once those that the topic needs, others for a stated purpose and a limited time.
measure-recorded = Each look is recorded before the value is opened, and the requester can read the record.
measure-secrets = Passwords, access keys and codes are destroyed when a request is closed.
measure-sign-in = Passwords of staff are stored as slow hashes; links and tokens only as hashes.
measure-mail = Mails carry number and link, no word of the request. Until it is sent, a mail knows neither words nor address.
measure-logs = Log lines have keys from a fixed list and nothing that a person typed.
measure-results = Results hide groups of fewer than five answers.
measure-search = Search works on keyed hashes of words; no word lies in clear in its index.
measure-second-wall = The database itself gives rows and ciphertext only to those who may see them, whatever the program asks.
measure-chain = Entries of the audit trail are chained and signed, so that a change of one shows.
measure-audit = Every act is recorded without its content, in the same transaction.

## Schema of the programming interface
schema-ticket = A new request
schema-ticket-what = What POST /api/v1/tickets takes: one closed object for each topic, and nothing that its topic does not ask for.
