"""Backups that do not undo erasures: content and keys apart, each sealed to a key that the server does not have."""
