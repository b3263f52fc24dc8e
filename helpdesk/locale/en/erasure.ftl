# Erasure, and backups that do not undo it.
error-ticket-held = A legal hold or a law keeps this request for now. It goes when that ends.
row-erased = Erased
error-archive = This archive cannot be used; nothing was changed.
error-backup = The backup could not be made. No archive was left.
