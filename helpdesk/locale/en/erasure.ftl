# Erasure, and backups that do not undo it.
error-ticket-held = A legal hold or a law keeps this request for now. It goes when that ends.
