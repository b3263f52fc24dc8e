"""Postal addresses, in Latin and in Arabic letters."""
