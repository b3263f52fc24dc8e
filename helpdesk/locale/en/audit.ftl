error-audit-chain = The audit chain is not as it was signed; nothing more is chained until somebody has looked into it.
error-audit-checkpoint = This file is not a checkpoint of the audit trail that this installation signed.
# an officer's page: what verify_newest found; $at is a time in words, $position a number in words
audit-whole =
    { $n ->
        [0] Nothing is chained yet.
        [one] The newest entry was verified: the trail is unbroken up to { $at }.
       *[other] The newest { $n } entries were verified: the trail is unbroken up to { $at }.
    }
audit-broken = The audit trail is broken at position { $position }. Have the whole of it verified on the command line.
audit-waiting =
    { $n ->
        [0] Every entry has its place in the chain.
        [one] One entry waits for its place in the chain.
       *[other] { $n } entries wait for their place in the chain.
    }
