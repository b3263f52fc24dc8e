"""Names of people: introduced, titled, listed."""
