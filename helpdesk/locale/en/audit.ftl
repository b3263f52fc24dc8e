error-audit-chain = The audit chain is not as it was signed; nothing more is chained until somebody has looked into it.
error-audit-checkpoint = This file is not a checkpoint of the audit trail that this installation signed.
