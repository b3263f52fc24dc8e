"""Passwords, codes, keys, tokens, credentials in addresses; one module for each way they stand in texts."""
